from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentaryConfig(AppConfig):
    name = "commentary"
    verbose_name = _("Commentary")

    def ready(self) -> None:
        from commentary import receivers  # when all models are loaded

        receivers.connect()
