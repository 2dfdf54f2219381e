"""What every test stands on: no network, no second database, no silent template."""

from __future__ import annotations

import inspect
import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from portal import environment
from portal.observability.request_log import LINES
from portal.people.roles import settle_roles
from portal.prepared.keeping import PAGES
from portal.prepared.signed_in import KNOWN, RIGHTS, UNREAD
from tests import databases
from tests.letter import load_letter

ROOT = Path(__file__).resolve().parent.parent
BROWSER_TESTS = ROOT / "tests" / "browser"
IN_CI = environment.boolean("CI", default=False)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

hypothesis.settings.register_profile(
    "portal", deadline=None, print_blob=True, derandomize=IN_CI
)
hypothesis.settings.load_profile("portal")


# --- Templates: an undefined variable is a mistake, not an empty string


class UndefinedVariable(str):
    """Takes the place of Django's `string_if_invalid`.

    Only our templates are held to it: the admin's print variables they do not have.
    """

    def __mod__(self, variable: object) -> str:
        origin = _origin_of_template()
        if origin and origin.is_relative_to(ROOT) and ".venv" not in origin.parts:
            pytest.fail(f"Undefined template variable {variable} in {origin}")
        return ""


def _origin_of_template() -> Path | None:
    frame = inspect.currentframe()
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if frame.f_code.co_name.startswith("render") and origin is not None:
            return Path(str(origin))
        frame = frame.f_back
    return None


def pytest_configure(config: pytest.Config) -> None:
    # pytest-playwright's own fixture, not ours; the rest stays an error.
    config.addinivalue_line(
        "filterwarnings",
        r"ignore:[\s\S]*'base_url' fixture:pytest.PytestRemovedIn10Warning",
    )
    # Before the first template is loaded: engines are made once.
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")


# --- Settings that hold for every test


@pytest.fixture(scope="session", autouse=True)
def _settings_for_tests() -> Iterator[None]:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with override_settings(
        # No manifest: a test must not depend on what collectstatic left behind.
        STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": plain}},
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Tests write as much as they need; those about limits set their own.
        COMMENTARY_COMMENTS_PER_PERSON=10_000,
        COMMENTARY_EDITS_PER_PERSON=10_000,
        COMMENTARY_REFERENCES_PER_PERSON=10_000,
        COMMENTARY_OPEN_REFERENCES_PER_PERSON=10_000,
        COMMENTARY_DECISIONS_PER_PERSON=10_000,
        COMMENTARY_REPORTS_PER_PERSON=10_000,
        COMMENTARY_APPEALS_PER_PERSON=10_000,
        COMMENTARY_POSTS_PER_ADDRESS=10_000,
    ):
        yield


# --- Network: this machine only


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a UNIX socket
    host = str(address[0])
    try:
        return host in {"", "localhost"} or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    def guarded(method: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if not _is_here(address):
                self.close()
                pytest.fail(f"A test tried to reach {address}: forbidden.")
            return method(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        yield


# --- Database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Name this process's database, and copy it from one that is migrated."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(databases.own_name())
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let tests empty tables between each other; a guard's own test enables it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgtype & 32 <> 0"  # 32: on TRUNCATE
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Iterator[None]:
    """Give back, after a test that emptied the tables, what migrations put in them.

    Jobs and the cache are emptied here: their tables are not Django's.
    """
    yield
    # After the last test there is no test database any more.
    if nextitem is None or not _empties_tables(item):
        return
    blocker = item.config.stash[blocking_manager_key]
    with blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, portal_cache CASCADE")
        settle_roles()
        import_module("commentary.migrations.0004_message_templates").add(apps, None)
        import_module("commentary.migrations.0017_template_wording").forwards(
            apps, None
        )


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_transactional = marker is not None and marker.kwargs.get("transaction", False)
    fixtures = set(getattr(item, "fixturenames", ()))
    return is_transactional or bool({"transactional_db", "live_server"} & fixtures)


@pytest.fixture(scope="module")
def module_transaction(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Hold what fixtures of a module store, for all its tests; roll it back after."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def letter(module_transaction: None) -> None:
    """The letter as it is delivered, loaded once for a module."""
    load_letter()


# --- Prepared pages: the number of touches goes back with a test's transaction


@pytest.fixture(autouse=True)
def _prepare_pages_anew() -> None:
    for memory in (PAGES, KNOWN, RIGHTS, UNREAD):
        memory.clear()
    LINES.flush()  # none of one test is written in the next


# --- Browser


def _chromium() -> str | None:
    chosen = environment.text("CHROMIUM")
    for name in (chosen,) if chosen else CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    return None


def _is_browser_test(item: pytest.Item) -> bool:
    return item.path.is_relative_to(BROWSER_TESTS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last: playwright's event loop stays open, and Django refuses to work inside one.
    items.sort(key=_is_browser_test)
    if _chromium() is None and not IN_CI:
        reason = "no Chromium on this machine; install chromium or set CHROMIUM"
        for item in filter(_is_browser_test, items):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if _is_browser_test(item):
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """Take the machine's own Chromium instead of one that playwright downloads."""
    executable = _chromium()
    if executable is None:
        pytest.fail("CI is set, so a Chromium must be here: install it or set CHROMIUM")
    return {
        **browser_type_launch_args,
        "executable_path": executable,
        "args": [
            "--no-sandbox",  # root in a container has no other way
            "--disable-gpu",
            "--disable-dev-shm-usage",  # /dev/shm is small in containers
            "--disable-background-networking",
        ],
    }


# --- Language: what one test activates is not active in the next


@pytest.fixture(scope="module", autouse=True)
def _begin_in_the_default_language() -> None:
    """For what a module makes before its first test."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _speak_the_default_language() -> Iterator[None]:
    with translation.override(settings.LANGUAGE_CODE):
        yield
