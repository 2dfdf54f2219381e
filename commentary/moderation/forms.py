"""Forms of moderation: reports, appeals, and decisions about comments and accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commentary.comments.honeypot import Honeypot
from commentary.models import Comment, Decision, MessageTemplate, Reason
from commentary.models.moderation import DecisionQuerySet
from commentary.moderation.decide import Ruling, Seen
from documents.languages import BY_CODE
from documents.presenters.localized import localized_field
from portal.people.models import User

WORDS: Final = 2000  # characters
TERMS: Final = {
    "1": pgettext_lazy("how long", "for a day"),
    "7": pgettext_lazy("how long", "for a week"),
    "30": pgettext_lazy("how long", "for 30 days"),
    "365": pgettext_lazy("how long", "for a year"),
    "0": pgettext_lazy("how long", "indefinitely"),
}


def _build_words_field(label: Any, **options: Any) -> forms.CharField:
    rows = options.pop("rows", 4)
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=WORDS, widget=widget, **options)


class ReportForm(Honeypot, forms.Form):
    """Why a comment should be looked at."""

    reason = forms.ChoiceField(
        # Translators: label of a choice: why a comment is reported or hidden
        label=_("Reason"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = _build_words_field(_("Explanation (optional)"), required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("words"):
            self.add_error("words", gettext("Explain briefly what is wrong."))
        return cleaned


class AppealForm(forms.Form):
    """What the author says against a decision."""

    words = _build_words_field(
        _("Why should the decision be changed?"),
        rows=6,
        error_messages={"required": _("Write something first.")},
    )


class ActionField(forms.ChoiceField):
    """Offers the decisions that make sense, and takes any.

    What made sense when the page was opened may not do so any more: the service says
    what happened meanwhile.
    """

    def valid_value(self, value: object) -> bool:
        return str(value) in Decision.Action.values


class RulingForm(forms.Form):
    """A decision: what, why, and what the person is told."""

    action = ActionField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    template = forms.ChoiceField(label=_("Template"), required=False)
    message = _build_words_field(_("Message to the author"), rows=6, required=False)
    note = _build_words_field(_("Note for moderators"), rows=2, required=False)

    def __init__(
        self, *args: Any, actions: Iterable[str], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._texts: dict[str, str] = {}
        self.use_required_attribute = False  # a template is asked for before deciding
        self._offer("action", [(name, Decision.Action(name).label) for name in actions])
        nothing = ("", gettext("(none)"))
        self._offer("reason", [nothing, *Reason.choices])
        titles = []
        for template in MessageTemplate.objects.all():
            self._texts[template.name] = template.in_language("text", language)
            title = localized_field(template, "title").text or template.name
            titles.append((template.name, title))
        self._offer("template", [nothing, *titles])
        self.fields["message"].widget.attrs["lang"] = BY_CODE[language].bcp47

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def asks_only(self) -> bool:
        """Tell whether nothing is decided yet: the text of a template is asked for."""
        return "use_template" in self.data

    def with_template(self) -> dict[str, str]:
        """Return what was typed, the message begun with the template's text."""
        data = {name: str(value) for name, value in self.data.items()}
        text = self._texts.get(data.get("template", ""), "")
        typed = data.get("message", "").strip()
        if text not in typed:
            data["message"] = f"{text}\n\n{typed}".strip()
        data.pop("use_template", None)
        return data

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        against = cleaned.get("action") in Decision.AGAINST
        if against and not cleaned.get("reason"):
            self.add_error(
                "reason", gettext("Choose a reason: it will be given to the author.")
            )
        return cleaned

    def ruling(self) -> Ruling:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Ruling(
            reason=said["reason"],
            message=said["message"],
            template=said["template"],
            note=said["note"],
        )


class CommentRulingForm(RulingForm):
    """Decides about a comment as it was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def clean_seen(self) -> Seen:
        try:
            return Seen.parse(self.cleaned_data["seen"])
        except ValueError:
            message = gettext("Reload this page: the form is incomplete.")
            raise forms.ValidationError(message) from None


class AccountRulingForm(RulingForm):
    """Decides about an account; suspending is for a time, or for good."""

    term = forms.ChoiceField(
        # Translators: for how long an account is suspended
        label=_("How long"),
        choices=list(TERMS.items()),
        initial="7",
        required=False,
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1
    )

    field_order = ("action", "term")

    def until(self) -> datetime | None:
        """Return the end of a suspension; None for one that has none."""
        days = int(self.cleaned_data["term"] or 0)
        return timezone.now() + timedelta(days=days) if days else None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        suspends = cleaned.get("action") == Decision.Action.SUSPENDED
        if suspends and not cleaned.get("term"):
            self.add_error("term", gettext("Choose how long."))
        return cleaned


class QueueForm(forms.Form):
    """Narrows the queue by what waits, and by the language of the comment."""

    what = forms.ChoiceField(
        # Translators: label of a choice: reports, first comments, or appeals
        label=_("Awaiting decision"),
        required=False,
        choices=(
            ("", pgettext_lazy("what waits", "everything")),
            ("reports", pgettext_lazy("what waits", "reports")),
            ("pending", pgettext_lazy("what waits", "first comments")),
            ("appeals", pgettext_lazy("what waits", "appeals")),
        ),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField):
            names = [(code, language.name) for code, language in BY_CODE.items()]
            # Translators: no narrowing: comments in any language
            field.choices = [("", gettext("any")), *names]

    def condition(self) -> Q:
        """Return what is asked for; an address that asks for nonsense asks nothing."""
        self.is_valid()
        asked = self.cleaned_data
        found = {
            "reports": Q(is_reported=True),
            "pending": Q(state=Comment.State.PENDING),
            "appeals": Q(is_appealed=True),
        }.get(asked.get("what", ""), Q())
        if language := asked.get("language"):
            found &= Q(language=language)
        return found


class LogForm(forms.Form):
    """Narrows the log by decision, moderator and day."""

    action = forms.ChoiceField(label=_("Decision"), required=False)
    moderator = forms.TypedChoiceField(
        label=_("Moderator"), required=False, coerce=int, empty_value=None
    )
    # Translators: label of a day: from this day on
    since = forms.DateField(label=_("From"), required=False)
    # Translators: label of a day: up to this day
    until = forms.DateField(label=pgettext_lazy("up to a day", "To"), required=False)

    def __init__(self, *args: Any, moderators: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", gettext("any"))
        for name, choices in (
            ("action", Decision.Action.choices),
            ("moderator", [(person.pk, person.display_name) for person in moderators]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [anything, *choices]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date"}
            )

    def narrowed(self, rows: DecisionQuerySet) -> DecisionQuerySet:
        """Return the decisions asked for; what makes no sense is passed over."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("action"):
            rows = rows.filter(action=asked["action"])
        if asked.get("moderator"):
            rows = rows.filter(moderator=asked["moderator"])
        if asked.get("since"):
            rows = rows.filter(made_at__date__gte=asked["since"])
        if asked.get("until"):
            rows = rows.filter(made_at__date__lte=asked["until"])
        return rows
