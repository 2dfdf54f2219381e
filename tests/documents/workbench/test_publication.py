"""Publishing from the administration, and what begins from a published edition."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.languages import CODES
from documents.models import Edition
from documents.presenters.number_checks import Fault
from documents.services import (
    begin_draft,
    correct_metadata,
    fingerprint,
    publish_edition,
)
from documents.workbench.drafts import workbench_url
from portal.people.models import User
from portal.people.roles import Role
from tests.base import LANGUAGES, flat, signed_in
from tests.commentary.factories import make_term
from tests.documents.services.test_renumber import give
from tests.documents.workbench.base import administrator, list_of, messages_of, page_of
from tests.factories import (
    make_draft,
    make_edition,
    make_member,
    make_numbered_draft,
    make_person,
)

pytestmark = pytest.mark.django_db
PUBLISH = "/admin/documents/edition/publish/"
VIEW = "documents.view_edition"
CHANGE = "documents.change_edition"


@pytest.fixture
def admin() -> Client:
    return administrator()


def staff(*permissions: str) -> Client:
    person = make_person("staff", *permissions)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    return signed_in(User.objects.get(pk=person.pk))


def seen(*drafts: Edition, **confirmed: list[str]) -> dict[str, object]:
    """What the summary's form sends back."""
    marks = {f"seen-{draft.pk}": fingerprint(draft) for draft in drafts}
    return {"edition": [draft.pk for draft in drafts], **marks, **confirmed}


class TestPublish:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_tells_what_is_published(self, admin: Client, code: str) -> None:
        draft = make_draft(languages=["zh-hans", "ru"])
        row = draft.versions.all()[0]
        draft.versions.filter(pk=row.pk).update(**{"text_ru": ""})
        response = admin.get(
            f"{PUBLISH}?edition={draft.pk}", headers={"accept-language": code}
        )
        assert response.status_code == 200
        [report] = response.context["reports"]
        assert [(item.language.code, item.missing) for item in report.languages] == [
            ("zh-hans", 0),
            ("ru", 1),
        ]
        draft.refresh_from_db()
        assert not draft.is_published

    def test_tells_which_terms_lack_an_equivalent(self, admin: Client) -> None:
        make_term("point", name_en="point of paper", name_ru="пункт повестки")
        draft = make_draft(languages=["en", "ru"])
        first = draft.versions.filter(clause__key="statement-pre1")
        first.update(**{"text_en": "A point of paper", "text_ru": "Нечто иное"})
        response = admin.get(f"{PUBLISH}?edition={draft.pk}")
        assert "пункт повестки" in response.text
        assert f'href="{workbench_url(draft, "statement-pre1")}"' in response.text

    def test_tells_which_numbers_to_check(self, admin: Client) -> None:
        draft = make_numbered_draft()
        give(draft, "statement-op3", "2.")
        address = f"{PUBLISH}?edition={draft.pk}"
        response = admin.get(address)
        [report] = response.context["reports"]
        assert [series.language.code for series in report.numbering] == [*CODES]
        told = [(fault.key, fault.fault) for fault in report.numbering[0].faults]
        assert told == [
            ("statement-op3", Fault.DUPLICATE),
            ("statement-op4", Fault.GAP),
        ]
        assert f'href="{workbench_url(draft, "statement-op4")}"' in response.text
        admin.post(PUBLISH, seen(draft))
        draft.refresh_from_db()
        assert draft.is_published

    def test_published_as_seen(self, admin: Client) -> None:
        draft = make_draft()
        assert f"{PUBLISH}?edition={draft.pk}" in admin.get(page_of(draft)).text
        response = admin.post(PUBLISH, seen(draft), follow=True)
        assert messages_of(response) == ["Edition 1 of memo has been published."]
        draft.refresh_from_db()
        assert draft.published_by == User.objects.get()

    def test_a_changed_standing_credit_or_source_is_told(self, admin: Client) -> None:
        draft = begin_draft(make_edition(), user=None)
        stated = {"standing": "official", "source_en": "A/61/1"}
        draft.languages.filter(language="en").update(**stated)
        [report] = admin.get(f"{PUBLISH}?edition={draft.pk}").context["reports"]
        assert [
            (change.language.code, change.name, change.was, change.now)
            for change in report.language_changes
        ] == [
            ("en", "standing", "unofficial translation", "official translation"),
            ("en", "source", "", "A/61/1"),
        ]
        admin.post(PUBLISH, seen(draft))
        page = admin.get("/en/documents/memo/editions/2/changes/").text
        assert "<del>unofficial translation</del>" in page
        assert "<ins>official translation</ins>" in page
        assert "Nothing changed between these editions." not in page

    def test_a_source_changed_since_the_review_is_not_published(
        self, admin: Client
    ) -> None:
        draft = make_draft()
        sent = seen(draft)
        draft.languages.filter(language="en").update(**{"source_ru": "Иное"})
        assert admin.post(PUBLISH, sent).status_code == 409
        draft.refresh_from_db()
        assert not draft.is_published

    def test_what_is_blank_is_named(self, admin: Client) -> None:
        draft = make_draft(languages=["ru"])
        [report] = admin.get(f"{PUBLISH}?edition={draft.pk}").context["reports"]
        assert report.blanks == [
            "symbol",
            "date of issue",
            "original language",
            "short title (Русский)",
            "body (Русский)",
            "source: Русский",
        ]
        type(draft.document).objects.update(symbol="A/61/1")
        [report] = admin.get(f"{PUBLISH}?edition={draft.pk}").context["reports"]
        assert "symbol" not in report.blanks

    def test_corrected_metadata_are_told(self, admin: Client) -> None:
        draft = begin_draft(make_edition(), user=None)
        correct_metadata(
            draft.document, {"symbol": "A/61/1"}, reason="Seen in print.", user=None
        )
        html = admin.get(f"{PUBLISH}?edition={draft.pk}").text
        assert "Metadata corrected" in html
        assert "Nothing has been changed." not in html
        admin.post(PUBLISH, seen(draft))
        page = flat(admin.get("/en/documents/memo/editions/2/changes/").text)
        assert "</span>A/61/1<span" in page
        assert "Nothing changed between these editions." not in page

    def test_from_the_list(self, admin: Client) -> None:
        drafts = [make_draft("one"), make_draft("two")]
        chosen = [draft.pk for draft in drafts]
        sent = {"action": "publish", "_selected_action": chosen}
        response = admin.post(list_of(Edition), sent, follow=True)
        assert len(response.context["reports"]) == 2
        admin.post(PUBLISH, seen(*drafts))
        assert Edition.objects.published().count() == 2

    def test_a_refusal_is_told(self, admin: Client) -> None:
        edition, empty = make_edition(), make_draft("empty")
        empty.versions.all().delete()
        sent = {"edition": [edition.pk, empty.pk, "nonsense"]}
        told = messages_of(admin.post(PUBLISH, sent, follow=True))
        assert "already been published" in told[1]
        # Not with the name in addresses, which the page would begin with a capital.
        assert told[1].startswith("Edition 1 of memo: ")
        assert "has no clauses" in told[0]

    def test_sent_twice_is_published_once(self, admin: Client) -> None:
        draft = make_draft()
        sent = seen(draft)
        told = [messages_of(admin.post(PUBLISH, sent, follow=True)) for _ in range(2)]
        assert told == [["Edition 1 of memo has been published."]] * 2
        another = signed_in(make_member(Role.PUBLISHER))
        [other] = messages_of(another.post(PUBLISH, sent, follow=True))
        assert "already been published" in other

    def test_nothing_chosen(self, admin: Client) -> None:
        assert "No edition has been chosen." in admin.get(PUBLISH).text
        response = admin.post(PUBLISH)
        assert response.status_code == 400
        assert "No edition has been chosen." in response.text

    @pytest.mark.parametrize("permissions", [(VIEW, CHANGE), (VIEW,)])
    def test_needs_the_permission(self, permissions: tuple[str, ...]) -> None:
        draft, client = make_draft(), staff(*permissions)
        assert PUBLISH not in client.get(page_of(draft)).text
        assert 'value="publish"' not in client.get(list_of(Edition)).text
        assert client.post(PUBLISH, {"edition": draft.pk}).status_code == 403
        draft.refresh_from_db()
        assert not draft.is_published

    def test_with_the_permission(self) -> None:
        draft = make_draft()
        client = staff(VIEW, CHANGE, "documents.publish_edition")
        assert client.post(PUBLISH, seen(draft)).status_code == 302
        draft.refresh_from_db()
        assert draft.is_published


