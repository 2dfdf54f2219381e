"""Writing a comment: on the page, beside the text, and with mistakes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from commentary.models import Comment
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import signed_in
from tests.commentary.factories import make_comment
from tests.factories import make_person

pytestmark = pytest.mark.django_db
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"
URL = f"{CLAUSE}commentary/"
PART = {"HX-Request": "true"}


def said(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "comment",
        "language": "en",
        "source": "A **good** point",
        "submission": str(uuid.uuid4()),
        "edition": "1",
        **changes,
    }


class TestPost:
    def test_stores_and_leads_to_it(self, version: ClauseVersion, carol: User) -> None:
        response = signed_in(carol).post(URL, said())
        comment = Comment.objects.get()
        assert response.status_code == 302
        assert response["Location"] == f"/en/comments/{comment.pk}/"
        assert (comment.author, comment.version) == (carol, version)
        page = signed_in(carol).get(response["Location"], follow=True)
        assert "<strong>good</strong>" in page.content.decode()

    def test_answers_a_part_with_the_discussion(
        self, version: ClauseVersion, carol: User
    ) -> None:
        response = signed_in(carol).post(URL, said(), headers=PART)
        html = response.content.decode()
        assert "<html" not in html
        assert "<strong>good</strong>" in html
        assert response["HX-Retarget"] == "#commentary"

    def test_twice_is_once(self, version: ClauseVersion, carol: User) -> None:
        client, form = signed_in(carol), said()
        assert client.post(URL, form)["Location"] == client.post(URL, form)["Location"]
        assert Comment.objects.count() == 1

    def test_another_text_under_the_same_form_is_not_dropped(
        self, version: ClauseVersion, carol: User
    ) -> None:
        client, form = signed_in(carol), said()
        client.post(URL, form)
        again = {**form, "source": "More words"}
        response = client.post(URL, again)
        assert response.status_code == 422
        assert "More words" in response.text
        assert form["submission"] not in response.text

    def test_another_person_s_form_is_not_taken(
        self, version: ClauseVersion, carol: User, rita: User
    ) -> None:
        form = said()
        signed_in(carol).post(URL, form)
        assert signed_in(rita).post(URL, form).status_code == 422
        assert Comment.objects.count() == 1

    def test_asks_people_without_a_name_for_one(self, version: ClauseVersion) -> None:
        nameless = make_person("nameless", "commentary.add_comment")
        client = signed_in(nameless)
        assert client.post(URL, said()).status_code == 422
        assert client.post(URL, said(display_name="Zoë")).status_code == 302
        nameless.refresh_from_db()
        assert nameless.display_name == "Zoë"

    def test_a_name_is_stored_only_with_the_comment(
        self, version: ClauseVersion
    ) -> None:
        barred = make_person("barred")
        response = signed_in(barred).post(URL, said(display_name="Zoë"))
        assert response.status_code == 422
        barred.refresh_from_db()
        assert barred.display_name == ""

    @pytest.mark.parametrize("name", ["An\u200bna", "Moderator", "!!", "x" * 101])
    def test_a_name_is_checked_as_in_the_profile(
        self, version: ClauseVersion, name: str
    ) -> None:
        nameless = make_person("nameless", "commentary.add_comment")
        client = signed_in(nameless)
        response = client.post(URL, said(display_name=name))
        assert response.status_code == 422
        nameless.refresh_from_db()
        assert nameless.display_name == ""
        assert not Comment.objects.exists()


class TestTooMany:
    def test_says_when_to_go_on_and_loses_nothing(
        self, version: ClauseVersion, carol: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 1
        client = signed_in(carol)
        assert client.post(URL, said()).status_code == 302
        for headers in ({}, PART):
            response = client.post(URL, said(source="Kept words"), headers=headers)
            assert response.status_code == 429
            assert int(response["Retry-After"]) > 3500
            assert "Kept words" in response.text
        assert Comment.objects.count() == 1

    def test_from_one_address(
        self, version: ClauseVersion, carol: User, rita: User, settings: Settings
    ) -> None:
        cache.clear()
        settings.COMMENTARY_POSTS_PER_ADDRESS = 1
        assert signed_in(carol).post(URL, said()).status_code == 302
        response = signed_in(rita).post(URL, said(source="Kept words"))
        assert response.status_code == 429
        assert "Kept words" in response.text


class TestPreview:
    def test_stores_nothing_and_keeps_what_was_typed(
        self, version: ClauseVersion, carol: User
    ) -> None:
        response = signed_in(carol).post(URL, said(preview="1"))
        html = response.content.decode()
        assert response.status_code == 200
        assert "<strong>good</strong>" in html
        assert ">\nA **good** point</textarea>" in html
        assert not Comment.objects.exists()

    def test_is_as_safe_as_the_comment(
        self, version: ClauseVersion, carol: User
    ) -> None:
        form = said(preview="1", source="<script>x</script>")
        html = signed_in(carol).post(URL, form).content.decode()
        assert "<script>x" not in html


class TestBadInput:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"source": "  \n "}, "Write something first."),
            ({"source": "x" * 10_001}, "10000"),
            ({"kind": "advert"}, "advert"),
            ({"language": "fr"}, "fr"),
            ({"submission": "zzz"}, "form"),
        ],
    )
    def test_is_explained_and_nothing_is_lost(
        self, version: ClauseVersion, carol: User, change: dict[str, str], words: str
    ) -> None:
        response = signed_in(carol).post(URL, said(**change))
        html = response.content.decode()
        assert response.status_code == 422
        assert words in html
        if "source" not in change:
            assert "A **good** point" in html
        assert not Comment.objects.exists()

    @pytest.mark.parametrize("number", ["9", "x", "-1", "99999999999"])
    def test_an_edition_that_is_not_there_is_the_current_one(
        self, version: ClauseVersion, carol: User, number: str
    ) -> None:
        signed_in(carol).post(URL, said(edition=number))
        assert Comment.objects.get().version == version

    def test_people_without_leave_are_told(self, version: ClauseVersion) -> None:
        person = make_person("barred")
        person.display_name = "Barred"
        person.save()
        response = signed_in(person).post(URL, said())
        assert "You may not comment with this account." in response.content.decode()
        assert not Comment.objects.exists()

    def test_other_clauses_are_404(self, version: ClauseVersion, carol: User) -> None:
        url = URL.replace("pre1", "pre99")
        assert signed_in(carol).post(url, said()).status_code == 404

    def test_other_methods_are_refused(self, client: Client) -> None:
        assert client.put(URL).status_code == 405


class TestSessionEnds:
    def test_what_was_typed_waits_until_one_is_back(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        response = client.post(URL, said())
        assert response.status_code == 302
        assert "/login" in response["Location"]
        client.force_login(carol)
        html = client.get(CLAUSE).content.decode()
        assert "A **good** point" in html
        assert "A **good** point" not in client.get(CLAUSE).content.decode()

    def test_a_part_is_led_there_as_a_page(
        self, client: Client, version: ClauseVersion
    ) -> None:
        response = client.post(URL, said(), headers=PART)
        assert response.status_code == 204
        assert "login" in response["HX-Redirect"]


class TestGet:
    def test_alone_leads_to_the_page(
        self, client: Client, version: ClauseVersion
    ) -> None:
        assert client.get(URL)["Location"] == f"{CLAUSE}#commentary"

    def test_as_a_part_is_the_discussion(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol, "Beside the text")
        html = client.get(f"{URL}?edition=1", headers=PART).content.decode()
        assert "Beside the text" in html
        assert "<html" not in html


class TestLanguage:
    def test_another_script_is_asked_about_once(
        self, version: ClauseVersion, carol: User
    ) -> None:
        client, form = signed_in(carol), said(source="译文与俄文不符", language="en")
        response = client.post(URL, form, headers=PART)
        html = response.content.decode()
        assert response.status_code == 422
        assert "seems to be in another language" in html
        assert '<option value="zh-hans" selected>' in html
        assert not Comment.objects.exists()
        client.post(URL, {**form, "sure": "1"})
        assert Comment.objects.get().language == "en"

    def test_the_script_of_the_chosen_language_is_not(
        self, version: ClauseVersion, carol: User
    ) -> None:
        signed_in(carol).post(URL, said(source="Здесь не так", language="ru"))
        assert Comment.objects.get().language == "ru"


class TestPerson:
    def test_what_another_typed_is_refused_each_time(
        self, version: ClauseVersion, carol: User, rita: User
    ) -> None:
        client = signed_in(rita)
        form = said(source="Typed by Carol", person=str(carol.pk))
        for _press in range(2):
            response = client.post(URL, form, headers=PART)
            html = response.content.decode()
            assert response.status_code == 422
            assert "someone else was signed in" in html
            assert "Typed by Carol</textarea>" in html
            assert f'name="person" value="{carol.pk}"' in html
        assert not Comment.objects.exists()

    def test_a_visitor_goes_on_as_whoever_signs_in(
        self, version: ClauseVersion, rita: User
    ) -> None:
        signed_in(rita).post(URL, said(person=""))
        assert Comment.objects.get().author == rita
