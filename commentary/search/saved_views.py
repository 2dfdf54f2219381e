"""Views of saved searches, and of the feed that any search has."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commentary.feeds import MOST_ENTRIES, Entries, answer_feed
from commentary.models import Comment, SavedSearch
from commentary.models.saved_searches import NARROWING
from commentary.notices.searches import remove_search, save_search
from commentary.permissions import get_remover_or_404
from commentary.responses import HtmxRequest, sign_in_first
from commentary.search.asking import read_words
from commentary.search.find import list_comments
from commentary.search.forms import LISTS, Kind, PageForm
from documents.errors import Refused
from documents.models import Document, Edition
from documents.presenters.localized import LocalizedText, short_title
from documents.search.vector import in_language, matches


@never_cache
@require_safe
def saved_searches(request: HtmxRequest) -> HttpResponse:
    """List the searches that a person saved."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    rows = SavedSearch.objects.by(request.user).select_related("document")
    context = {"here": "searches", "lines": [_describe(search) for search in rows]}
    return render(request, "commentary/search/saved.html", context)


def _describe(search: SavedSearch) -> tuple[SavedSearch, LocalizedText, list[str]]:
    """Return a search with the title of its document and its narrowing in words."""
    document = search.document
    title = short_title(document) if document else LocalizedText("", None)
    return search, title, PageForm(search.parameters).kept_in_words


@require_POST
def search_save(request: HtmxRequest) -> HttpResponse:
    """Save a search with its narrowing, so that the person is told of what is new."""
    form = PageForm(request.POST)
    page = f"{reverse('commentary:search')}?{urlencode(form.kept)}"
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    try:
        save_search(request.user, _read_search(request, form))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(page)
    messages.success(
        request, gettext("The search is saved: you will be notified of what is new.")
    )
    return redirect("commentary:saved-searches")


def _read_search(request: HtmxRequest, form: PageForm) -> SavedSearch:
    """Return the search that a form asks for. Raises Refused for one of nothing."""
    shown = form.list_shown
    query, asked = read_words(request.user, form)
    if not asked or shown not in LISTS:
        raise Refused(gettext("There is nothing to look for in this search."))
    kept = {name: form.kept.get(name, "") for name in NARROWING}
    if shown == Kind.TEXT and kept["language"]:
        asked = in_language(asked, kept["language"])
    slug = form.kept.get("document")
    documents = Document.objects.visible_to(request.user)
    return SavedSearch(
        shown=shown,
        query=query.text,
        asked=asked,
        document=get_object_or_404(documents, slug=slug) if slug else None,
        **kept,
    )


@require_POST
def search_remove(request: HtmxRequest, pk: int) -> HttpResponse:
    """Remove a search from those that a person saved; once more changes nothing."""
    remove_search(get_remover_or_404(SavedSearch.objects.all(), request.user, pk), pk)
    messages.success(request, gettext("The search is removed."))
    return redirect("commentary:saved-searches")


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """Return what a search finds of what everybody may see, as a feed, latest first.

    Comments, or the current editions whose text has the words.
    """
    form = PageForm(request.GET)
    _query, asked = read_words(AnonymousUser(), form)
    title = gettext("Search: %(asked)s") % {"asked": form.asked("q")}
    query = urlencode(form.kept)
    page = f"{reverse('commentary:search')}?{query}"
    name = f"search?{query}"
    entries = _find_entries(form, asked)
    return answer_feed(request, entries, title=title, page=page, name=name, query=query)


def _find_entries(form: PageForm, asked: str) -> Entries:
    if not asked:
        return Entries(())
    anybody = AnonymousUser()
    if form.list_shown == Kind.COMMENTARY:
        pks = list_comments(anybody, asked, form.comments())[:MOST_ENTRIES]
        return Entries(list(Comment.objects.filter(pk__in=pks).for_list()))
    wanted = form.clauses
    rows = wanted.rows_for(anybody).filter(matches(wanted.asked_of(asked)))
    editions = Edition.objects.filter(pk__in=rows.values("edition")).with_document()
    found = editions.order_by("-published_at", "-pk")[:MOST_ENTRIES]
    return Entries((), list(found))
