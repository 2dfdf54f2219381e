"""Importing step by step: the text, the table, the draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.importing import MAX_BYTES
from documents.models import (
    ClauseVersion,
    Document,
    Edition,
    LanguageVersion,
    ReceivedFile,
)
from documents.services import correct_metadata, publish_edition
from documents.workbench.clause_forms import MAX_UNITS
from portal.people.models import User
from tests.base import LANGUAGES, flat, signed_in
from tests.documents.importing.word.packages import docx, package, para
from tests.documents.workbench.base import IMPORT, TEXTS, administrator, messages_of
from tests.factories import make_draft, make_person

pytestmark = pytest.mark.django_db
SENT = {"standing": "unofficial"}


@pytest.fixture
def admin() -> Client:
    return administrator()


def upload(language: str, data: bytes | None = None) -> SimpleUploadedFile:
    data = (TEXTS / f"{language}.txt").read_bytes() if data is None else data
    return SimpleUploadedFile(f"{language}.txt", data)


def text_of(language: str) -> str:
    return (TEXTS / f"{language}.txt").read_text("utf-8")


def begin(client: Client, language: str, **sent: Any) -> Any:
    """Send the first form and follow to the table."""
    document = Document.objects.filter(slug="letter").first()
    where = {"document": document.pk} if document else {"slug": "letter"}
    sent = sent or {"file": upload(language)}
    return client.post(
        IMPORT, {**where, **SENT, "language": language, **sent}, follow=True
    )


def fields_of(table: Any) -> dict[str, str]:
    """Return what the browser sends back from the table as it is."""
    sent = {
        "edition": table.context["edition_mark"],
        "revision": str(table.context["pending"].revision),
    }
    for row in table.context["review"].rows:
        if found := row.found:
            sent[f"kind-{found.place}"] = found.typed.kind
            sent[f"number-{found.place}"] = found.typed.number
            sent[f"depth-{found.place}"] = found.typed.depth
    return sent


def finish(client: Client, table: Any, button: str = "store", **changed: str) -> Any:
    sent = {**fields_of(table), **changed, button: "1"}
    return client.post(table.request["PATH_INFO"], sent, follow=True)


def stored(client: Client, *languages: str) -> Edition:
    for language in languages:
        finish(client, begin(client, language))
    return Edition.objects.latest_first()[0]


MISREAD = """RESOLUTION 1 (2020)

The Security Council,

Recalling its resolutions on the matter, 120124 and the reports on it,

1. Decides to remain seized of the matter;

20-01234 (E) 120124

3. Requests a report.
"""


class TestTextDoubts:
    """What looks wrong in the first text of a document, before it is saved."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_leads_to_its_row(self, admin: Client, language: str) -> None:
        admin.cookies["django_language"] = language
        table = begin(admin, "en", text=MISREAD)
        told = table.context["text_doubts"]
        texts = [unit.text for unit in table.context["review"].units]
        assert [texts[each.place] for each in told.doubts] == [
            "Recalling its resolutions on the matter, 120124 and the reports on it,",
            "Requests a report.",
        ]
        for each in told.doubts:
            assert f'href="#unit-{each.place}"' in table.text
            assert f'id="unit-{each.place}"' in table.text
        assert told.furniture == ("20-01234 (E) 120124",)

    def test_they_go_when_they_are_corrected(self, admin: Client) -> None:
        table = begin(admin, "en", text=MISREAD)
        last = table.context["text_doubts"].doubts[-1].place
        table = finish(admin, table, "check", **{f"number-{last}": "2."})
        assert [each.place for each in table.context["text_doubts"].doubts] != [last]
        assert len(table.context["text_doubts"].doubts) == 1

    def test_a_sound_text_is_not_doubted(self, admin: Client) -> None:
        assert begin(admin, "en").context["text_doubts"].doubts == ()


