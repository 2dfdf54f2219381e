"""`manage.py catalogues update|compile|check`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import catalogue_checks, catalogues


class Command(BaseCommand):
    help = "Update, compile or check the catalogues of the interface."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("update", "compile", "check"))

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        actions = {
            "update": self.update,
            "compile": self.compile,
            "check": self.report_problems,
        }
        try:
            actions[action]()
        except catalogues.CatalogueError as error:
            raise CommandError(error) from error

    def update(self) -> None:
        for path in catalogues.update():
            self.stdout.write(f"Updated {path}")

    def compile(self) -> None:
        for path in catalogues.compile_all():
            self.stdout.write(f"Compiled {path}")

    def report_problems(self) -> None:
        found = list(catalogue_checks.problems())
        for problem in found:
            self.stdout.write(problem)
        if found:
            raise CommandError(f"{len(found)} problems in the catalogues.")
