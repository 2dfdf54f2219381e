"""Comment forms: writing, editing, and narrowing a discussion."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commentary.comments.honeypot import Honeypot
from commentary.comments.reply_quotes import (
    MOST_QUOTED,
    NotTheirWords,
    refuse_other_words,
)
from commentary.models import Comment
from commentary.quotes.fields import QuoteFields
from commentary.quotes.reanchoring import Chosen
from commentary.text.language import describe_scripts, notice_language
from commentary.text.markdown import render
from documents.errors import Refused
from documents.languages import BY_CODE, LANGUAGES
from portal.people.models import User, Visitor

MOST_CHARACTERS = 10_000
ROWS = 3  # the field grows
NAME: Final = get_user_model()._meta.get_field("display_name")
LANGUAGE_NAMES = [(language.code, language.name) for language in LANGUAGES]


class TypedByAnother(Refused):
    """The form was made for another person than the one who is signed in now."""

    message = _(
        "This was typed while someone else was signed in, and is not sent under your"
        " name. It is kept here: copy it, or sign in again as that person."
    )


class WordsForm(forms.Form):
    """What is said: what kind, in which language, and its Markdown."""

    # The kinds a person may choose; a reply is a comment or a question as well.
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Comment.Kind.choices,
        initial=Comment.Kind.COMMENT,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_NAMES)
    source = forms.CharField(
        label=_("Text"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": ROWS}),
        error_messages={"required": _("Write something first.")},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    # Set once its author was asked for the language: then their choice counts.
    sure = forms.CharField(required=False, widget=forms.HiddenInput)
    # Whom the form was made for: nobody else sends what they typed.
    person = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs["initial"] = {
            "language": get_language(),
            "submission": uuid.uuid4(),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # Preview is asked of an empty form too
        self.typed_by = ""  # the number of another person, whose words it holds
        self.of_another = ""  # what is said then

    def set_reader(self, user: User) -> None:
        """Note who reads the form, to say before sending whose words they are."""
        person = str(self["person"].value() or "")
        if person not in ("", str(user.pk)):
            self.typed_by = person
            self.of_another = str(TypedByAnother.message)
        code = self["language"].value()
        if code in BY_CODE:
            self.fields["source"].widget.attrs["lang"] = BY_CODE[code].bcp47

    def asks_only(self) -> bool:
        """Tell whether nothing is to be stored yet: a preview is asked for."""
        return "preview" in self.data

    def chosen(self) -> Chosen | None:
        """Return the words that a valid form quotes."""
        return None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._ask_language()
        return cleaned

    def _ask_language(self) -> None:
        """Ask for the language when the script is that of another one."""
        said = self.cleaned_data
        noticed = notice_language(said.get("source", ""))
        if said.get("sure") or noticed in ("", said.get("language", "")):
            return
        self.add_error(
            "language",
            gettext(
                "The text seems to be in another language. Check which one is chosen,"
                " and submit the form again."
            ),
        )
        self.data = {**dict(self.data.items()), "language": noticed, "sure": "1"}

    @property
    def scripts(self) -> str:
        """What the browser needs to notice the language."""
        return describe_scripts()

    @cached_property
    def preview(self) -> str:
        """What the text would look like; "" when nobody asked."""
        if not self.is_bound or "preview" not in self.data:
            return ""
        return render(str(self["source"].value() or "")[:MOST_CHARACTERS])

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"]).replace("\r\n", "\n").strip()


class CommentForm(Honeypot, QuoteFields, WordsForm):
    """A comment, which may quote words of the clause; a reply, of the one it answers.

    `answers` is that comment's HTML as this person may read it, "" when they may not,
    None for a new thread.
    """

    quoted_words = forms.CharField(
        label=_("Quoted words"),
        help_text=_(
            "Shorten them as you like, or leave the field empty to quote nothing."
        ),
        required=False,
        max_length=MOST_QUOTED,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, answers: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answers = answers or ""
        if answers is None:
            del self.fields["quoted_words"]

    def clean_quoted_words(self) -> str:
        words = " ".join(self.cleaned_data["quoted_words"].split())
        try:
            refuse_other_words(words, self._answers)
        except NotTheirWords as refusal:
            raise forms.ValidationError(str(refusal.message)) from None
        return words

    def asks_only(self) -> bool:
        """Take a step of picking words; tell whether nothing is to be stored yet."""
        if self.is_picking:
            self.pick()
            return True
        return super().asks_only()

    def chosen(self) -> Chosen | None:
        quoted = self.cleaned_data["quote"]
        return Chosen(quoted.language.code, quoted.selector) if quoted else None


class NamedForm(CommentForm):
    """Asks people who have no name yet for one: addresses are shown to nobody."""

    display_name = NAME.formfield(
        required=True, label=_("Your name, as others will see it"), help_text=""
    )

    field_order = ("display_name",)

    def clean_display_name(self) -> str:
        """Refuse what the profile refuses: a form's field has no validators of it."""
        return str(NAME.clean(self.cleaned_data["display_name"], None))


