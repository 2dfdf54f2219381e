"""Data export: everything stored about a person.

Each part of the portal that keeps something of a person has a few lines here and in
erasure.py. They are plain calls and no registry: who reads this sees everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry

from commentary.personal_data.data_export import (
    export_activity,
    export_contributions,
    references_of,
)
from documents.audit import corrections_by
from documents.models import Document, Edition, PendingImport, Withdrawal
from portal.people.models import User
from portal.people.roles import role_label

FORMAT = "clausebook-person/1"


def export_data(user: User) -> dict[str, Any]:
    """Return everything that is kept of a person, ready for JSON; no secrets."""
    return {
        "format": FORMAT,
        "profile": _export_profile(user),
        "addresses": [
            {"email": email, "verified": verified}
            for email, verified in EmailAddress.objects.filter(user=user).values_list(
                "email", "verified"
            )
        ],
        "second_factors": list(_export_second_factors(user)),
        "roles": [role_label(name) for name in _export_roles(user)],
        "editions": list(_export_editions(user)),
        "imports": list(_export_imports(user)),
        "metadata": list(_export_corrections(user)),
        "withdrawals": list(_export_withdrawals(user)),
        "comments": export_contributions(user),
        "references": references_of(user),
        **export_activity(user),
        "administration": list(_export_log(user)),
    }


def _export_profile(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "email": user.email,
        "display_name": user.display_name,
        "affiliation": user.affiliation,
        "language": user.language,
        "languages_read": user.languages_read,
        "timezone": user.timezone,
        "mail_frequency": user.mail_frequency,
        "mails_replies": user.mails_replies,
        "mails_mentions": user.mails_mentions,
        "watches_threads": user.watches_threads,
        "date_joined": _format_time(user.date_joined),
        "last_login": _format_time(user.last_login),
    }


def _export_second_factors(user: User) -> Iterator[dict[str, Any]]:
    for each in Authenticator.objects.filter(user=user).order_by("pk"):
        yield {
            "type": each.type,
            "created_at": _format_time(each.created_at),
            "last_used_at": _format_time(each.last_used_at),
        }


def _export_roles(user: User) -> list[str]:
    return list(user.groups.order_by("pk").values_list("name", flat=True))


def _export_editions(user: User) -> Iterator[dict[str, Any]]:
    editions = Edition.objects.with_document().order_by("document_id", "number")
    for edition in editions.filter(created_by=user) | editions.filter(
        published_by=user
    ):
        yield {
            "document": edition.document.slug,
            "edition": edition.number,
            "created": edition.created_by_id == user.pk,
            "published": edition.published_by_id == user.pk,
        }


def _export_imports(user: User) -> Iterator[dict[str, Any]]:
    for each in PendingImport.objects.for_list().filter(by=user):
        yield {
            "document": each.slug,
            "language": each.language,
            "file": each.file_name,
            "begun": _format_time(each.created_at),
            "changed": _format_time(each.changed_at),
        }


def _export_corrections(user: User) -> Iterator[dict[str, Any]]:
    slugs = dict(Document.objects.values_list("pk", "slug"))
    for document, at, reason in corrections_by(user.pk):
        yield {
            "document": slugs.get(document, ""),
            "at": _format_time(at),
            "reason": reason or "",
        }


def _export_withdrawals(user: User) -> Iterator[dict[str, Any]]:
    rows = Withdrawal.objects.with_target().order_by("pk")
    for each in rows.filter(by=user) | rows.filter(undone_by=user):
        is_undone = each.undone_by_id == user.pk
        yield {
            "document": each.document.slug,
            "edition": each.edition.number if each.edition else None,
            "kind": each.kind,
            "withdrawn_at": _format_time(each.at) if each.by_id == user.pk else None,
            "undone_at": _format_time(each.undone_at) if is_undone else None,
        }


def _export_log(user: User) -> Iterator[dict[str, Any]]:
    entries = LogEntry.objects.filter(user=user).select_related("content_type")
    for entry in entries.order_by("pk"):
        kind = entry.content_type
        yield {
            "at": _format_time(entry.action_time),
            "what": f"{kind.app_label}.{kind.model}" if kind else "",
            "which": entry.object_id,
            "change": entry.get_change_message(),
        }


def _format_time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
