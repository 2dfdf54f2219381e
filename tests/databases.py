"""Test databases: migrated once for a state of the migrations, then copied.

Building a database by migrations takes tens of seconds, copying it a fraction of one.
The template is named after a digest of everything that makes it, so it is never stale;
test processes of one checkout build it one after the other.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

MOST_RUNS_AT_ONCE = 50
PREFIX = "test_template"
# What tests store is rolled back: autovacuum, which may come at any moment, would count
# rows that it cannot see as none, and queries of many joins be planned for none.
LEAVE_ALONE = """
DO $$
DECLARE name regclass;
BEGIN
    FOR name IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', name);
    END LOOP;
END
$$
"""


@contextmanager
def own_name() -> Iterator[None]:
    """Give two test runs in one checkout two databases, and reuse the names."""
    with _first_free_slot() as held:
        slot = held.name.rpartition("-")[2]
        test = connection.settings_dict.setdefault("TEST", {})
        if slot != "0":
            test["NAME"] = f"test_{connection.settings_dict['NAME']}_{slot}"
        test["TEMPLATE"] = ensure_template()
        # A server's thread that kept its connection would keep the database, too.
        connection.settings_dict["CONN_MAX_AGE"] = 0
        yield


def _first_free_slot() -> IO[str]:
    for slot in range(MOST_RUNS_AT_ONCE):
        file = _lock_file(str(slot))
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            return file
    raise RuntimeError("Too many test runs at once in this checkout.")


def _lock_file(name: str) -> IO[str]:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    return (settings.VAR_DIR / f"tests.lock-{name}").open("w")


def ensure_template() -> str:
    """Return the name of a database that is migrated; build it when there is none."""
    name = f"{PREFIX}_{migrations_digest()}"
    with _lock_file("template") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in _templates():
            _build(name)
    return name


def migrations_digest() -> str:
    """Return a digest of the files that say what a migrated database holds.

    The models' and the roles' files are among them: permissions come from there.
    """
    digest = sha256(LEAVE_ALONE.encode())
    for config in sorted(apps.get_app_configs(), key=lambda each: each.label):
        folder = Path(config.path)
        own = folder.is_relative_to(settings.BASE_DIR)
        for file in _sources(folder, everything=own):
            digest.update(f"{config.label}/{file.relative_to(folder)}".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _sources(folder: Path, *, everything: bool) -> list[Path]:
    places = ["migrations/**/*.py", "models*", "models/**/*.py"]
    if everything:
        places += ["**/roles.py", "translation.py"]
    found = {file for place in places for file in folder.glob(place) if file.is_file()}
    return sorted(found)


def _templates() -> list[str]:
    with _maintenance_cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        )
        return [name for (name,) in cursor.fetchall()]


def _maintenance_cursor() -> Any:
    """Return a cursor in a database that is no test's."""
    return connection.creation._nodb_cursor()  # type: ignore[attr-defined]


def _build(name: str) -> None:
    """Migrate a new database; it takes its name when it is whole."""
    original = connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    given = test.get("NAME")
    test["NAME"] = unfinished = f"{PREFIX}_unfinished"
    try:
        connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False
        )
        with connection.cursor() as cursor:
            cursor.execute(LEAVE_ALONE)
    finally:
        connection.close()
        test["NAME"] = given
        connection.settings_dict["NAME"] = original
        settings.DATABASES["default"]["NAME"] = original
    with _maintenance_cursor() as cursor:
        _rename(cursor, unfinished, name)


def _rename(cursor: CursorWrapper, old: str, new: str) -> None:
    for stale in set(_templates()) - {old}:
        cursor.execute(f'DROP DATABASE IF EXISTS "{stale}"')
    cursor.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


@contextmanager
def scratch_database(name: str, template: str = "template0") -> Iterator[str]:
    """A database of this process alone, empty unless it is a copy of a template.

    Gives its name, and is dropped at the end.
    """
    own = f"{connection.settings_dict['NAME']}_{name}"
    with _maintenance_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    try:
        yield own
    finally:
        with _maintenance_cursor() as cursor:
            drop_database(cursor, own)


# Those of the server itself, such as autovacuum's, are not ours to end: DROP DATABASE
# sends them away and waits for them, where WITH (FORCE) is refused.
OWN_CONNECTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()
"""


def drop_database(cursor: CursorWrapper, name: str) -> None:
    """Drop a database that connections of ours may still be open to."""
    cursor.execute(OWN_CONNECTIONS, [name])
    cursor.execute(f'DROP DATABASE "{name}"')


@contextmanager
def application_role() -> Iterator[str]:
    """A role with what `deploy_files` grants to the application, and nothing else.

    Whoever the tests are may become it (SET ROLE), in the test database alone. Made by
    PostgreSQL's first superuser, as in `.ci/run` and in the embedded database.
    """
    database = connection.settings_dict["NAME"]
    role = f"{database}_application"
    own = connection.settings_dict["USER"]
    parameters = {**connection.get_connection_params(), "user": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as superuser:
        superuser.execute(f'CREATE ROLE "{role}"')
        superuser.execute(f'GRANT "{role}" TO "{own}"')
        try:
            for grant in _grants_of_the_deployment():
                named = grant.replace('DATABASE "{{ name }}"', f'DATABASE "{database}"')
                superuser.execute(named.replace('TO "{{ name }}"', f'TO "{role}"'))
            yield role
        finally:
            superuser.execute(f'DROP OWNED BY "{role}"')
            superuser.execute(f'DROP ROLE "{role}"')


def _grants_of_the_deployment() -> list[str]:
    """Return what the application is granted, on the tables that there are already."""
    file = settings.BASE_DIR / "templates" / "deployment" / "database.sql"
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    grants = [line for line in lines if line.startswith(("GRANT ", "REVOKE "))]
    assert len(grants) == 4
    return [
        re.sub("ON (TABLES|SEQUENCES)", r"ON ALL \1 IN SCHEMA public", each)
        for each in grants
    ]