class TestGiven:
    def test_two_languages(self, admin: Client) -> None:
        table = begin(admin, "zh-hans")
        assert table.context["review"].doubt_count == 0
        assert not Document.objects.exists()
        finish(admin, table)
        table = begin(admin, "ru")
        assert (
            "Every unit is matched to a clause, and there are no mismatches."
            in table.text
        )
        response = finish(admin, table)
        edition = Edition.objects.get()
        assert f"/en/documents/letter/editions/{edition.number}/" in response.text
        assert edition.versions.without_text_in("ru").count() == 0
        assert edition.created_by == User.objects.get()

    def test_pasted(self, admin: Client) -> None:
        pasted = text_of("zh-hans").replace("\n", "\r\n")
        finish(admin, begin(admin, "zh-hans", text=pasted))
        row = Edition.objects.get().languages.get()
        assert row.file_name == "pasted.zh-hans.txt"
        assert begin(admin, "zh-hans").context["is_same_file"]

    def test_the_file_is_kept_with_the_text(self, admin: Client) -> None:
        finish(admin, begin(admin, "zh-hans"))
        kept = ReceivedFile.objects.get()
        assert bytes(kept.content) == (TEXTS / "zh-hans.txt").read_bytes()
        assert Edition.objects.get().languages.get().received_id == kept.pk

    def test_a_word_file_with_pages(self, admin: Client) -> None:
        turn = '<w:r><w:br w:type="page"/></w:r>'
        lines = text_of("en").split("\n")
        body = "".join(
            para(line, turn if not at else "") for at, line in enumerate(lines)
        )
        file = upload("en", docx(body))
        table = begin(admin, "en", file=file)
        assert '<span class="import-page">page 2</span>' in flat(table.text)
        finish(admin, table)
        edition = Edition.objects.get()
        assert {row.page_in("en") for row in edition.versions.all()} == {1, 2}
        assert ReceivedFile.objects.get().format == "docx"

    def test_texts_bear_their_language(self, admin: Client) -> None:
        stored(admin, "zh-hans")
        table = begin(admin, "ru")
        assert '<div class="import-text" lang="ru">' in table.text
        assert '<div class="import-text" lang="zh-Hans"' in table.text

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_interface_language(self, admin: Client, code: str) -> None:
        headers = {"accept-language": code}
        assert admin.get(IMPORT, headers=headers).status_code == 200
        table = begin(admin, "zh-hans")
        page = admin.get(table.request["PATH_INFO"], headers=headers)
        assert f'<html lang="{code}"' in page.text

    def test_linked_from_the_document(self, admin: Client) -> None:
        draft = make_draft()
        address = f"{IMPORT}?document={draft.document_id}"
        page = admin.get(f"/admin/documents/document/{draft.document_id}/change/")
        assert address in page.text
        assert "selected" in str(admin.get(address).context["form"]["document"])


REFUSED = [
    (b"", "The file is empty."),
    (b"%PDF-1.7 ...", "The file is damaged"),
    ("Заявление\0".encode(), "The file contains the null character (U+0000)."),
    ("Заявление \ufffd".encode(), "The text contains replacement characters"),
    (b"\xff\xfea\xd8\x00", "The encoding of the file is not recognised"),
    (text_of("zh-hans").encode(), "The text does not appear to be in the language"),
    ("Просто слова. ".encode() * 40, "No document was recognised in the text"),
    (b" " * (MAX_BYTES + 1), "The file is too large"),
    (docx(para(""))[:200], "The file is damaged"),
    (package({"a.docx": b""}), "Files of this format cannot be imported."),
    (b"{\\rtf1 x}", "The file is of an old format of word processors"),
]


