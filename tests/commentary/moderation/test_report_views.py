from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from commentary.models import Comment, Report
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import at_most, signed_in
from tests.commentary.factories import decide, hide, make_comment, suspend

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(version: ClauseVersion, carol: User) -> Comment:
    cache.clear()
    return make_comment(version, carol, "Buy *carpets*!")


def page(comment: Comment, code: str = "en") -> str:
    return f"/{code}/comments/{comment.pk}/report/"


class TestReport:
    def test_is_stored(self, comment: Comment, rita: User) -> None:
        data = {"reason": "spam", "words": "Carpets again."}
        response = signed_in(rita).post(page(comment), data)
        assert response.status_code == 302
        report = Report.objects.get()
        assert (report.reporter, report.words) == (rita, "Carpets again.")

    def test_shows_what_is_reported(self, comment: Comment, rita: User) -> None:
        client = signed_in(rita)
        with at_most(7):
            html = client.get(page(comment)).content.decode()
        assert "<em>carpets</em>" in html
        assert 'class="field no-people"' in html

    @pytest.mark.parametrize(
        "data", [{}, {"reason": "x"}, {"reason": "other"}, {"words": "x" * 2001}]
    )
    def test_bad_input_loses_nothing(
        self, comment: Comment, rita: User, data: dict[str, str]
    ) -> None:
        response = signed_in(rita).post(page(comment), data)
        assert response.status_code == 422
        assert data.get("words", "") in response.content.decode()
        assert not Report.objects.exists()

    def test_a_program_is_told(self, comment: Comment, rita: User) -> None:
        data = {"reason": "spam", "words": "Kept words", "website": "http://x.example"}
        response = signed_in(rita).post(page(comment), data)
        html = response.content.decode()
        assert response.status_code == 422
        assert "Kept words" in html
        assert "no-people" not in html

    def test_again_after_it_was_kept_says_so(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        client = signed_in(rita)
        client.post(page(comment), {"reason": "spam"})
        decide(comment, "kept", mona)
        response = client.post(page(comment), {"reason": "spam"}, follow=True)
        assert "You have already reported this text." in response.text
        assert not Report.objects.open().exists()

    def test_too_many(self, comment: Comment, rita: User, settings: Settings) -> None:
        settings.COMMENTARY_REPORTS_PER_PERSON = 1
        client = signed_in(rita)
        client.post(page(comment), {"reason": "spam"})
        other = make_comment(comment.version, comment.author)  # type: ignore[arg-type] # there is one
        response = client.post(page(other), {"reason": "spam", "words": "And here"})
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert "And here" in response.content.decode()

    def test_again_is_no_other(
        self, comment: Comment, rita: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_REPORTS_PER_PERSON = 1
        for _each in range(2):
            response = signed_in(rita).post(page(comment), {"reason": "spam"})
            assert response.status_code == 302
        assert Report.objects.count() == 1

    def test_what_went_meanwhile(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        hide(comment, mona)
        response = signed_in(rita).post(page(comment), {"reason": "spam"})
        assert response.status_code == 302
        assert not Report.objects.exists()

    def test_a_bad_report_of_what_is_hidden_shows_no_text(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        hide(comment, mona)
        response = signed_in(rita).post(page(comment), {})
        assert response.status_code == 422
        assert "carpets" not in response.content.decode()

    def test_the_suspended_may_report(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        suspend(rita, mona)
        signed_in(rita).post(page(comment), {"reason": "spam"})
        assert Report.objects.exists()

    def test_strangers_sign_in_first(self, comment: Comment, client: Client) -> None:
        for response in (client.get(page(comment)), client.post(page(comment))):
            assert response.status_code == 302
            assert "next=" in response["Location"]

    def test_one_s_own_is_404(self, comment: Comment, carol: User) -> None:
        assert signed_in(carol).get(page(comment)).status_code == 404

    @pytest.mark.parametrize("state", ["pending", "rejected", "hidden", "withdrawn"])
    def test_what_is_not_read_is_404(
        self, comment: Comment, rita: User, state: str
    ) -> None:
        Comment.objects.update(state=state)
        assert signed_in(rita).get(page(comment)).status_code == 404

    def test_markup_in_words_is_text(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        data = {"reason": "other", "words": "<script>alert(1)</script>"}
        signed_in(rita).post(page(comment), data)
        address = f"/en/moderation/comments/{comment.pk}/"
        html = signed_in(mona).get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html
