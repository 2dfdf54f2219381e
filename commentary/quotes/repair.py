"""Quote repair: an author's answer about a quote that an edition changed or lost.

Confirm the place that was found, choose the words again, or leave the quote on the
wording on which it was made. Later editions go on from the answer.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commentary.locks import lock_documents, lock_people
from commentary.models import QuotePlace
from commentary.quotes.anchoring.selectors import Selector
from documents.errors import Refused
from documents.models import ClauseVersion

Answer, State = QuotePlace.Answer, QuotePlace.State
ANSWER_FIELDS = ("version", "state", "start", "end", "score", "answer")


@transaction.atomic
def confirm_place(place: QuotePlace) -> QuotePlace:
    """Agree with the place that was found. Raises Refused."""
    place = _lock_place(place)
    if place.state == State.DETACHED:
        raise Refused(_("No place was found that could be confirmed."))
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
        raise Refused(_("These words are not of this edition."))
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
        raise Refused(_("Your account may not comment."))
    lock_documents([place.edition.document_id])
    later = QuotePlace.objects.filter(
        quote=place.quote_id, edition__number__gt=place.edition.number
    )
    if later.exists():
        raise Refused(_("A later edition was published meanwhile: say it of that one."))
    return QuotePlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
