"""What somebody typed whose session had ended: kept until they are signed in again."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "commentary.draft_form_storage"
# What people type, and what tells where it belongs; nobody can send us more to keep.
KEPT = {
    "display_name",
    "edition",
    "kind",
    "language",
    "note",
    "quote_end",
    "quote_exact",
    "quote_language",
    "quote_start",
    "reason",
    "revision",
    "source",
    "submission",
    "words",
}
MOST_KEPT = 12_000  # characters of one field


def store_draft_form(request: HttpRequest) -> None:
    """Keep a form in the visitor's session."""
    fields = {
        name: value[:MOST_KEPT]
        for name, value in request.POST.items()
        if name in KEPT and isinstance(value, str)
    }
    request.session[KEY] = {"path": request.path, "fields": fields}


def take_draft_form(request: HttpRequest, path: str) -> dict[str, str]:
    """Return what was typed for this address before signing in, once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path:
        return {}
    del request.session[KEY]
    return dict(kept["fields"])
