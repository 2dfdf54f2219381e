"""Errors of importing, with a message in the interface language."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from documents.importing.aligning import Disagreement, Reason
from documents.importing.doubts import Suspicion


class ImportRefused(Exception):
    """A file cannot be imported; `message` is the reason."""

    template: ClassVar[Promise] = gettext_lazy("The file cannot be imported.")

    def __init__(self, **details: object) -> None:
        super().__init__(details)
        self.details = details

    @property
    def message(self) -> str:
        """The reason as a sentence in the active interface language."""
        return str(self.template) % self.details

    def __str__(self) -> str:
        return self.message


class EmptyFile(ImportRefused):
    template = gettext_lazy("The file is empty.")


class FileTooLarge(ImportRefused):
    template = gettext_lazy(
        "The file is too large: at most %(limit)s bytes can be imported."
    )


class NotText(ImportRefused):
    template = gettext_lazy("The file is not a text file.")


class OtherFormat(ImportRefused):
    template = gettext_lazy(
        "Files of this format cannot be imported. Use PDF, Word (.docx), HTML or plain"
        " text."
    )


class OldWordFile(ImportRefused):
    template = gettext_lazy(
        "The file is of an old format of word processors (.doc or .rtf). Save it as"
        " .docx and try again."
    )


class DamagedFile(ImportRefused):
    template = gettext_lazy(
        "The file is damaged, or is not what its name says: nothing could be read."
    )


class HasDocumentType(DamagedFile):
    template = gettext_lazy(
        "The file has a document type (<!DOCTYPE …>), which is not accepted: take it"
        " out and try again."
    )


class BadLine(ImportRefused):
    template = gettext_lazy("Line %(line)s: %(problem)s")


class EncryptedFile(ImportRefused):
    template = gettext_lazy(
        "The file is protected by a password. Save it without one and try again."
    )


class TooLongFile(ImportRefused):
    template = gettext_lazy(
        "The file is too long or too complex to be read. Divide it and try again."
    )


class NoTextInFile(ImportRefused):
    template = gettext_lazy(
        "The file contains pictures of pages and no text, as scanned pages do. Use a"
        " file with text, or recognise the text first."
    )


class NoSuchPage(ImportRefused):
    template = gettext_lazy("The file has no such page.")


class NullCharacter(ImportRefused):
    template = gettext_lazy("The file contains the null character (U+0000).")


class UnknownEncoding(ImportRefused):
    template = gettext_lazy(
        "The encoding of the file is not recognised, or the file mixes several "
        "encodings. Save it as UTF-8 and try again."
    )


class DamagedText(ImportRefused):
    template = gettext_lazy(
        "The text contains replacement characters (U+FFFD): some of its letters "
        "were lost in an earlier conversion."
    )


class WrongLanguage(ImportRefused):
    template = gettext_lazy(
        "The text does not appear to be in the language “%(language)s”."
    )


class NoStructure(ImportRefused):
    template = gettext_lazy(
        "No document was recognised in the text: it has no title followed by "
        "paragraphs, clauses or articles."
    )


SENTENCES: dict[Reason, Promise] = {
    Reason.MISSING_HERE: _("The new text contains nothing for this clause."),
    Reason.EXTRA_HERE: _("The new text has a clause that the others do not have."),
    Reason.KIND: _("The kinds are different."),
    Reason.NUMBER: _("The numbers are different."),
    Reason.DEPTH: _("The levels are different."),
    Reason.PART: _("The parts are different."),
    Reason.DOUBTFUL: _("The texts seem to say different things: please check."),
    Reason.ORDER: _("The order of two neighbouring clauses seems to be different."),
    Reason.JOINED: _("The new text seems to say this in the clause before."),
    Reason.SPLIT: _("This seems to be the second half of the clause before."),
}


def sentence(disagreement: Disagreement) -> str:
    """Return the description of a disagreement, in the active language."""
    return str(SENTENCES[disagreement.reason])


SUSPICIONS: dict[Suspicion, Promise] = {
    Suspicion.SIX_DIGITS: _("Six digits, as in a printing date at the foot of a page."),
    Suspicion.NUMBER_MISSING: _("A number before this one is missing."),
    Suspicion.NUMBER_TWICE: _("The number is the same as the one before."),
    Suspicion.NUMBER_ORDER: _("The number does not follow the one before."),
    Suspicion.BROKEN: _("Ends with a comma, and the next unit seems to continue it."),
    Suspicion.LONG: _("More than ten times as long as the units around it."),
    Suspicion.LATIN: _("Contains a line in Latin letters."),
}