class VisitorForm(CommentForm):
    """A comment of someone who is not signed in: it says who sends it later.

    It is the same for all visitors, so it has no number of its own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["submission"]


def form_for(user: Visitor, *args: Any, **kwargs: Any) -> CommentForm:
    """Return the form in which this person writes about a `version` of a clause."""
    if not user.is_authenticated:
        return VisitorForm(*args, **kwargs)
    form = CommentForm if cast(User, user).display_name else NamedForm
    initial = {"person": str(user.pk), **(kwargs.pop("initial", None) or {})}
    found = form(*args, initial=initial, **kwargs)
    found.set_reader(cast(User, user))
    return found


class RevisionForm(WordsForm):
    """Edits a comment; knows which revision was read before."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@dataclass(frozen=True, slots=True)
class DiscussionFilter:
    """Which threads a reader asks for: those in which something matches."""

    language: str = ""
    kind: str = ""
    author: int | None = None
    since: datetime | None = None

    @property
    def is_narrow(self) -> bool:
        return self != DiscussionFilter()

    def condition(self) -> Q:
        """Return what a comment must fulfil."""
        found = Q()
        if self.language:
            found &= Q(language=self.language)
        if self.kind:
            found &= Q(kind=self.kind)
        if self.author is not None:
            found &= Q(author=self.author)
        if self.since is not None:
            found &= Q(created_at__gt=self.since)
        return found


class FilterForm(forms.Form):
    """Narrows a discussion by language, kind, author, and to what is new."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    author = forms.TypedChoiceField(
        label=_("Author"), required=False, coerce=int, empty_value=None
    )
    new = forms.BooleanField(label=_("New since my last visit"), required=False)

    def __init__(
        self,
        *args: Any,
        authors: list[tuple[int, str]],
        since: datetime | None,
        document: int,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "id_filter_%s")  # a form for writing is beside it
        super().__init__(*args, **kwargs)
        self._since, self.document = since, document
        _offer(self, "language", LANGUAGE_NAMES)
        _offer(self, "kind", Comment.Kind.choices)
        _offer(self, "author", authors)
        if since is None:
            del self.fields["new"]

    @property
    def is_narrow(self) -> bool:
        return self.wanted().is_narrow

    @property
    def asks_for_new(self) -> bool:
        return self.wanted().since is not None

    @property
    def shared_fields(self) -> list[forms.BoundField]:
        """The fields that are the same for everybody: all but what is new."""
        return [field for field in self if field.name != "new"]

    @property
    def carried(self) -> str:
        """What links to further pages carry on: "kind=question&", or nothing."""
        asked = {name: self[name].value() for name in self.fields}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{query}&" if query else ""

    def wanted(self) -> DiscussionFilter:
        """Return what is asked for; an address that asks for nonsense asks nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return DiscussionFilter(
            language=asked.get("language", ""),
            kind=asked.get("kind", ""),
            author=asked.get("author"),
            since=self._since if asked.get("new") else None,
        )


class ListForm(forms.Form):
    """Narrows a list of comments by language and kind."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        _offer(self, "language", LANGUAGE_NAMES)
        _offer(self, "kind", Comment.Kind.choices)

    def condition(self) -> Q:
        """Return what is asked for; an address that asks for nonsense asks nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return DiscussionFilter(
            language=asked.get("language", ""), kind=asked.get("kind", "")
        ).condition()


def _offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Let one choose among these, or not at all."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        # Translators: no narrowing: comments in any language, of any kind, by anybody
        field.choices = [("", gettext("any")), *choices]