class TestRefused:
    @pytest.mark.parametrize(("data", "told"), REFUSED)
    def test_file(self, admin: Client, data: bytes, told: str) -> None:
        response = begin(admin, "ru", file=upload("ru", data))
        assert response.status_code == 200
        [message] = response.context["form"].errors["file"]
        assert message.startswith(told)
        assert 'value="letter"' in response.text
        assert not ReceivedFile.objects.exists()

    def test_pasted_words_are_kept(self, admin: Client) -> None:
        response = begin(admin, "ru", text="Просто слова. " * 40)
        assert list(response.context["form"].errors) == ["text"]
        assert "Просто слова. Просто" in response.text

    def test_pasted_too_much(self, admin: Client) -> None:
        response = begin(admin, "en", text="a" * (MAX_BYTES + 1))
        assert list(response.context["form"].errors) == ["text"]

    @pytest.mark.filterwarnings("ignore::ResourceWarning")
    def test_pasted_more_than_a_form_may_have(self, admin: Client) -> None:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        response = admin.post(IMPORT, {"text": "a" * (limit + 1)})
        assert response.status_code == 400
        assert "Upload a long text as a file" in response.text

    def test_in_the_language_of_the_interface(self, admin: Client) -> None:
        sent = {"slug": "letter", "language": "ru", "file": upload("ru", b"")}
        english = admin.post(IMPORT, sent)
        sent["file"] = upload("ru", b"")
        russian = admin.post(IMPORT, sent, headers={"accept-language": "ru"})
        errors = [str(page.context["form"].errors) for page in (english, russian)]
        assert errors[0] != errors[1]

    @pytest.mark.parametrize("both", [True, False])
    def test_one_of_file_and_text(self, admin: Client, both: bool) -> None:
        given = {"file": upload("ru"), "text": text_of("ru")} if both else {"text": ""}
        response = begin(admin, "ru", **given)
        assert "Provide either a file or pasted text" in response.text

    @pytest.mark.parametrize("both", [True, False])
    def test_one_of_document_and_name(self, admin: Client, both: bool) -> None:
        draft = make_draft()
        where = {"document": draft.document_id, "slug": "new"} if both else {}
        sent = {**where, "language": "ru", "file": upload("ru")}
        response = admin.post(IMPORT, sent)
        assert list(response.context["form"].errors) == ["document"]

    def test_what_a_first_text_is_has_to_be_said(self, admin: Client) -> None:
        unsaid = begin(admin, "ru", file=upload("ru"), standing="")
        assert list(unsaid.context["form"].errors) == ["standing"]
        token = begin(admin, "ru", file=upload("ru"), standing="official")
        admin.post(token.request["PATH_INFO"], {"store": "1", "revision": "0"})
        assert [row.standing for row in LanguageVersion.objects.all()] == ["official"]

    def test_what_a_text_is_stays_when_it_is_not_said_anew(self, admin: Client) -> None:
        stored(admin, "ru")
        LanguageVersion.objects.update(standing="authentic")
        table = begin(admin, "ru", text=text_of("ru") + "\n", standing="")
        sent = {"store": "1", "edition": table.context["edition_mark"]}
        sent["revision"] = "0"
        admin.post(table.request["PATH_INFO"], sent)
        row = LanguageVersion.objects.get()
        assert (row.standing, row.file_name) == ("authentic", "pasted.ru.txt")

    def test_a_name_that_is_taken(self, admin: Client) -> None:
        make_draft("letter")
        sent = {"slug": "letter", "language": "ru", "file": upload("ru")}
        assert list(admin.post(IMPORT, sent).context["form"].errors) == ["slug"]


