from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Clausebook"

    def ready(self) -> None:
        from portal.observability.context import count_queries

        count_queries()
        if settings.SENTRY_DSN:
            from portal.observability.error_reports import start_reporting

            start_reporting(settings.SENTRY_DSN)
