"""Notice kinds: the table from which everything that depends on the kind is built.

Built from it: the constraints of the notices table, the sentence, the mail and its
subject, the scope of the mail's unsubscribe address, and the link. A new kind is an
entry here, a migration (`makemigrations`) and its strings in the catalogues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commentary.models.references import CrossReference

State = CrossReference.State
COLUMNS: Final = ("comment", "edition", "reference", "withdrawal")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a kind is about: the columns that are set, those that make it unique."""

    name: str
    columns: tuple[str, ...]
    # One notice for each event and person, whatever the reasons.
    once: tuple[str, ...]


ABOUT_COMMENT: Final = Subject("comment", ("comment",), ("person", "comment"))
ABOUT_EDITION: Final = Subject("edition", ("edition",), ("person", "edition"))
# Only the latest decision has a notice: it has the reference's present state.
ABOUT_REFERENCE: Final = Subject(
    "reference", ("reference",), ("person", "reference", "kind")
)
ABOUT_REFERENCE_IN_EDITION: Final = Subject(
    "look", ("reference", "edition"), ("person", "reference", "edition")
)
ABOUT_WITHDRAWAL: Final = Subject(
    "withdrawal", ("withdrawal",), ("person", "withdrawal", "kind")
)
SUBJECTS: Final = (
    ABOUT_COMMENT,
    ABOUT_EDITION,
    ABOUT_REFERENCE,
    ABOUT_REFERENCE_IN_EDITION,
    ABOUT_WITHDRAWAL,
)


class Delivery(Enum):
    """When a notice is mailed, and by which preference."""

    PERSONAL = auto()  # at once or never, by the preferences for replies and mentions
    NEWS_OF_ONES_OWN = auto()  # at once, unless the mail frequency is "never"
    BY_FREQUENCY = auto()  # at once, in a digest, or never, by the mail frequency


class Quotation(Enum):
    """What the notice quotes below its sentence."""

    WORDS = auto()  # the comment, or the note of the reference
    REASON = auto()  # the reason of the decision, or of the withdrawal
    UNDOING = auto()  # the reason for which a withdrawal was undone
    NOTHING = auto()