class TestTable:
    def test_a_doubt_is_told_in_its_row(self, admin: Client) -> None:
        stored(admin, "zh-hans")
        paragraphs = text_of("ru").split("\n\n")
        kept = [words for words in paragraphs if "Договора о нераспростр" not in words]
        table = begin(admin, "ru", text="\n\n".join(kept))
        review = table.context["review"]
        doubts = [doubt for row in review.rows for doubt in row.doubts]
        lost = doubts.count("The new text contains nothing for this clause.")
        assert lost == len(paragraphs) - len(kept) > 0
        assert review.doubt_count == len(doubts) == lost
        assert 'id="doubt-1"' in table.text
        assert f"{review.doubt_count} mismatch" in table.text

    def test_corrections_are_checked_and_stored(self, admin: Client) -> None:
        stored(admin, "zh-hans")
        changed = {"kind-8": "note", "number-8": "(7)", "depth-8": "1"}
        table = finish(admin, begin(admin, "ru"), "check", **changed)
        doubts = [d for row in table.context["review"].rows for d in row.doubts]
        assert "The new text contains nothing for this clause." in doubts
        finish(admin, table)
        rows = ClauseVersion.objects.filter(**{"number_ru": "(7)"})
        assert [row.in_language("number", "zh-hans") for row in rows] == [""]

    def test_the_first_text_is_stored_as_corrected(self, admin: Client) -> None:
        changed = {"kind-8": "operative", "number-8": "7.", "depth-8": "0"}
        finish(admin, begin(admin, "zh-hans"), **changed)
        row = Edition.objects.get().versions.get(position=9)
        assert (row.kind, row.locator) == ("operative", "letter/op7")
        assert row.in_language("number", "zh-hans") == "7."

    def test_a_level_without_a_parent_is_told_and_can_be_corrected(
        self, admin: Client
    ) -> None:
        changed = {"kind-1": "subparagraph", "depth-1": "1"}
        response = finish(admin, begin(admin, "zh-hans"), **changed)
        [told] = messages_of(response)
        assert told.startswith("This subparagraph would have no paragraph above it")
        assert not Edition.objects.exists()
        finish(admin, response, **{"kind-1": "session", "depth-1": "0"})
        assert Edition.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("kind-3", "poem"), ("depth-3", "ten"), ("number-3", "9" * 41)],
    )
    def test_a_mistake_keeps_the_rest(
        self, admin: Client, field: str, value: str
    ) -> None:
        changed = {field: value, "number-5": "IV"}
        response = finish(admin, begin(admin, "zh-hans"), **changed)
        assert "1 row cannot be saved as it stands." in response.text
        assert 'value="IV"' in response.text
        assert not Edition.objects.exists()

    def test_a_document_that_changed_meanwhile(self, admin: Client) -> None:
        table = begin(admin, "ru")
        stored(admin, "zh-hans")
        response = finish(admin, table)
        assert "check the table again" in messages_of(response)[0]
        assert Edition.objects.get().languages.count() == 1
        finish(admin, response)
        assert Edition.objects.get().languages.count() == 2

    def test_giving_up(self, admin: Client) -> None:
        table = begin(admin, "zh-hans")
        finish(admin, table, "cancel")
        response = admin.get(table.request["PATH_INFO"], follow=True)
        assert "start again" in messages_of(response)[-1]
        assert not Document.objects.exists()

    def test_an_enter_key_stores_nothing(self, admin: Client) -> None:
        page = begin(admin, "zh-hans").text
        assert page.index('name="check"') < page.index('name="store"')


class TestSameFile:
    def test_is_not_stored_twice(self, admin: Client) -> None:
        edition = publish_edition(stored(admin, "zh-hans"), user=None)
        table = begin(admin, "zh-hans")
        assert "already contains this very file" in table.text
        response = finish(admin, table)
        assert "Nothing changed" in messages_of(response)[0]
        assert Edition.objects.get() == edition

    def test_is_stored_when_it_was_corrected(self, admin: Client) -> None:
        publish_edition(stored(admin, "zh-hans"), user=None)
        finish(admin, begin(admin, "zh-hans"), **{"number-8": "7."})
        draft = Edition.objects.get(number=2)
        row = draft.versions.get(position=9)
        assert row.in_language("number", "zh-hans") == "7."


class TestLongTexts:
    def test_fields_are_let_through(self) -> None:
        assert 4 * MAX_UNITS + 10 <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE > MAX_BYTES

    def text(self, count: int) -> str:
        clauses = (
            f"{number}. Decides to do thing {number};" for number in range(1, count)
        )
        return "\n\n".join(("Resolution 1/2006", "The General Assembly,", *clauses))

    def test_fifteen_hundred_units(self, admin: Client) -> None:
        table = begin(admin, "en", text=self.text(1500))
        count = len(table.context["review"].units)
        assert count >= 1500
        finish(admin, table, **{"number-1000": "X."})
        assert Edition.objects.get().versions.count() == count

    def test_fifteen_hundred_questions(self, admin: Client) -> None:
        stored = finish(admin, begin(admin, "en", text=self.text(1500)))
        assert stored.status_code == 200
        asked = self.text(1500).replace("to do thing", "that others be asked about")
        table = begin(admin, "en", text=asked)
        assert table.context["review"].open_count > 1400
        assert len(table.content) < 6_000_000
        answers = {f"match-{place}": "new" for place in range(1502)}
        finish(admin, table, **answers)
        assert Edition.objects.get().versions.count() == 1501

    def test_more_than_can_be_looked_through(self, admin: Client) -> None:
        response = begin(admin, "en", text=self.text(MAX_UNITS + 2))
        assert "Use the command import_document" in response.text


