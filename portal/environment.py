"""Typed readers of environment variables.

Each reader returns the default when the variable is unset or empty, and raises
ImproperlyConfigured naming the variable when its value cannot be used.
"""

from __future__ import annotations

import importlib
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return the variable unchanged."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    """Return a boolean: 1/0, true/false, yes/no, on/off."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE_WORDS | FALSE_WORDS:
        return value in TRUE_WORDS
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def integer(
    name: str, *, default: int, minimum: int = 0, maximum: int | None = None
) -> int:
    """Return an integer not below `minimum` and not above `maximum`."""
    value = text(name)
    try:
        number = int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be a whole number, not {value!r}."
        ) from None
    if number < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {number}.")
    if maximum is not None and number > maximum:
        raise ImproperlyConfigured(f"{name} must be at most {maximum}, not {number}.")
    return number


LONGEST_TERM: Final = 36_500  # days: a century, and no date before the first


def days(name: str, *, default: int) -> int:
    """Return a term in days, of which at least one."""
    return integer(name, default=default, minimum=1, maximum=LONGEST_TERM)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list, stripped of blanks."""
    value = text(name)
    if not value:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


POSTGRES: Final = {"postgres", "postgresql", "pgsql"}


def database(name: str) -> str:
    """Return the address of a PostgreSQL database; "" when unset."""
    value = text(name)
    if value and not _is_database(value):
        # The value is not in the message: it has a password.
        raise ImproperlyConfigured(
            f"{name} must be a postgresql:// address, such as postgresql://user:password"
            "@host/name, with special characters of the password as %40 and the like."
        )
    return value


def databases(name: str, given: str) -> list[str]:
    """Return a comma-separated list of PostgreSQL addresses; `given` must be set."""
    values = words(name)
    if not all(_is_database(address) for address in values):
        raise ImproperlyConfigured(
            f"{name} must list postgresql:// addresses, each such as"
            " postgresql://user:password@host/name."
        )
    if values and not text(given):
        raise ImproperlyConfigured(f"{name} needs {given}, the primary's address.")
    return values


def _is_database(address: str) -> bool:
    parts = _split(address)
    return parts is not None and parts.scheme in POSTGRES and len(parts.path) > 1


def _split(address: str) -> SplitResult | None:
    """Return the parts of an address; None when it has no sense."""
    try:
        parts = urlsplit(address)
        _number = parts.port  # read, and refused, when it is asked for
    except ValueError:
        return None
    return parts


def cache_server(name: str) -> str:
    """Return the address of a Valkey or Redis, for which its client must be here."""
    value = text(name)
    if not value:
        return value
    parts = _split(value)
    number = parts.path.strip("/") if parts is not None else ""
    if (
        parts is None
        or parts.scheme not in {"redis", "rediss", "unix"}
        or (parts.scheme != "unix" and number and not number.isdecimal())
    ):
        raise ImproperlyConfigured(
            f"{name} must be redis://, rediss:// or unix://, such as redis://host:6379/0."
        )
    try:
        importlib.import_module("redis")
    except ImportError:
        raise ImproperlyConfigured(
            f"{name} needs the package redis, pinned in pyproject.toml (cache)."
        ) from None
    return value


def hosts(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list of host names, without scheme or port."""
    for host in (values := words(name, default)):
        if "/" in host or (":" in host and not host.startswith("[")):
            raise ImproperlyConfigured(
                f"{name} must list host names such as portal.example.org, without"
                f" https:// and port, not {host!r}."
            )
    return values


def origins(name: str) -> list[str]:
    """Return a comma-separated list of origins such as https://example.org."""
    for value in (values := words(name)):
        _refuse_no_origin(name, "list origins", value)
    return values


def origin(name: str, default: str) -> str:
    """Return one origin, without a slash at its end."""
    value = text(name).rstrip("/")
    if value:
        _refuse_no_origin(name, "be an origin", value)
    return value or default


def _refuse_no_origin(name: str, what: str, value: str) -> None:
    parts = _split(value)
    is_origin = parts is not None and parts.scheme in {"http", "https"}
    if parts is None or not is_origin or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"{name} must {what} such as https://example.org, not {value!r}."
        )


def contact(name: str) -> str:
    """Return an address to write to: mailto: or https://; "" when unset."""
    value = text(name)
    if value and not re.match(r"mailto:[^@]+@[^@]+$|https://.", value):
        raise ImproperlyConfigured(
            f"{name} must be mailto:somebody@example.org or https://…, not {value!r}."
        )
    return value


def sender(name: str, default: str) -> str:
    """Return whom e-mails are from: a name and an address, or an address alone."""
    value = text(name, default)
    if value and "@" not in parseaddr(value)[1].strip("@"):
        raise ImproperlyConfigured(
            f"{name} must have an address, such as Clausebook <portal@example.org>,"
            f" not {value!r}."
        )
    return value


def sentry(name: str) -> str:
    """Return where errors are reported, https://key@host/project; "" when unset."""
    value = text(name)
    parts = _split(value)
    if value and not (
        parts is not None
        and parts.scheme in {"http", "https"}
        and parts.username
        and parts.hostname
        and parts.path.rpartition("/")[2].isdecimal()
    ):
        raise ImproperlyConfigured(f"{name} must be https://key@host/project-number.")
    return value


@dataclass(frozen=True, slots=True)
class MailServer:
    """The SMTP server that takes outgoing mail, and how to connect."""

    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool


# Scheme: default port, whether STARTTLS is used, whether TLS is implicit.
MAIL_SCHEMES = {
    "smtp": (25, False, False),
    "smtp+tls": (587, True, False),
    "smtps": (465, False, True),
}


def mail_server(name: str) -> MailServer | None:
    """Return a server given as smtp+tls://user:password@host:587; None when unset."""
    value = text(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        usual_port, starts_tls, is_tls = MAIL_SCHEMES[parts.scheme]
        port = parts.port or usual_port
        host = parts.hostname or ""
    except (KeyError, ValueError):
        host = ""
    if not host or parts.path.strip("/") or parts.query:
        # The value is not in the message: it has a password.
        raise ImproperlyConfigured(
            f"{name} must be smtp://, smtp+tls:// or smtps:// and then"
            " user:password@host:port."
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host, port, user, password, starts_tls, is_tls)


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """Return one of `choices`."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(
            f"{name} must be one of {', '.join(choices)}, not {value!r}."
        )
    return value


def secret(name: str, *, kept_in: Path | None) -> str:
    """Return a secret from the variable, else from a file generated on first use.

    With `kept_in` None, as in production, an unset variable is refused, so that no
    deployment runs on a generated secret.
    """
    value = text(name)
    if value:
        return value
    if kept_in is None:
        raise ImproperlyConfigured(
            f"{name} must be set in production: a long random string, kept secret."
        )
    return _secret_from_file(kept_in)


def _secret_from_file(path: Path) -> str:
    try:
        _keep_secret(path)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path.parent} cannot be used: {error.strerror}. Set PORTAL_VAR_DIR to a"
            " folder that can be written to."
        ) from error


def _keep_secret(path: Path) -> None:
    """Write a new secret unless there is one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        # A hard link is atomic: of two processes on a cold start
        # one writes its secret and both read it.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
