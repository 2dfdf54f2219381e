"""Proposing: in few steps, with mistakes, without losing a word."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, ClassVar

import pytest
from django.test import Client
from pytest_django import Settings

from commentary.models import CrossReference
from commentary.references.target import Target
from documents.errors import Refused
from documents.models import ClauseVersion, Edition, Instrument, Part
from documents.services import (
    begin_draft,
    delete_edition,
    import_text,
    publish_edition,
)
from portal.people.models import User
from tests.base import queries_of, signed_in
from tests.commentary.factories import (
    make_annex,
    make_commentator,
    make_instrument,
    make_plain_edition,
    make_reference,
    make_referrer,
    make_reviewer,
    version_of,
)
from tests.factories import (
    make_draft,
    make_edition,
    make_file,
    make_units,
    read_edition,
)

pytestmark = pytest.mark.django_db
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"
NEW = "/en/documents/memo/clauses/statement-pre1/references/new/"
TARGETS = "/en/documents/memo/clauses/statement-pre1/references/targets/"
SENT = {
    "relation": "cites",
    "note": "Because of *that*.",
    "language": "en",
    "submission": "12345678123456781234567812345678",
}


@pytest.fixture
def rita() -> User:
    """Rita proposes."""
    return make_referrer("rita")


@pytest.fixture
def pact() -> Instrument:
    return make_instrument(
        "pact",
        title_en="Pact on Lighthouses",
        title_ru="Пакт о маяках",
        title_zh_hans="灯塔公约",
    )


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_plain_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


def test_a_search_for_u0000_is_answered(edition: Edition) -> None:
    response = send(make_referrer("rita"), find="a\0b", look="1")
    assert response.status_code in {200, 422}


def send(user: User, **data: str) -> Any:
    return signed_in(user).post(NEW, {**SENT, **data})


class TestForm:
    def test_strangers_sign_in_and_lose_nothing(self, edition: Edition) -> None:
        client = Client()
        response = client.post(NEW, {**SENT, "note": "Typed at length."})
        assert response.status_code == HTTPStatus.FOUND
        client.force_login(make_referrer("rita"))
        assert "Typed at length." in client.get(NEW).content.decode()

    def test_is_for_those_who_may(self, edition: Edition) -> None:
        carla = make_commentator("carla")
        html = signed_in(carla).get(NEW).content.decode()
        assert "may not propose" in html
        assert 'name="relation"' not in html

    def test_an_address_can_choose(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        html = signed_in(rita).get(f"{NEW}?target=i:pact").content.decode()
        assert re.search(r'value="i:pact"\s+checked', html)

    def test_drafts_answer_404(self, rita: User) -> None:
        make_draft("hidden")
        address = NEW.replace("memo", "hidden")
        assert signed_in(rita).get(address).status_code == HTTPStatus.NOT_FOUND
        assert signed_in(rita).post(address, SENT).status_code == HTTPStatus.NOT_FOUND

    def test_takes_as_many_queries_for_many(self, edition: Edition, rita: User) -> None:
        client = signed_in(rita)
        few = queries_of(lambda: client.get(NEW))
        for number in range(6):
            make_instrument(f"act-{number}")
        assert queries_of(lambda: client.get(NEW)) == few


class TestInThePanel:
    """The form and the list of references, without leaving the page."""

    HTMX: ClassVar = {
        "HX-Request": "true",
        "HX-Current-URL": "http://testserver/en/documents/memo/?clause=statement-pre1",
    }

    def test_the_form_comes_alone(self, edition: Edition, rita: User) -> None:
        html = signed_in(rita).get(NEW, headers=self.HTMX).text
        assert "hx-post=" in html
        assert "<html" not in html

    def test_the_reference_is_shown_among_the_others(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        data = {**SENT, "target": "i:pact"}
        response = signed_in(rita).post(NEW, data, headers=self.HTMX)
        assert response.status_code == HTTPStatus.OK
        assert response["HX-Retarget"] == "#references"
        assert "has been proposed" in response.text
        assert "by you" in response.text
        assert "Pact on Lighthouses" in response.text
        assert "/decide/" not in response.text

    def test_visitors_come_back_to_the_panel(self, edition: Edition) -> None:
        response = Client().get(NEW, headers=self.HTMX)
        back = "next=/en/documents/memo/%3Fclause%3Dstatement-pre1"
        assert back in response["HX-Redirect"]

    @pytest.mark.parametrize("headers", [{}, HTMX])
    @pytest.mark.parametrize("find", ["", "light", "nothing like it", "x" * 500])
    def test_a_search_is_no_mistake(
        self, edition: Edition, rita: User, headers: dict[str, str], find: str
    ) -> None:
        data = {**SENT, "find": find, "look": "1", "target": "c:memo/gone"}
        response = signed_in(rita).post(NEW, data, headers=headers)
        assert response.status_code == HTTPStatus.OK
        assert 'class="errors"' not in response.text
        assert "Because of *that*." in response.text


class TestSending:
    def test_is_shown_on_the_page_of_the_clause(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        place = send(rita, target="i:pact")["Location"]
        made = CrossReference.objects.get()
        assert place == f"{CLAUSE}?proposed={made.pk}#references"
        response = signed_in(rita).get(place)
        assert "has been proposed" in response.text
        assert "no-store" in response["Cache-Control"]
        assert "has been proposed" not in Client().get(place).text

    def test_to_an_instrument(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        Instrument.objects.update(numerals="roman")
        response = send(rita, target="i:pact", article="7", paragraph="2 (a)")
        assert response.status_code == HTTPStatus.FOUND
        made = CrossReference.objects.get()
        assert (made.instrument, made.locator) == (pact, "art. VII, para. 2 (a)")
        assert (made.author, made.state) == (rita, "proposed")

    @pytest.mark.parametrize(
        "target", ["c:memo/statement-pre2", "p:memo/statement", "i:pact"]
    )
    @pytest.mark.parametrize("field", ["target", "listed"])
    def test_to_whatever_is_chosen(
        self, edition: Edition, rita: User, pact: Instrument, target: str, field: str
    ) -> None:
        assert send(rita, **{field: target}).status_code == HTTPStatus.FOUND

    def test_pressed_twice_is_once(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        first, second = (send(rita, target="i:pact") for _ in range(2))
        assert first["Location"] == second["Location"]
        assert CrossReference.objects.count() == 1

    @pytest.mark.parametrize(
        "other",
        [
            {"note": "Because of *that*. More."},
            {"relation": "recalls"},
            {"target": "p:memo/statement"},
            {"target": "i:pact", "article": "7"},
        ],
    )
    def test_other_content_under_the_same_form_is_not_dropped(
        self, edition: Edition, rita: User, pact: Instrument, other: dict[str, str]
    ) -> None:
        send(rita, target="i:pact")
        response = send(rita, **{"target": "i:pact", **other})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "has already been submitted" in response.text
        assert "Because of *that*." in response.text
        assert SENT["submission"] not in response.text
        assert CrossReference.objects.count() == 1

    def test_another_person_s_form_is_not_taken(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        send(rita, target="i:pact")
        response = send(make_referrer("rob"), target="i:pact")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "has already been submitted" in response.text

    def test_too_many_are_kept_in_the_form(
        self, edition: Edition, rita: User, pact: Instrument, settings: Settings
    ) -> None:
        settings.COMMENTARY_REFERENCES_PER_PERSON = 1
        make_reference(version_of(edition, "statement-pre2"), pact, rita)
        response = send(rita, target="i:pact")
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert int(response["Retry-After"]) > 3500
        assert "Because of *that*." in response.text
        assert CrossReference.objects.count() == 1

    def test_moderators_are_not_limited(
        self, edition: Edition, pact: Instrument, settings: Settings
    ) -> None:
        settings.COMMENTARY_REFERENCES_PER_PERSON = 1
        mona = make_referrer("mona", "commentary.moderate_comment")
        make_reference(version_of(edition, "statement-pre2"), pact, mona)
        assert send(mona, target="i:pact").status_code == HTTPStatus.FOUND

    def test_a_preview_stores_nothing(self, edition: Edition, rita: User) -> None:
        html = send(rita, preview="1").content.decode()
        assert "Because of <em>that</em>." in html
        assert not CrossReference.objects.exists()

    def test_searching_without_scripts(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        response = send(rita, look="1", find="маяк")
        assert response.status_code == HTTPStatus.OK
        html = response.content.decode()
        assert 'value="i:pact"' in html
        assert "Because of *that*." in html


class TestRefusals:
    def refused(self, response: Any, why: str) -> str:
        html: str = response.content.decode()
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert why in html
        assert "Because of *that*." in html  # nothing typed is lost
        return html

    def test_nothing_chosen(self, edition: Edition, rita: User) -> None:
        self.refused(send(rita), "Choose what the clause refers to.")

    def test_two_things_chosen(
        self, edition: Edition, rita: User, pact: Instrument
    ) -> None:
        sent = send(rita, target="i:pact", listed="c:memo/statement-pre2")
        self.refused(sent, "Choose only one thing")

    @pytest.mark.parametrize(
        "target",
        [
            "c:memo/none",
            "c:none/statement-pre1",
            "p:memo/none",
            "i:none",
            "x:memo",
            "memo",
            "c:memo",
            "c:../..",
        ],
    )
    def test_dangling_targets(self, edition: Edition, rita: User, target: str) -> None:
        self.refused(send(rita, target=target), "does not exist")

    def test_a_draft_is_nothing_to_those_who_may_not_see_it(
        self, edition: Edition, rita: User
    ) -> None:
        make_draft("hidden")
        target = "c:hidden/statement-pre1"
        self.refused(send(rita, target=target), "does not exist")
        found = signed_in(rita).get(f"{TARGETS}?q=Noting").content.decode()
        assert "hidden" not in found

    def test_a_clause_of_a_draft_is_told_to_editors(self, edition: Edition) -> None:
        import_text(
            edition.document,
            language="ru",
            file=make_file("more"),
            units=make_units("ru", paragraphs=4),
        )
        target = "c:memo/statement-pre4"
        rita = make_referrer("rita")
        self.refused(send(rita, target=target), "does not exist")
        edith = make_referrer("edith", "documents.view_edition")
        self.refused(send(edith, target=target), "draft")

    def test_itself(self, edition: Edition, rita: User) -> None:
        self.refused(send(rita, target="c:memo/statement-pre1"), "itself")

    def test_what_is_there_already_is_shown(
        self, edition: Edition, rita: User, pact: Instrument, version: ClauseVersion
    ) -> None:
        there = make_reference(version, pact, make_reviewer())
        html = self.refused(send(rita, target="i:pact"), "already")
        assert there.get_absolute_url() in html

    @pytest.mark.parametrize("article", ["seven", "IIII", "0", "7; DROP", "⅞"])
    def test_no_number(
        self, edition: Edition, rita: User, pact: Instrument, article: str
    ) -> None:
        sent = send(rita, target="i:pact", article=article)
        self.refused(sent, "Enter a number")

    def test_articles_of_a_clause(self, edition: Edition, rita: User) -> None:
        sent = send(rita, target="c:memo/statement-pre2", article="7")
        self.refused(sent, "only for instruments")

    @pytest.mark.parametrize("field", ["relation", "language", "submission"])
    def test_nonsense(
        self, edition: Edition, rita: User, pact: Instrument, field: str
    ) -> None:
        sent = send(rita, **{"target": "i:pact", field: "nonsense"})
        self.refused(sent, "role=")


class TestAPartOfADraft:
    """Nothing to those who see no drafts; to editors a thing not published yet."""

    TARGET = "p:memo/annex-2"

    @pytest.fixture
    def annex(self, edition: Edition) -> Part:
        return make_annex(begin_draft(edition, user=None))

    @pytest.fixture
    def editor(self) -> User:
        return make_referrer("edith", "documents.view_edition")

    @pytest.mark.parametrize("find", ["annex", "2", "secret"])
    def test_is_not_found(
        self, annex: Part, rita: User, editor: User, find: str
    ) -> None:
        for client in (Client(), signed_in(rita), signed_in(editor)):
            html = client.get(f"{TARGETS}?q={find}").content.decode()
            assert self.TARGET not in html
            assert "Secret annex" not in html

    def test_is_not_listed(self, annex: Part, rita: User) -> None:
        html = signed_in(rita).get(f"{NEW}?target={self.TARGET}").content.decode()
        assert 'value="p:memo/statement"' in html
        assert f'value="{self.TARGET}"' not in html
        assert "Secret annex" not in html

    def test_editors_find_it_beside_the_draft(self, annex: Part, editor: User) -> None:
        html = signed_in(editor).get(f"{TARGETS}?q=annex&edition=2").text
        assert self.TARGET in html

    @pytest.mark.parametrize("field", ["target", "listed"])
    def test_is_no_target(self, annex: Part, rita: User, field: str) -> None:
        response = send(rita, **{field: self.TARGET})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Secret annex" not in response.text
        assert not CrossReference.objects.exists()

    def test_editors_are_told_why_not(self, annex: Part, editor: User) -> None:
        response = send(editor, target=self.TARGET)
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "You can refer to a draft once" in response.text
        assert not CrossReference.objects.exists()

    def test_the_service_takes_no_other_edition_for_it(
        self, annex: Part, edition: Edition, version: ClauseVersion, editor: User
    ) -> None:
        for pinned in edition.document.editions.all():
            with pytest.raises(Refused, match="draft"):
                make_reference(version, Target(part=annex, edition=pinned), editor)

    def test_its_draft_can_be_discarded(
        self, annex: Part, edition: Edition, rita: User
    ) -> None:
        send(rita, target=self.TARGET)
        delete_edition(edition.document.editions.get(number=2))
        assert not Part.objects.filter(pk=annex.pk).exists()

    def test_is_a_target_once_it_is_published(
        self, annex: Part, edition: Edition, rita: User
    ) -> None:
        publish_edition(edition.document.editions.get(number=2), user=None)
        assert self.TARGET in Client().get(f"{TARGETS}?q=annex").text
        assert send(rita, target=self.TARGET).status_code == HTTPStatus.FOUND
        made = CrossReference.objects.get(author=rita)
        assert made.part_edition is not None
        assert (made.part, made.part_edition.number) == (annex, 2)


class TestSearching:
    def found(self, query: str, code: str = "en") -> str:
        address = TARGETS.replace("/en/", f"/{code}/")
        return Client().get(address, {"q": query}).content.decode()

    @pytest.mark.parametrize("query", ["light", "ПАКТ", "灯塔", "pact", "  Pact   on "])
    def test_instruments_in_any_language(
        self, edition: Edition, pact: Instrument, query: str
    ) -> None:
        assert 'value="i:pact"' in self.found(query)

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("2", "en"),
            ("preambular 2", "en"),
            ("преамбулы 2", "ru"),
            ("Noting point 2", "ru"),
        ],
    )
    def test_clauses_by_number_and_words(
        self, edition: Edition, query: str, code: str
    ) -> None:
        html = self.found(query, code)
        assert 'value="c:memo/statement-pre2"' in html
        assert 'value="c:memo/statement-pre3"' not in html

    def test_words_of_other_documents(self, edition: Edition) -> None:
        make_edition("other")
        assert 'value="c:other/statement-pre2"' in self.found("point 2")

    def test_what_is_found_is_escaped(self, edition: Edition) -> None:
        make_instrument("evil", title_en='"><script>alert(1)</script>')
        assert "<script" not in self.found("script")

    @pytest.mark.parametrize("query", ["", "   ", "%", "_", "\\", "'", "x" * 500])
    def test_odd_queries(self, edition: Edition, query: str) -> None:
        assert "c:memo/statement-pre2" not in self.found(query)

    def test_takes_as_many_queries_for_many(self, edition: Edition) -> None:
        make_instrument("point")
        self.found("point")  # what the database said of a word is kept
        few = queries_of(lambda: self.found("point"))
        for number in range(6):
            make_instrument(f"point-{number}")
        make_edition("other")
        assert queries_of(lambda: self.found("point")) == few
        assert few <= 10
