"""Form that uploads or pastes a text to import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from documents.importing import (
    MAX_FILE_BYTES,
    FileTooLarge,
    ImportRefused,
    ParsedText,
    parse_file,
    propose_short_title,
    read_masthead,
)
from documents.integrity.printed import first_text
from documents.languages import BY_CODE
from documents.models import Document, LanguageVersion, PendingImport
from documents.services import Desk, SlugTaken, SourceFile, find_latest
from documents.text.kinds import Kind
from documents.workbench.clause_forms import LANGUAGE_NAMES, MAX_UNITS, DayInput

# What a browser offers first; what a file is, its contents say.
ACCEPTED = ".pdf,.docx,.html,.htm,.xhtml,.txt,text/plain"


class ImportForm(forms.Form):
    """A text to import: its document, its language, and the file or pasted text.

    When it is valid, `parsed` is the text, `source` is the file and `received` are its
    bytes.
    """

    document = forms.ModelChoiceField(
        Document.objects.order_by("slug"),
        required=False,
        label=_("Document"),
        empty_label=_("a new document, named below"),
    )
    slug = forms.SlugField(
        required=False,
        max_length=80,
        label=_("Name of a new document in addresses"),
        help_text=_(
            "Latin letters, digits and hyphens, for example letter-2006-09-08. It"
            " is part of every address; when it is changed later, the addresses with"
            " the earlier name lead to the new ones."
        ),
    )
    # Translators: the language of a text
    language = forms.ChoiceField(choices=LANGUAGE_NAMES, label=_("Language"))
    standing = forms.ChoiceField(
        required=False,
        # Translators: what a text is: authentic, or one of several translations
        label=_("Standing"),
        choices=[
            ("", _("as recorded, where there is a text in this language")),
            *LanguageVersion.Standing.choices,
        ],
        help_text=_("Shown to readers above the text; follow what the source says."),
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # the importer reports an empty file
        max_length=200,
        # Translators: a text file to upload
        label=_("Text file"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=_("Or paste the text here"),
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80, "spellcheck": "false"}),
    )

    parsed: ParsedText
    source: SourceFile
    received: bytes

    def __init__(self, *args: Any, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _limit()
        if not may_add:
            del self.fields["slug"]
            field: Any = self.fields["document"]
            field.required, field.empty_label = True, None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_document(cleaned)
        self._check_standing(cleaned)
        given = [name for name in ("file", "text") if self._is_given(cleaned, name)]
        if "file" in self.errors or "text" in self.errors:
            return cleaned
        if len(given) != 1:
            message = gettext("Provide either a file or pasted text, not both.")
            raise ValidationError(message)
        if "language" in cleaned:
            self._read(given[0], cleaned)
        return cleaned

    def _is_given(self, cleaned: dict[str, Any], name: str) -> bool:
        value = cleaned.get(name)
        return value is not None and value != ""

    def _check_document(self, cleaned: dict[str, Any]) -> None:
        if "slug" not in self.fields or {"slug", "document"} & self.errors.keys():
            return
        slug, document = cleaned["slug"], cleaned["document"]
        if bool(slug) == bool(document):
            message = gettext("Either choose a document or name a new one.")
            self.add_error("document", message)
        elif slug and (found := Document.objects.named(slug).first()):
            message = gettext("This document already exists: choose it above.")
            if found.slug != slug:
                message = str(SlugTaken.message)
            self.add_error("slug", message)

    def _check_standing(self, cleaned: dict[str, Any]) -> None:
        """Require the standing of a first text, since a default would look certain."""
        is_named = {"language", "document"} <= cleaned.keys()
        if cleaned.get("standing") or not is_named or "slug" in self.errors:
            return
        document, language = cleaned["document"], cleaned["language"]
        latest = find_latest(document) if document else None
        if latest is None or not latest.languages.filter(language=language).exists():
            message = gettext(
                "State the standing of this text: nothing is recorded about it yet."
            )
            self.add_error("standing", message)

    def _read(self, name: str, cleaned: dict[str, Any]) -> None:
        try:
            self.source, self.received = self._source(name, cleaned)
            self.parsed = parse_file(self.received, cleaned["language"])
        except ImportRefused as refusal:
            self.add_error(name, refusal.message)
            return
        if (count := len(self.parsed.units)) > MAX_UNITS:
            self.add_error(name, _too_many(count))

    def _source(self, name: str, cleaned: dict[str, Any]) -> tuple[SourceFile, bytes]:
        if name == "file":
            file: UploadedFile[bytes] = cleaned["file"]
            if (file.size or 0) > MAX_FILE_BYTES:
                raise FileTooLarge(size=file.size, limit=MAX_FILE_BYTES)
            data = file.read()
            return SourceFile.of(file.name or "", data), data
        # Browsers send "\r\n"; with "\n" a pasted file has the digest of the file.
        data = cleaned["text"].replace("\r\n", "\n").encode()
        return SourceFile.of(f"pasted.{cleaned['language']}.txt", data), data


class DescriptionForm(forms.Form):
    """What readers look for about a document: read from the masthead, or asked.

    What was proposed is sent back, so that what another editor stores in the meantime
    is not taken for something that was typed over.
    """

    symbol = forms.CharField(
        required=False,
        show_hidden_initial=True,
        max_length=80,
        label=_("Symbol"),
        help_text=_("Leave blank if it is not known."),
    )
    issued_on = forms.DateField(
        required=False,
        show_hidden_initial=True,
        label=_("Date of issue"),
        help_text=_("Leave blank if the masthead gives none."),
        widget=DayInput,
    )
    short_title = forms.CharField(
        required=False,
        show_hidden_initial=True,
        max_length=120,
        label=_("Short title"),
        help_text=_("What the document is called where the title is too long."),
    )

    def __init__(self, pending: PendingImport, desk: Desk, data: Any = None) -> None:
        super().__init__(data, prefix="about", initial=_propose(pending, desk))
        language = BY_CODE[pending.language]
        self.fields["short_title"].widget.attrs["lang"] = language.bcp47

    def typed(self) -> dict[str, str]:
        """Return what was typed instead of what was proposed, ready for JSON."""
        day = self.cleaned_data["issued_on"]
        said = {**self.cleaned_data, "issued_on": day.isoformat() if day else ""}
        return {name: said[name] for name in self.changed_data}


def _propose(pending: PendingImport, desk: Desk) -> dict[str, Any]:
    """Return what was typed before, else what is stored, else what the text states."""
    language = BY_CODE[pending.language]
    read = read_masthead(desk.texts(), language)
    stored = pending.document or Document()
    return {
        "symbol": stored.symbol or read.symbol,
        "issued_on": stored.issued_on or read.issued_on,
        "short_title": stored.in_language("short_title", language.code)
        or propose_short_title(first_text(desk.texts(), Kind.TITLE), language),
        **pending.about,
    }


def _limit() -> str:
    message = gettext(
        "PDF with text, Word (.docx), HTML, or plain text in any usual encoding; at"
        " most %(megabytes)s MB."
    )
    return message % {"megabytes": MAX_FILE_BYTES // 1024 // 1024}


def _too_many(count: int) -> str:
    message = ngettext(
        "The text has %(count)s unit; at most %(limit)s can be reviewed here. Use"
        " the command import_document for longer texts.",
        "The text has %(count)s units; at most %(limit)s can be reviewed here."
        " Use the command import_document for longer texts.",
        count,
    )
    return message % {"count": count, "limit": MAX_UNITS}
