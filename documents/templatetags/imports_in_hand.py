"""Template tag of the administration's first page: the imports in hand."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext

from documents.models import PendingImport
from documents.services import KEPT_IN_HAND

register = template.Library()


@register.inclusion_tag(
    "admin/documents/includes/imports_in_hand.html", takes_context=True
)
def imports_in_hand(context: RequestContext) -> dict[str, Any]:
    """List the imports that the reader may go on with; one query for editors."""
    request = cast(HttpRequest, context["request"])
    visible = PendingImport.objects.visible_to(request.user)
    return {
        "imports": visible.for_list(),
        "days": KEPT_IN_HAND.days,
        "csrf_token": context.get("csrf_token"),
    }