class TestWhoMay:
    def staff(self, *permissions: str) -> Client:
        person = make_person("staff", *permissions)
        User.objects.filter(pk=person.pk).update(is_staff=True)
        return signed_in(User.objects.get(pk=person.pk))

    def test_a_stranger_signs_in_first(self, client: Client) -> None:
        assert "/admin/login/" in client.get(IMPORT)["Location"]

    def test_staff_without_permission(self) -> None:
        staff = self.staff("documents.view_document")
        assert staff.get(IMPORT).status_code == 403
        assert staff.get(f"{IMPORT}token/").status_code == 403
        assert IMPORT not in staff.get("/admin/documents/document/").text

    def test_no_new_document_without_permission(self) -> None:
        make_draft("letter", languages=["en"])
        staff = self.staff("documents.add_edition")
        assert 'name="slug"' not in staff.get(IMPORT).text
        finish(staff, begin(staff, "zh-hans"))
        assert Edition.objects.get().languages.count() == 2
        sent = {"slug": "new", "language": "ru", "file": upload("ru")}
        assert list(staff.post(IMPORT, sent).context["form"].errors) == ["document"]


MASTHEAD = """A/61/357

General Assembly
Distr.: General
15 September 2006
Original: Russian

Sixty-first session
"""


class TestDescription:
    def text(self) -> str:
        return MASTHEAD + "\n" + text_of("en")

    def about(self, table: Any, **typed: str) -> dict[str, str]:
        """What a browser sends: what was proposed, and what is typed over it."""
        sent = {}
        for field in table.context["about"]:
            proposed = str(field.value() or "")
            sent[field.html_initial_name] = proposed
            sent[field.html_name] = typed.get(field.name, proposed)
        return sent

    def test_the_masthead_is_proposed(self, admin: Client) -> None:
        table = begin(admin, "en", text=self.text())
        assert 'value="A/61/357"' in table.text
        assert 'value="2006-09-15"' in table.text

    def test_what_is_typed_wins(self, admin: Client) -> None:
        table = begin(admin, "en", text=self.text())
        typed = {"symbol": "S/2006/732", "issued_on": "", "short_title": "The letter"}
        finish(admin, table, **self.about(table, **typed))
        document = Document.objects.get()
        assert (document.symbol, document.issued_on) == ("S/2006/732", None)
        assert document.in_language("short_title", "en") == "The letter"
        assert document.original_language == "ru"

    def test_what_is_left_as_proposed_is_what_is_stored_by_then(
        self, admin: Client
    ) -> None:
        """Not what was stored when the table was shown."""
        draft = stored(admin, "zh-hans")
        table = begin(admin, "en")
        person = User.objects.get()
        correct_metadata(draft.document, {"symbol": "A/61/1"}, user=person)
        finish(admin, table, **self.about(table, short_title="The letter"))
        document = Document.objects.get()
        assert document.symbol == "A/61/1"
        assert document.in_language("short_title", "en") == "The letter"

    def test_a_check_keeps_what_was_typed(self, admin: Client) -> None:
        table = begin(admin, "en")
        assert 'name="about-symbol"' in table.text
        again = finish(admin, table, "check", **self.about(table, symbol="A/61/1"))
        assert 'value="A/61/1"' in again.text
        finish(admin, again, **self.about(again))
        assert Document.objects.get().symbol == "A/61/1"

    def test_what_is_no_day_is_refused(self, admin: Client) -> None:
        table = begin(admin, "en")
        again = finish(admin, table, **self.about(table, issued_on="soon"))
        assert again.context["about"].errors.keys() == {"issued_on"}
        assert not Document.objects.exists()

    def test_a_published_document_is_corrected_elsewhere(self, admin: Client) -> None:
        publish_edition(stored(admin, "zh-hans"), user=None)
        table = begin(admin, "en")
        assert 'name="about-symbol"' not in table.text
        finish(admin, table, **{"about-symbol": "A/61/1"})
        assert Document.objects.get().symbol == ""
