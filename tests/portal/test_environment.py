"""Readers of environment variables, and what the settings refuse."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal import environment

ROOT = Path(__file__).resolve().parents[2]
NAME = "PORTAL_TEST_VARIABLE"
PRODUCTION = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgresql://someone@db.example.org/portal",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org",
    "DEFAULT_FROM_EMAIL": "Clausebook <portal@example.org>",
}
NEEDED = [name for name in PRODUCTION if name != "PORTAL_ENV"]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setenv(NAME, request.param)


def with_value(*values: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("given", values, indirect=True)


@pytest.mark.usefixtures("given")
class TestReaders:
    @with_value("1", "true", "Yes", " ON ")
    def test_true(self) -> None:
        assert environment.boolean(NAME, default=False) is True

    @with_value("0", "False", "no", "off")
    def test_false(self) -> None:
        assert environment.boolean(NAME, default=True) is False

    @with_value("", "  ")
    def test_empty_means_the_default(self) -> None:
        assert environment.text(NAME, "default") == "default"
        assert environment.boolean(NAME, default=True) is True
        assert environment.integer(NAME, default=7) == 7
        assert environment.words(NAME, ("a",)) == ["a"]
        assert environment.choice(NAME, ("a", "b"), "b") == "b"
        assert environment.origins(NAME) == []

    @with_value("maybe", "2", "tru")
    def test_not_a_switch(self) -> None:
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be true or false"):
            environment.boolean(NAME, default=True)

    @with_value("80")
    def test_whole_number(self) -> None:
        assert environment.integer(NAME, default=1) == 80

    @with_value("8o", "1.5", "-1", "0x10")
    def test_not_a_whole_number(self) -> None:
        with pytest.raises(ImproperlyConfigured, match=NAME):
            environment.integer(NAME, default=1)

    @with_value(" a, b ,,c ")
    def test_words(self) -> None:
        assert environment.words(NAME) == ["a", "b", "c"]

    @with_value("https://example.org,http://localhost:8000")
    def test_origins(self) -> None:
        expected = ["https://example.org", "http://localhost:8000"]
        assert environment.origins(NAME) == expected

    @with_value("example.org", "https://example.org/path", "ftp://example.org")
    def test_not_an_origin(self) -> None:
        with pytest.raises(ImproperlyConfigured, match=NAME):
            environment.origins(NAME)

    @with_value("smtps://a%40b.org:p%2Fw@mail.example.org")
    def test_mail_server(self) -> None:
        assert environment.mail_server(NAME) == environment.MailServer(
            "mail.example.org", 465, "a@b.org", "p/w", starts_tls=False, is_tls=True
        )

    @with_value("smtp+tls://[::1]:2525")
    def test_mail_server_with_a_port(self) -> None:
        assert environment.mail_server(NAME) == environment.MailServer(
            "::1", 2525, "", "", starts_tls=True, is_tls=False
        )

    @with_value("mail.example.org", "smtp://", "http://a", "smtp://a:b:c", "smtp://a/b")
    def test_not_a_mail_server(self) -> None:
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be smtp://"):
            environment.mail_server(NAME)

    @with_value("smtps://a:hush@b:port")
    def test_a_password_is_not_repeated(self) -> None:
        with pytest.raises(ImproperlyConfigured) as raised:
            environment.mail_server(NAME)
        assert "hush" not in str(raised.value)

    @with_value("c")
    def test_not_one_of_the_words(self) -> None:
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be one of a, b"):
            environment.choice(NAME, ("a", "b"), "b")


class TestSecret:
    def test_the_variable_wins(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(NAME, "chosen")

        assert environment.secret(NAME, kept_in=tmp_path / "secret") == "chosen"
        assert not (tmp_path / "secret").exists()

    def test_made_once_and_for_the_owner_only(self, tmp_path: Path) -> None:
        file = tmp_path / "var" / "secret"

        first = environment.secret(NAME, kept_in=file)

        assert len(first) > 50
        assert environment.secret(NAME, kept_in=file) == first
        assert file.stat().st_mode & 0o077 == 0
        assert list(file.parent.iterdir()) == [file]

    def test_refused_in_production(self) -> None:
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be set"):
            environment.secret(NAME, kept_in=None)


def load_settings(tmp_path: Path, **variables: str) -> str:
    """Return what loading the settings says on standard error."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings"],
        cwd=ROOT,
        env={**kept, "PORTAL_VAR_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    ).stderr


class TestSettings:
    def test_no_environment_is_needed_locally(self, tmp_path: Path) -> None:
        assert load_settings(tmp_path) == ""

    def test_production_with_everything_given(self, tmp_path: Path) -> None:
        assert load_settings(tmp_path, **PRODUCTION) == ""
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", NEEDED)
    def test_production_refuses_to_start_without(
        self, tmp_path: Path, name: str
    ) -> None:
        said = load_settings(tmp_path, **{**PRODUCTION, name: ""})

        assert f"ImproperlyConfigured: {name} must" in said

    def test_production_refuses_debug(self, tmp_path: Path) -> None:
        said = load_settings(tmp_path, **PRODUCTION, DEBUG="true")

        assert "DEBUG must be off in production" in said

    @pytest.mark.parametrize("address", ["mysql://db/portal", "sqlite:///file"])
    def test_only_postgresql(self, tmp_path: Path, address: str) -> None:
        said = load_settings(tmp_path, DATABASE_URL=address)

        assert "DATABASE_URL must be a postgresql:// address" in said

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"REPLICA_URL": "mysql://a/b"}, "REPLICA_URL must list postgresql://"),
            ({"REPLICA_URL": "postgresql://a/b"}, "REPLICA_URL needs DATABASE_URL"),
            ({"CACHE_URL": "memcached://a"}, "CACHE_URL must be redis://"),
        ],
    )
    def test_servers_of_several_hosts(
        self, tmp_path: Path, given: dict[str, str], said: str
    ) -> None:
        assert said in load_settings(tmp_path, **given)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SENTRY_DSN", "nonsense"),
            ("SENTRY_DSN", "https://key@/1"),
            ("SENTRY_DSN", "https://key@sentry.example.org/"),
            ("PORTAL_ORIGIN", "portal.example.org"),
            ("PORTAL_ORIGIN", "https://portal.example.org:port"),
            ("PORTAL_ORIGIN", "https://*"),
            ("SECURITY_CONTACT", "security@example.org"),
            ("ALLOWED_HOSTS", "https://portal.example.org"),
            ("ALLOWED_HOSTS", "portal.example.org:443"),
            ("DEFAULT_FROM_EMAIL", "Clausebook"),
            ("DATABASE_URL", "nonsense"),
            ("DATABASE_URL", "postgresql://"),
            ("DATABASE_URL", "postgresql://a:hu/sh@b/c"),
            ("DATABASE_URL", "postgresql://a:hush@b:port/c"),
            ("REPLICA_URL", "postgresql://a:hush@b:port/c"),
            ("CACHE_URL", "redis://a:hush@b:port/0"),
            ("CACHE_URL", "redis://b:6379/first"),
            ("PORTAL_KEEP_VISITS_DAYS", "40000"),
            ("PORTAL_KEEP_FAILED_DAYS", "99999999999"),
        ],
    )
    def test_what_has_no_sense_is_refused_by_name(
        self, tmp_path: Path, name: str, value: str
    ) -> None:
        said = load_settings(tmp_path, **{**PRODUCTION, name: value})
        assert f"ImproperlyConfigured: {name} must " in said
        assert "hush" not in said

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SENTRY_DSN", "https://key@o1.ingest.example.org/42"),
            ("PORTAL_ORIGIN", "https://portal.example.org:8443/"),
            ("SECURITY_CONTACT", "mailto:security@example.org"),
            ("SECURITY_CONTACT", "https://example.org/security"),
            ("ALLOWED_HOSTS", ".example.org,[::1]"),
            ("DEFAULT_FROM_EMAIL", "portal@example.org"),
            (
                "DATABASE_URL",
                "postgresql://u:p%40@/n?host=a,b&port=1,2&target_session_attrs=read-write",
            ),
            ("DATABASE_URL", "postgresql://u@%2Frun%2Fpostgresql/n"),
            ("CACHE_URL", "unix:///run/valkey.sock?db=1"),
        ],
    )
    def test_what_has_sense_is_taken(
        self, tmp_path: Path, name: str, value: str
    ) -> None:
        assert load_settings(tmp_path, **{**PRODUCTION, name: value}) == ""

    def test_a_cache_server_needs_its_client(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(NAME, "redis://cache.example.org/0")
        monkeypatch.setitem(sys.modules, "redis", None)
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} needs the package"):
            environment.cache_server(NAME)

    def test_replicas_are_routed_to_only_where_they_are_given(
        self, tmp_path: Path
    ) -> None:
        replicas = "postgresql://a/portal,postgresql://b/portal"
        assert load_settings(tmp_path, **PRODUCTION, REPLICA_URL=replicas) == ""
        assert not settings.REPLICAS
        assert not settings.DATABASE_ROUTERS
        assert not any("replicas" in name for name in settings.MIDDLEWARE)

    def test_an_unknown_environment(self, tmp_path: Path) -> None:
        said = load_settings(tmp_path, PORTAL_ENV="staging")

        assert "PORTAL_ENV must be one of local, production" in said

    def test_a_host_that_is_gone_is_not_waited_for(self) -> None:
        for database in settings.DATABASES.values():
            assert database["OPTIONS"]["connect_timeout"] == 3
            assert database["OPTIONS"]["tcp_user_timeout"] == 20_000
            assert database["OPTIONS"]["keepalives_idle"] == 5
