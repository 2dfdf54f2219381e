"""Unsubscribe view: stops mail in one click, without session or password."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commentary.notices import choices
from commentary.notices.unsubscribe import NoWish, Wish, read_token, unsubscribe

PAGE = "commentary/notices/unsubscribe.html"


# Mail programs post here by themselves (RFC 8058): they have no cookie and no token of
# ours. The address itself is the proof, and does nothing but this.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop, and stop on POST; in the language of whom it concerns."""
    try:
        wish = read_token(token)
    except NoWish:
        raise Http404 from None
    if request.method == "POST":
        unsubscribe(wish)
    with translation.override(_choose_language(wish)):
        context = {"scope": wish.scope.value, "is_done": request.method == "POST"}
        response = render(request, PAGE, context)
        response["Content-Language"] = translation.get_language() or ""
    add_never_cache_headers(response)
    return response


def _choose_language(wish: Wish) -> str | None:
    person = get_user_model().objects.filter(pk=wish.person).first()
    return choices.language_of(person) if person else translation.get_language()
