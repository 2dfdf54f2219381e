"""Pages prepared for people with the same rights: each has what is their own."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from commentary.models import Notice
from commentary.notices.watch import watch
from documents.models import ClauseVersion, Edition
from portal.people.models import User
from portal.people.roles import Role
from portal.prepared.keeping import PAGES
from tests.base import signed_in
from tests.commentary.factories import (
    make_comment,
    make_instrument,
    make_reference,
    make_referrer,
)
from tests.factories import make_member

pytestmark = pytest.mark.django_db
DOCUMENT = "/en/documents/memo/"
SHARED = [
    "/en/",
    "/ru/help/",
    "/zh-hans/documents/",
    DOCUMENT,
    "/ru/documents/memo/?texts=ru",
    f"{DOCUMENT}editions/",
    f"{DOCUMENT}editions/1/",
    f"{DOCUMENT}editions/1/changes/",
    f"{DOCUMENT}metadata/",
    f"{DOCUMENT}references/",
    f"{DOCUMENT}references/network/",
    "/en/instruments/",
    "/en/instruments/pact/",
]


@pytest.fixture(autouse=True)
def _reference(version: ClauseVersion) -> None:
    make_reference(version, make_instrument(), make_referrer("rosa"))


def ordinary(user: User, path: str) -> str:
    """The page as it is made without anything prepared."""
    plain = [
        name for name in settings.MIDDLEWARE if not name.startswith("portal.prepared")
    ]
    with override_settings(MIDDLEWARE=plain):
        return shown(signed_in(user), path)


def shown(client: Client, path: str) -> str:
    """A page, without the token of its forms, which is another in every answer."""
    html = client.get(path).content.decode()
    assert "\0" not in html
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", html)


class TestPage:
    @pytest.mark.parametrize("role", [*Role, None])
    @pytest.mark.parametrize("path", SHARED)
    def test_is_each_person_s_own(
        self, version: ClauseVersion, path: str, role: Role | None
    ) -> None:
        if role is None:
            anna, boris = make_referrer("anna"), make_referrer("boris")
        else:
            anna, boris = make_member(role, "anna"), make_member(role, "boris")
        watch(boris, version.clause.document)
        make_comment(version, boris, "On the point")
        first = shown(signed_in(anna), path)
        kept = len(PAGES)
        second = shown(signed_in(boris), path)
        assert len(PAGES) == kept > 0
        assert first == ordinary(anna, path)
        assert second == ordinary(boris, path)

    def test_costs_what_is_one_s_own(self, version: ClauseVersion) -> None:
        anna = signed_in(make_referrer("anna"))
        anna.get(DOCUMENT)
        with CaptureQueriesContext(connection) as queries:
            anna.get(DOCUMENT)
        # Session, person, rights of the person and of groups, number, notices, watches.
        assert len(queries) == 7

    def test_is_another_one_for_another_time_zone(self, version: ClauseVersion) -> None:
        anna, boris = make_referrer("anna"), make_referrer("boris")
        boris.timezone = "Asia/Almaty"
        boris.save()
        shown(signed_in(anna), DOCUMENT)
        kept = len(PAGES)
        shown(signed_in(boris), DOCUMENT)
        assert len(PAGES) == kept + 1


class TestTruth:
    def test_a_right_that_is_taken_away(self, edition: Edition) -> None:
        from documents.services import begin_draft

        begin_draft(edition, user=None)
        editor = make_member(Role.EDITOR, "anna")
        client, path = signed_in(editor), f"{DOCUMENT}editions/2/"
        assert client.get(path).status_code == 200
        editor.groups.clear()
        assert client.get(path).status_code == 404

    def test_a_draft_is_shown_as_it_is(self, edition: Edition) -> None:
        from documents.services import begin_draft

        draft = begin_draft(edition, user=None)
        client = signed_in(make_member(Role.EDITOR, "anna"))
        path = f"{DOCUMENT}editions/2/"
        assert "changed at last" not in shown(client, path)
        version = draft.versions.get(clause__key="statement-pre1")
        version.text_en = "changed at last,"
        version.save()
        assert "changed at last" in shown(client, path)

    def test_a_comment_of_one_s_own(self, version: ClauseVersion) -> None:
        anna = make_referrer("anna")
        client = signed_in(anna)
        assert ">1 comment<" not in shown(client, DOCUMENT)
        make_comment(version, anna)
        assert ">1 comment<" in shown(client, DOCUMENT)

    def test_a_notice_and_a_watch(self, version: ClauseVersion) -> None:
        anna, boris = make_referrer("anna"), make_referrer("boris")
        client = signed_in(anna)
        assert "Stop watching" not in shown(client, DOCUMENT)
        watch(anna, version.clause.document)
        make_comment(version, boris)
        assert Notice.objects.filter(person=anna).exists()
        html = shown(client, DOCUMENT)
        assert "Stop watching this document" in html
        assert "(1 unread)" in html

    def test_signing_out(self, version: ClauseVersion) -> None:
        client = signed_in(make_referrer("anna"))
        shown(client, DOCUMENT)
        client.logout()
        assert "Your account" not in shown(client, DOCUMENT)

    def test_what_is_not_there(self, version: ClauseVersion) -> None:
        client = signed_in(make_referrer("anna"))
        answer = client.get("/en/documents/none/")
        assert answer.status_code == 404
        assert "Your account" in answer.content.decode()
        assert "\0" not in answer.content.decode()
        assert len(PAGES) == 0


def test_each_person_gets_the_languages_they_read_first(edition: Edition) -> None:
    people = [make_member(Role.COMMENTATOR, name) for name in ("vera", "mei")]
    for person, language in zip(people, ("ru", "zh-hans"), strict=True):
        person.languages_read = [language]
        person.save()
    heads = [
        re.findall(
            r'class="column-language" lang="([^"]+)"', shown(signed_in(each), DOCUMENT)
        )
        for each in people
    ]
    assert [head[1] for head in heads] == ["ru", "zh-Hans"]
