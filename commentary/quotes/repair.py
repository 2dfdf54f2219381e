"""Quote repair: an author's answer about a quote that an edition changed or lost.

Confirm the place that was found, choose the words again, or leave the quote on the
wording on which it was made. Later editions go on from the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commentary.lineage import origins_by_clause
from commentary.locks import lock_documents, lock_people
from commentary.models import QuotePlace
from commentary.quotes.anchoring.selectors import Selector
from documents.errors import Refused
from documents.languages import BY_CODE, Language
from documents.models import ClauseVersion
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, short_title
from documents.text.marks import Mark, Piece, pieces
from portal.people.models import Visitor

Answer, State = QuotePlace.Answer, QuotePlace.State
ANSWER_FIELDS = ("version", "state", "start", "end", "score", "answer")


@transaction.atomic
def confirm_place(place: QuotePlace) -> QuotePlace:
    """Agree with the place that was found. Raises Refused."""
    place = _lock_place(place)
    if place.state == State.DETACHED:
        raise Refused(_("There is no place to confirm."))
    place.answer = Answer.CONFIRMED
    place.save(update_fields=["answer"])
    return place


@transaction.atomic
def leave_place(place: QuotePlace) -> QuotePlace:
    """Leave a quote on its old wording. Raises Refused.

    In editions to come as well, until one has its words again.
    """
    place = _lock_place(place)
    place.state, place.start, place.end, place.score = State.DETACHED, None, None, 0.0
    place.answer = Answer.LEFT
    place.save(update_fields=ANSWER_FIELDS)
    return place


@transaction.atomic
def choose_place_again(
    place: QuotePlace, *, version: ClauseVersion, selector: Selector
) -> QuotePlace:
    """Put a quote on other words of the new edition, in its own language.

    Raises Refused, also when the words are of another edition.
    """
    place = _lock_place(place)
    if version.edition_id != place.edition_id:
        raise Refused(_("These words are not from this edition."))
    place.version, place.state, place.score = version, State.CHOSEN, 1.0
    place.start, place.end = selector.start, selector.end
    place.answer = Answer.CONFIRMED
    place.save(update_fields=ANSWER_FIELDS)
    return place


def _lock_place(place: QuotePlace) -> QuotePlace:
    """Hold a place so that no edition is published meanwhile that goes on from it.

    Raises Refused when that happened, or the author of the quote has left.
    """
    author = place.quote.comment.author_id
    held = lock_people([author]).get(author or 0)
    if held is None or not held.is_active:
        raise Refused(_("You may not comment with this account."))
    lock_documents([place.edition.document_id])
    later = QuotePlace.objects.filter(
        quote=place.quote_id, edition__number__gt=place.edition.number
    )
    if later.exists():
        raise Refused(
            _(
                "A later edition has since been published: please answer with regard to"
                " that edition."
            )
        )
    return QuotePlace.objects.select_for_update(of=("self",)).get(pk=place.pk)


MARK = "quoted"


@dataclass(frozen=True, slots=True)
class QuoteRepair:
    """Old words in the old wording, and the place that was found in the new one."""

    place: QuotePlace
    title: LocalizedText
    label: str
    language: Language
    before: list[Piece]
    after: list[Piece]

    @property
    def is_found(self) -> bool:
        return self.place.start is not None


def get_own_place_or_404(user: Visitor, pk: int) -> QuotePlace:
    """Return a place of a quote of one's own; one query."""
    if not user.is_authenticated:
        raise Http404
    rows = QuotePlace.objects.of_author(user).for_answering()
    return get_object_or_404(rows, pk=pk)


def repair_of(place: QuotePlace) -> QuoteRepair:
    """Return what is asked of a place, read with `for_answering`; no query."""
    quote = place.quote
    old = quote.version.in_language("text", quote.language)
    new = place.version.in_language("text", quote.language) if place.version else ""
    found = []
    if place.start is not None and place.end is not None:
        label = gettext("found in the new wording")
        found = [Mark(place.start, place.end, MARK, label)]
    return QuoteRepair(
        place=place,
        title=short_title(place.edition.document),
        label=full_label(quote.version.locator),
        language=BY_CODE[quote.language],
        before=pieces(old, [Mark(quote.start, quote.end, MARK, gettext("quoted"))]),
        after=pieces(new, found),
    )


def wordings_for(place: QuotePlace) -> list[ClauseVersion]:
    """Return the texts from which the words may be chosen again; two queries.

    The clause as the edition has it, and those that took over its words.
    """
    quoted = place.quote.version
    heirs = [
        clause
        for clause, origins in origins_by_clause(place.edition).items()
        if any(
            origin.clause == quoted.clause_id and quoted.edition.number < origin.until
            for origin in origins
        )
    ]
    rows = ClauseVersion.objects.filter(edition=place.edition)
    inside = rows.filter(Q(clause=quoted.clause_id) | Q(clause__in=heirs))
    return list(inside.select_related("clause").order_by("position"))
