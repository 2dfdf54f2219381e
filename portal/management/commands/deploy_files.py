"""`manage.py deploy_files`: systemd units, nginx configuration, backup and upgrade."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import get_random_secret_key
from django.template.loader import render_to_string

NAME: Final = "clausebook"
# How a file is called, by its template in templates/deployment/.
FILES: Final = {
    "portal@.service": "{name}@.service",
    "worker.service": "{name}-worker.service",
    "prepare.service": "{name}-prepare.service",
    "backup.service": "{name}-backup.service",
    "backup.timer": "{name}-backup.timer",
    "nginx.conf": "nginx.conf",
    "upgrade.sh": "upgrade.sh",
}
# Secrets will stand in these; one that is there is left as it is.
SECRETS: Final = ("environment", "owner", "database.sql")
PREPARATION: Final = (
    "check --deploy",
    "migrate --noinput",
    "catalogues compile",
    "collectstatic --noinput",
    "load_documents",
    "align_sentences",
    "load_instruments",
    "load_terms",
    "load_references",
)
# Neither units, nginx nor shells need to quote these.
NAMED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
PATH: Final = re.compile(r"/[A-Za-z0-9/._-]+")
HIGHEST_PORT: Final = 65535


class Command(BaseCommand):
    """Write what a host of Debian's kind needs into a folder, to be looked at and used.

    Refuses values that would need quotation marks in any of the files.
    """

    help = "Write systemd units, nginx configuration, backup and upgrade into FOLDER."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--host", required=True, help="portal.example.org")
        parser.add_argument("--name", default=NAME, help="of units and database roles")
        parser.add_argument("--user", help="who runs it; default: the name")
        parser.add_argument("--root", help="above each version; default /srv/NAME")
        parser.add_argument("--var", help="default /var/lib/NAME")
        parser.add_argument("--backups", help="default /var/backups/NAME")
        parser.add_argument("--settings-folder", help="default /etc/NAME")
        parser.add_argument("--certificate", help="default: Let's Encrypt's for HOST")
        parser.add_argument("--key", help="its private key")
        parser.add_argument("--ports", type=int, nargs="+", default=[8001, 8002])
        parser.add_argument("--https-port", type=int, default=443)
        parser.add_argument("--http-port", type=int, default=80)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        values = _read_values(options)
        try:
            self._write_all(folder, values)
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write("Read them, fill in CHANGE-ME, then: README, “Deploy”.")

    def _write_all(self, folder: Path, values: dict[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for template, pattern in FILES.items():
            self._write(folder / pattern.format(**values), template, values)
        (folder / FILES["upgrade.sh"]).chmod(0o755)
        for name in SECRETS:
            if (folder / name).exists():
                self.stdout.write(f"Left as it is: {folder / name}")
                continue
            (folder / name).touch(mode=0o600)
            self._write(folder / name, name, values)

    def _write(self, file: Path, template: str, values: dict[str, Any]) -> None:
        file.write_text(render_to_string(f"deployment/{template}", values))
        self.stdout.write(f"Written: {file}")


def _read_values(options: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in the files. Raises CommandError."""
    name = options["name"]
    certificates = f"/etc/letsencrypt/live/{options['host']}"
    usual = {
        "user": name,
        "root": f"/srv/{name}",
        "var": f"/var/lib/{name}",
        "backups": f"/var/backups/{name}",
        "settings_folder": f"/etc/{name}",
        "certificate": f"{certificates}/fullchain.pem",
        "key": f"{certificates}/privkey.pem",
    }
    options |= {each: options[each] or value for each, value in usual.items()}
    for each in ("name", "host", *usual):
        is_path = each in usual and each != "user"
        if not (PATH if is_path else NAMED).fullmatch(options[each]):
            kind = "be a path from / on, of" if is_path else "have"
            raise CommandError(
                f"--{each.replace('_', '-')} may {kind} Latin letters, figures and"
                f" {'/' if is_path else ''}._- only, not {options[each]!r}."
            )
    ports = (*options["ports"], options["https_port"], options["http_port"])
    if len(set(ports)) < len(ports) or not all(0 < p <= HIGHEST_PORT for p in ports):
        raise CommandError(f"Ports must differ and be from 1 to {HIGHEST_PORT}.")
    return {
        **options,
        "preparation": PREPARATION,
        # A dollar or an apostrophe would mean something in a file of settings.
        "health_token": token_urlsafe(32),
        "secret_key": re.sub(r"[^A-Za-z0-9]", "-", get_random_secret_key()),
    }