class TestNewDraft:
    def address(self, edition: Edition) -> str:
        return f"/admin/documents/edition/{edition.pk}/draft/"

    def test_begins_as_a_copy(self, admin: Client) -> None:
        edition = make_edition()
        assert self.address(edition) in admin.get(page_of(edition)).text
        assert admin.get(self.address(edition)).status_code == 200
        assert Edition.objects.count() == 1
        admin.post(self.address(edition))
        draft = Edition.objects.get(number=2)
        assert (draft.based_on, draft.versions.count()) == (edition, 5)

    def test_not_beside_another(self, admin: Client) -> None:
        edition = make_edition()
        for _attempt in range(2):
            response = admin.post(self.address(edition), follow=True)
        assert Edition.objects.count() == 2
        assert "already a draft" in messages_of(response)[0]
        draft = Edition.objects.get(number=2)
        assert response.redirect_chain[-1][0] == workbench_url(draft)

    def test_only_from_the_latest(self, admin: Client) -> None:
        first = make_edition()
        second = publish_edition(begin_draft(first, user=None), user=None)
        assert self.address(first) not in admin.get(page_of(first)).text
        assert self.address(second) in admin.get(page_of(second)).text
        response = admin.post(self.address(first), follow=True)
        assert "A later edition has been published" in messages_of(response)[0]
        assert Edition.objects.count() == 2

    def test_needs_the_permission(self) -> None:
        edition, client = make_edition(), staff(VIEW, CHANGE)
        assert self.address(edition) not in client.get(page_of(edition)).text
        assert client.post(self.address(edition)).status_code == 403
