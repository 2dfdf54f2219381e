"""Views of quote repair: authors answer about quotes that an edition changed."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commentary.models import QuotePlace
from commentary.quotes.forms import ChooseForm
from commentary.quotes.repair import (
    choose_place_again,
    confirm_place,
    get_own_place_or_404,
    leave_place,
    repair_of,
    wordings_for,
)
from commentary.responses import HtmxRequest, sign_in_first
from documents.errors import Refused

PER_PAGE = 20


@never_cache
@require_safe
def quote_list(request: HtmxRequest) -> HttpResponse:
    """List a person's quotes that wait for an answer."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    rows = QuotePlace.objects.of_author(request.user).to_answer().for_answering()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    questions = [repair_of(place) for place in page.object_list]
    context = {"here": "quotes", "page": page, "questions": questions}
    return render(request, "commentary/quotes/quotes.html", context)


@never_cache
@require_safe
def quote_place(request: HtmxRequest, pk: int) -> HttpResponse:
    """Ask what becomes of one quote."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    place = get_own_place_or_404(request.user, pk)
    return _render_page(request, place, _build_form(request, place))


@require_POST
def quote_confirm(request: HtmxRequest, pk: int) -> HttpResponse:
    """Agree with the place that was found."""
    place = get_own_place_or_404(request.user, pk)
    told = gettext("Your quote remains at the place that was found.")
    return _do(request, lambda: confirm_place(place), told)


@require_POST
def quote_leave(request: HtmxRequest, pk: int) -> HttpResponse:
    """Leave a quote on the wording on which it was made."""
    place = get_own_place_or_404(request.user, pk)
    told = gettext("Your quote remains on the old wording.")
    return _do(request, lambda: leave_place(place), told)


@never_cache
@require_POST
def quote_choose(request: HtmxRequest, pk: int) -> HttpResponse:
    """Put a quote on other words of the new wording."""
    place = get_own_place_or_404(request.user, pk)
    form = _build_form(request, place)
    if not form.is_valid():
        return _render_page(
            request, place, form, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    chosen = form.cleaned_data
    return _do(
        request,
        lambda: choose_place_again(
            place, version=chosen["version"], selector=chosen["selector"]
        ),
        gettext("Your quote now points to the words that you chose."),
    )


def _build_form(request: HtmxRequest, place: QuotePlace) -> ChooseForm:
    return ChooseForm(
        request.POST if request.method == "POST" else None,
        wordings=wordings_for(place),
        language=place.quote.language,
    )


def _do(
    request: HtmxRequest, action: Callable[[], QuotePlace], told: str
) -> HttpResponse:
    """Do it, and go on with the next quote that waits for an answer."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("commentary:quotes")
    messages.success(request, told)
    waiting = QuotePlace.objects.of_author(request.user).to_answer()
    back = "commentary:quotes" if waiting.exists() else "commentary:notices"
    return HttpResponseRedirect(reverse(back))


def _render_page(
    request: HtmxRequest,
    place: QuotePlace,
    form: ChooseForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"here": "quotes", "question": repair_of(place), "form": form}
    return render(request, "commentary/quotes/quote.html", context, status=status)
