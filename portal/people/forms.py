"""Account forms: sign-up details (taken in by allauth's form), profile, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commentary.moderation.suspend import suspension_of
from portal.people.models import User
from portal.people.names import validate_name
from portal.people.timezones import canonical_timezone, is_timezone, timezone_choices

if TYPE_CHECKING:
    from django.http import HttpRequest

    UserForm = forms.ModelForm[User]
else:  # generic for type checkers only
    UserForm = forms.ModelForm


# What others know a person by.
NAMED_BY = ("display_name", "affiliation")
SUSPENDED = _("You cannot change this while your account is suspended.")


class SignupDetails(forms.Form):
    """What signing up asks beside address and password."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=100,
        required=False,
        validators=[validate_name],
        help_text=_("Shown beside what you write. You can add it later."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    timezone = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_timezone(self) -> str:
        """Take what the browser tells; what is no time zone is nobody's mistake."""
        name = canonical_timezone(self.cleaned_data["timezone"])
        return name if is_timezone(name) else ""

    def signup(self, request: HttpRequest, user: User) -> None:
        """Asked for by allauth; the adapter has stored everything by then."""


class TimezoneField(forms.ChoiceField):
    """A time zone: of those offered, or another that a browser or the account names."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=timezone_choices, **options)

    def to_python(self, value: Any) -> str:
        return canonical_timezone(super().to_python(value))

    def valid_value(self, value: Any) -> bool:
        return is_timezone(value)

    def offer(self, name: str) -> None:
        """Have a zone among the choices that has no name in the reader's language."""
        choices = timezone_choices()
        if name not in dict(choices):
            self.choices = [*choices, (name, name)]


class ProfileForm(UserForm):
    """What a person can say of themselves, and how to be written to."""

    language = forms.ChoiceField(
        label=_("Interface language"),
        choices=[("", _("the browser's preference")), *settings.LANGUAGES],
        required=False,
    )
    timezone = TimezoneField(
        label=_("Time zone"),
        required=False,
        help_text=_(
            "Times are shown in this time zone, and digests are sent in its morning."
        ),
    )
    languages_read = forms.MultipleChoiceField(
        label=_("Languages you read"),
        choices=settings.TEXT_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = (
            "display_name",
            "affiliation",
            "language",
            "languages_read",
            "timezone",
            "mail_frequency",
            "mails_replies",
            "mails_mentions",
            "watches_threads",
        )
        widgets: ClassVar = {"mail_frequency": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(TimezoneField, self.fields["timezone"]).offer(self.instance.timezone)

    def clean(self) -> dict[str, Any]:
        """Refuse a new name while suspended: moderators know people by theirs."""
        said = super().clean() or {}
        renamed = [each for each in NAMED_BY if self._changes(each)]
        if renamed and suspension_of(self.instance) is not None:
            for each in renamed:
                self.add_error(each, SUSPENDED)
        return said

    def _changes(self, name: str) -> bool:
        return name in self.changed_data and not self.has_error(name)


class CloseForm(forms.Form):
    """Closing an account: what becomes of what was written, and that it is meant."""

    KEEP, ERASE = "keep", "erase"

    contributions = forms.ChoiceField(
        label=_("What you have written"),
        widget=forms.RadioSelect,
        choices=(
            (
                KEEP,
                _(
                    "It will be kept without your name: “a former participant” will"
                    " be shown as its author."
                ),
            ),
            (
                ERASE,
                _(
                    "It will be erased too. Other people's replies remain and show a"
                    " gap."
                ),
            ),
        ),
    )
    is_meant = forms.BooleanField(
        label=_("Close my account. This cannot be undone."),
        error_messages={"required": _("Tick this box to confirm.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contributions"].initial = self.KEEP

    @property
    def erases(self) -> bool:
        return bool(self.cleaned_data["contributions"] == self.ERASE)
