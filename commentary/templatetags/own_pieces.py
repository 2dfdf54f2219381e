"""Template tags of what differs in a discussion from person to person.

What is one's own comment, what is new since one's last visit, and whose form it is.
"""

from __future__ import annotations

from typing import cast

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from commentary.comments.forms import FilterForm, WordsForm
from commentary.comments.last_visit import since_in
from commentary.comments.thread import ThreadNode
from commentary.models import Comment
from documents.models import Edition
from documents.presenters.personal import (
    SUBMISSION,
    Own,
    Slot,
    Values,
    find_slots,
    render_personal,
)
from portal.people.models import User

register = template.Library()
INCLUDES = "commentary/comments/includes/"
SENDER = ("submission", "person")


# --- A comment


@register.simple_tag(takes_context=True)
def new_class(context: Context, node: ThreadNode) -> SafeString:
    """Render the class of a comment that is new to who asks."""
    return _render_new(context, node, "new_class.html")


@register.simple_tag(takes_context=True)
def new_badge(context: Context, node: ThreadNode) -> SafeString:
    """Render the badge of a comment that is new to who asks."""
    return _render_new(context, node, "new_badge.html")


def _render_new(context: Context, node: ThreadNode, name: str) -> SafeString:
    comment = node.comment
    values = {
        "author": comment.author_id,
        "at": comment.created_at,
        "document": comment.version.edition.document_id,
    }
    slot = Slot(f"{INCLUDES}{name}", values, _read_new, is_common=True)
    return render_personal(context, slot)


def _read_new(request: HttpRequest, values: Values) -> Own:
    since = since_in(request, values["document"])
    is_new = since is not None and values["at"] > since
    return {"is_new": is_new and values["author"] != request.user.pk}


@register.simple_tag(takes_context=True)
def own_tools(context: Context, comment: Comment) -> SafeString:
    """Render the links for its author, or for everybody else."""
    values = {
        "pk": comment.pk,
        "author": comment.author_id,
        "state": comment.state,
        "on": context["clause"].key,
    }
    return render_personal(
        context, Slot(f"{INCLUDES}own_tools.html", values, _read_own, is_common=True)
    )


def _read_own(request: HttpRequest, values: Values) -> Own:
    pk = request.user.pk
    return {"is_own": pk is not None and pk == values["author"]}


# --- Narrowing to what is new


@register.simple_tag(takes_context=True)
def new_field(context: Context, form: FilterForm) -> SafeString:
    """Render the field that asks for what is new; none on a first visit."""
    values = {"document": form.document, "is_checked": form.asks_for_new}
    return render_personal(
        context, Slot(f"{INCLUDES}new_field.html", values, _read_visit)
    )


@register.simple_tag(takes_context=True)
def new_choice(context: Context, edition: Edition, asked: str) -> SafeString:
    """Render the link to what is new in a document; none on a first visit."""
    values = {"document": edition.document_id, "is_current": asked == "new"}
    return render_personal(
        context, Slot(f"{INCLUDES}new_choice.html", values, _read_visit)
    )


def _read_visit(request: HttpRequest, values: Values) -> Own:
    return {"is_back": since_in(request, values["document"]) is not None}


# --- The form


@register.simple_tag(takes_context=True)
def form_sender(context: Context, form: WordsForm) -> SafeString:
    """Render the hidden fields that tell one sending of a form from every other.

    On a page that is prepared they are those of a new form.
    """
    ids = {f"{name}_id": form[name].auto_id for name in SENDER if name in form.fields}
    if find_slots(context["request"]) is not None:
        slot = Slot(f"{INCLUDES}sender.html", ids, _read_form)
        return render_personal(context, slot)
    token = context["csrf_token"] if context["user"].is_authenticated else ""
    own = {name: form[name].value() or "" for name in SENDER if name in form.fields}
    return Slot(f"{INCLUDES}sender.html", ids).render(own, token)


def _read_form(request: HttpRequest, _values: Values) -> Own:
    return {"submission": SUBMISSION, "person": request.user.pk}


@register.simple_tag(takes_context=True)
def writer(context: Context) -> SafeString:
    """Render the number of who writes; "visitor" for visitors."""
    if not context["user"].is_authenticated:
        return mark_safe("visitor")
    return render_personal(context, Slot(f"{INCLUDES}writer.html", {}, _read_writer))


@register.simple_tag(takes_context=True)
def sent_as(context: Context) -> SafeString:
    """Render the name under which a comment is sent; nothing while there is none."""
    if not context["user"].is_authenticated:
        return mark_safe("")
    return render_personal(context, Slot(f"{INCLUDES}sent_as.html", {}, _read_writer))


def _read_writer(request: HttpRequest, _values: Values) -> Own:
    user = cast(User, request.user)
    return {"pk": user.pk, "name": user.public_name}