class Scope(StrEnum):
    """What the unsubscribe address of a mail's List-Unsubscribe header stops."""

    WATCHES = "watches"
    SEARCHES = "searches"
    REPLIES = "replies"
    MENTIONS = "mentions"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one kind of notice.

    `sentence`, also the mail's subject, may have the placeholders %(name)s and
    %(place)s for a comment, %(name)s and %(reference)s for a reference, %(number)s for
    an edition, %(search)s for a saved search. Where it depends on the state of the
    reference, on the case of the withdrawal, or on whether the saved search is still
    there, it is a mapping from that.
    """

    about: Subject
    sentence: Promise | Mapping[str, Promise]
    delivery: Delivery
    stops: Scope
    quotes: Quotation = Quotation.WORDS
    leads_to: str = ""  # a URL name; "" leads to the notice's object
    # Subject of the one mail that has all of a person's notices of one edition.
    subject_of_several: Promise | None = None
    tells_of_withdrawn: bool = False  # shown even if its reference is withdrawn
    ends_when_looked_at: bool = False  # not mailed once the reference was reviewed

    @property
    def is_gathered(self) -> bool:
        """Whether digests include it."""
        return self.delivery is Delivery.BY_FREQUENCY


class NoticeKind(models.TextChoices):
    """The kinds of notices, each with its Rules."""

    rules: Rules

    def __new__(cls, value: str, rules: Rules) -> NoticeKind:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.rules = rules
        return kind

    REPLY = (
        "reply",
        Rules(
            about=ABOUT_COMMENT,
            sentence=_("%(name)s replied to you (%(place)s)"),
            delivery=Delivery.PERSONAL,
            stops=Scope.REPLIES,
        ),
        _("reply"),
    )
    MENTION = (
        "mention",
        Rules(
            about=ABOUT_COMMENT,
            sentence=_("%(name)s mentioned you (%(place)s)"),
            delivery=Delivery.PERSONAL,
            stops=Scope.MENTIONS,
        ),
        _("mention"),
    )
    WATCHED = (
        "watched",
        Rules(
            about=ABOUT_COMMENT,
            sentence=_("%(name)s commented (%(place)s)"),
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.WATCHES,
        ),
        _("comment on something you watch"),
    )
    EDITION = (
        "edition",
        Rules(
            about=ABOUT_EDITION,
            sentence=_("Edition %(number)s has been published"),
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.WATCHES,
            quotes=Quotation.NOTHING,
        ),
        _("new edition"),
    )
    QUOTE = (
        "quote",
        Rules(
            about=ABOUT_EDITION,
            sentence=_("Edition %(number)s changes words that you quoted"),
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.ALL,
            quotes=Quotation.NOTHING,
            leads_to="commentary:quotes",
        ),
        _("your quote needs your attention"),
    )
    REFERENCE = (
        "reference",
        Rules(
            about=ABOUT_REFERENCE,
            # Translators: %(reference)s is "statement, operative para. 3 – cites – …"
            sentence=_("%(name)s proposed a cross-reference: %(reference)s"),
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.WATCHES,
        ),
        _("cross-reference on something you watch"),
    )
    DECIDED = (
        "decided",
        Rules(
            about=ABOUT_REFERENCE,
            sentence={
                State.ACCEPTED: _("Your cross-reference was accepted: %(reference)s"),
                State.DISPUTED: _("Your cross-reference was disputed: %(reference)s"),
                State.WITHDRAWN: _("Your cross-reference was withdrawn: %(reference)s"),
            },
            delivery=Delivery.NEWS_OF_ONES_OWN,
            stops=Scope.ALL,
            quotes=Quotation.REASON,
            tells_of_withdrawn=True,
        ),
        _("decision on your cross-reference"),
    )
    LOOK_AGAIN = (
        "look_again",
        Rules(
            about=ABOUT_REFERENCE_IN_EDITION,
            sentence=_(
                "Please review your cross-reference: the text at one end has"
                " changed (%(reference)s)"
            ),
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.ALL,
            quotes=Quotation.NOTHING,
            subject_of_several=ngettext_lazy(
                "Please review %(count)s of your cross-references: the text at"
                " one end has changed",
                "Please review %(count)s of your cross-references: the text at"
                " one end of each has changed",
                "count",
            ),
            ends_when_looked_at=True,
        ),
        _("your cross-reference needs to be reviewed"),
    )
    WITHDRAWN = (
        "withdrawn",
        Rules(
            about=ABOUT_WITHDRAWAL,
            sentence={
                "withdrawn document": _("This document was withdrawn"),
                "withdrawn edition": _("Edition %(number)s was withdrawn"),
                "superseded document": _("This document was superseded"),
                "superseded edition": _("Edition %(number)s was superseded"),
            },
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.WATCHES,
            quotes=Quotation.REASON,
        ),
        _("withdrawal of something you watch"),
    )
    RESTORED = (
        "restored",
        Rules(
            about=ABOUT_WITHDRAWAL,
            sentence={
                "withdrawn document": _("This document is no longer withdrawn"),
                "withdrawn edition": _("Edition %(number)s is no longer withdrawn"),
                "superseded document": _(
                    "This document is no longer marked as superseded"
                ),
                "superseded edition": _(
                    "Edition %(number)s is no longer marked as superseded"
                ),
            },
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.WATCHES,
            quotes=Quotation.UNDOING,
        ),
        _("undone withdrawal of something you watch"),
    )
    FOUND = (
        "found",
        Rules(
            about=ABOUT_COMMENT,
            sentence={
                "named": _(
                    "%(name)s commented; your saved search “%(search)s” finds it"
                    " (%(place)s)"
                ),
                "unnamed": _(
                    "%(name)s commented; a search that you saved finds it (%(place)s)"
                ),
            },
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.SEARCHES,
        ),
        _("comment that a saved search finds"),
    )
    FOUND_TEXT = (
        "found_text",
        Rules(
            about=ABOUT_EDITION,
            sentence={
                "named": _(
                    "Edition %(number)s has been published; your saved search"
                    " “%(search)s” finds what is new in it"
                ),
                "unnamed": _(
                    "Edition %(number)s has been published; a search that you saved"
                    " finds what is new in it"
                ),
            },
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.SEARCHES,
            quotes=Quotation.NOTHING,
        ),
        _("new edition that a saved search finds"),
    )


# The rules by the stored value.
RULES: Final[dict[str, Rules]] = {kind.value: kind.rules for kind in NoticeKind}


def kinds_about(*subjects: Subject) -> tuple[str, ...]:
    return tuple(kind for kind, rules in RULES.items() if rules.about in subjects)
