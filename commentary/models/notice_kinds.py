"""Kinds of notices: one entry each, and all that depends on the kind stands in it.

The constraints of the table, the sentence, the mail and its subject, what the mail's
own address stops, and where the notice leads are built from here. A new kind is an
entry, a migration (`makemigrations`) and its strings in the catalogues.
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
COLUMNS: Final = ("comment", "edition", "reference")


@dataclass(frozen=True, slots=True)
class Subject:
    """What notices are about: columns that are set, and of what there is one only."""

    name: str
    columns: tuple[str, ...]
    # One event, one notice to a person, whatever the reasons.
    once: tuple[str, ...]


ABOUT_COMMENT: Final = Subject("comment", ("comment",), ("person", "comment"))
ABOUT_EDITION: Final = Subject("edition", ("edition",), ("person", "edition"))
# Of decisions the last is told: it says how the reference stands.
ABOUT_REFERENCE: Final = Subject(
    "reference", ("reference",), ("person", "reference", "kind")
)
ABOUT_REFERENCE_IN_EDITION: Final = Subject(
    "look", ("reference", "edition"), ("person", "reference", "edition")
)
SUBJECTS: Final = (
    ABOUT_COMMENT,
    ABOUT_EDITION,
    ABOUT_REFERENCE,
    ABOUT_REFERENCE_IN_EDITION,
)


class Delivery(Enum):
    """When a notice is mailed."""

    PERSONAL = auto()  # at once or never, by the choices for replies and mentions
    NEWS_OF_ONES_OWN = auto()  # at once, to everybody who wants any news
    BY_FREQUENCY = auto()  # at once, in a digest, or never: as the person chose


class Quotation(Enum):
    """What is quoted below the sentence."""

    WORDS = auto()  # the comment, or the note of the reference
    REASON = auto()  # why it was decided so
    NOTHING = auto()


class Scope(StrEnum):
    """What the address in a mail's head stops."""

    WATCHES = "watches"
    REPLIES = "replies"
    MENTIONS = "mentions"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for the notices of one kind.

    The sentence, which is a mail's subject too, may take %(name)s and %(place)s of a
    comment, %(name)s and %(reference)s of a reference, %(number)s of an edition. Where
    it depends on how a reference stands it is a table by its state.
    """

    about: Subject
    sentence: Promise | Mapping[str, Promise]
    delivery: Delivery
    stops: Scope
    quotes: Quotation = Quotation.WORDS
    leads_to: str = ""  # the name of an address; without one, to what it is about
    # Notices of one edition come in one mail, which has this subject.
    subject_of_several: Promise | None = None
    tells_of_withdrawn: bool = False  # it is shown although its reference is withdrawn
    ends_when_looked_at: bool = False  # no mail asks for what was done meanwhile

    @property
    def is_gathered(self) -> bool:
        """Whether digests have it."""
        return self.delivery is Delivery.BY_FREQUENCY


class NoticeKind(models.TextChoices):
    """Why a person is told of something."""

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
            sentence=_("%(name)s replied to you on %(place)s"),
            delivery=Delivery.PERSONAL,
            stops=Scope.REPLIES,
        ),
        _("reply"),
    )
    MENTION = (
        "mention",
        Rules(
            about=ABOUT_COMMENT,
            sentence=_("%(name)s mentioned you on %(place)s"),
            delivery=Delivery.PERSONAL,
            stops=Scope.MENTIONS,
        ),
        _("mention"),
    )
    WATCHED = (
        "watched",
        Rules(
            about=ABOUT_COMMENT,
            sentence=_("%(name)s commented on %(place)s"),
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.WATCHES,
        ),
        _("comment on what you watch"),
    )
    EDITION = (
        "edition",
        Rules(
            about=ABOUT_EDITION,
            sentence=_("Edition %(number)s is published"),
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
        _("a quote of yours needs a look"),
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
        _("cross-reference of what you watch"),
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
        _("decision about a cross-reference of yours"),
    )
    LOOK_AGAIN = (
        "look_again",
        Rules(
            about=ABOUT_REFERENCE_IN_EDITION,
            sentence=_(
                "Look again at your cross-reference, an end changed: %(reference)s"
            ),
            delivery=Delivery.BY_FREQUENCY,
            stops=Scope.ALL,
            quotes=Quotation.NOTHING,
            subject_of_several=ngettext_lazy(
                "Look again at %(count)s cross-reference of yours:"
                " an end of it changed",
                "Look again at %(count)s cross-references of yours:"
                " an end of each changed",
                "count",
            ),
            ends_when_looked_at=True,
        ),
        _("a cross-reference of yours needs a look"),
    )


# What everything else asks: by the value, as it is stored.
RULES: Final[dict[str, Rules]] = {kind.value: kind.rules for kind in NoticeKind}


def kinds_about(*subjects: Subject) -> tuple[str, ...]:
    return tuple(kind for kind, rules in RULES.items() if rules.about in subjects)
