"""Pages prepared for people with the same rights: each has what is their own."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone, translation

from commentary.models import Comment, Notice, Suspension, Visit
from commentary.notices.watch import watch
from documents.models import ClauseVersion, Edition
from documents.services import begin_draft
from portal.people.models import User
from portal.people.roles import Role
from portal.prepared.keeping import PAGES
from portal.prepared.personal_page import _deflate, _store, join_gzip
from portal.prepared.scopes import OF_ANYTHING, OF_DOCUMENT
from tests.base import at_once, signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_instrument,
    make_moderator,
    make_reference,
    make_referrer,
    suspend,
)
from tests.factories import make_member
from tests.portal.prepared.touching import WITH_ANOTHER, touching_tables

pytestmark = pytest.mark.django_db
DOCUMENT = "/en/documents/memo/"
CLAUSE = f"{DOCUMENT}clauses/statement-pre1/"
RUSSIAN = "/ru/documents/memo/clauses/statement-pre1/"
HTMX = {"HX-Request": "true"}
PLAIN = [
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
    "/en/terms/",
    "/en/instruments/pact/",
]
WITH_COMMENTS = [
    CLAUSE,
    RUSSIAN,
    f"{CLAUSE}?kind=comment",
    "/zh-hans/documents/memo/commentary/",
    "/en/commentary/",
]
FRAGMENTS = [
    f"{CLAUSE}panel/",
    f"{RUSSIAN}panel/?tab=references",
    f"{CLAUSE}panel/?tab=history",
    f"{CLAUSE}panel/?tab=cite",
    f"{RUSSIAN}commentary/",
]


# Read anew for each answer: by the one query, or by the page that is made.
OF_ONE_PERSON = {
    "django_session",
    "commentary_notice",
    "commentary_visit",
    "commentary_watch",
    "django_content_type",  # names no right that has no row in auth_permission
}


@pytest.fixture(autouse=True)
def _reference(version: ClauseVersion) -> None:
    make_reference(version, make_instrument(), make_referrer("rosa"))


def ordinary(user: User, path: str, **headers: str) -> str:
    """The page as it is made without anything prepared."""
    plain = [
        name for name in settings.MIDDLEWARE if not name.startswith("portal.prepared")
    ]
    with override_settings(MIDDLEWARE=plain):
        return shown(signed_in(user), path, **headers)


def shown(client: Client, path: str, **headers: str) -> str:
    """A page, without the numbers of its forms, which are others in every answer."""
    html = client.get(path, headers=headers).content.decode()
    assert "\0" not in html
    names = r'(name="(?:csrfmiddlewaretoken|submission)" value=)"[-\w]+"'
    return re.sub(names, r"\1", html)


def make_people(role: Role | None, *names: str) -> list[User]:
    if role is None:
        return [make_referrer(name) for name in names]
    return [make_member(role, name) for name in names]


def visit(user: User, version: ClauseVersion, *, ago: timedelta) -> None:
    """Let a person have been in the document so long ago."""
    document = version.clause.document
    seen = timezone.now() - ago
    Visit.objects.update_or_create(
        person=user, document=document, defaults={"seen_at": seen, "before": seen}
    )


def make_comment_in(state: str, version: ClauseVersion, user: User, words: str) -> Any:
    comment = make_comment(version, user, words)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    return comment


def discuss(version: ClauseVersion, user: User, other: User) -> None:
    """Let people say this and that on a clause, some of it before their last visit."""
    first = make_comment(version, user, "On the point", kind="question")
    make_comment(version, other, "A reply", parent=first)
    make_comment_in("withdrawn", version, user, "Withdrawn")
    hidden = make_comment(version, user, "To be hidden")
    make_comment_in("hidden", version, other, "Hidden from all")
    hide(hidden, make_moderator("moderator"))
    Comment.objects.filter(pk=first.pk).update(
        created_at=timezone.now() - timedelta(days=2)
    )
    make_comment(version, other, "Another thread")


def test_every_prepared_page_is_tried() -> None:
    tried = set()
    for path in (*PLAIN, *WITH_COMMENTS, *FRAGMENTS):
        with translation.override(translation.get_language_from_path(path)):
            tried.add(resolve(path.split("?")[0]).view_name)
    assert tried == OF_DOCUMENT | OF_ANYTHING


@pytest.mark.parametrize("path", [*PLAIN, *WITH_COMMENTS, *FRAGMENTS])
def test_whatever_a_page_reads_touches_it_or_is_one_s_own(
    version: ClauseVersion, path: str
) -> None:
    anna = make_member(Role.ADMINISTRATOR, "anna")
    discuss(version, anna, make_referrer("boris"))
    client = signed_in(anna)
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=HTMX if path in FRAGMENTS else {})
    read = "".join(query["sql"] for query in queries.captured_queries)
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', read))
    assert tables - touching_tables() <= WITH_ANOTHER | OF_ONE_PERSON


class TestPage:
    @pytest.mark.parametrize("role", [*Role, None])
    @pytest.mark.parametrize("path", PLAIN)
    def test_is_each_person_s_own(
        self, version: ClauseVersion, path: str, role: Role | None
    ) -> None:
        anna, boris = make_people(role, "anna", "boris")
        watch(boris, version.clause.document)
        make_comment(version, boris, "On the point")
        first = shown(signed_in(anna), path)
        kept = len(PAGES)
        second = shown(signed_in(boris), path)
        assert len(PAGES) == kept > 0
        assert first == ordinary(anna, path)
        assert second == ordinary(boris, path)

    @pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, None])
    @pytest.mark.parametrize("path", [*WITH_COMMENTS, *FRAGMENTS])
    def test_with_comments_is_each_person_s_own(
        self, version: ClauseVersion, path: str, role: Role | None
    ) -> None:
        people = anna, boris, clara = make_people(role, "anna", "boris", "clara")
        discuss(version, anna, boris)
        watch(boris, version.clause)
        watch(clara, Comment.objects.earliest("pk"))
        for person, days in zip(people, (1, 3, 0), strict=True):
            visit(person, version, ago=timedelta(days=days))
        headers = HTMX if path in FRAGMENTS else {}
        made = [ordinary(each, path, **headers) for each in people]
        # The form of a cross-reference is kept as a draft by person, too.
        is_same = "tab=" in path and "tab=references" not in path
        assert len(set(made)) == (1 if is_same else 3)
        first = [shown(signed_in(each), path, **headers) for each in people]
        assert len(PAGES) == 1
        again = [shown(signed_in(each), path, **headers) for each in people]
        assert first == again == made

    def test_says_who_is_suspended(self, version: ClauseVersion) -> None:
        anna, boris = make_people(None, "anna", "boris")
        suspend(boris, make_moderator("moderator"))
        pages = [shown(signed_in(each), CLAUSE) for each in (anna, boris)]
        assert pages == [ordinary(each, CLAUSE) for each in (anna, boris)]
        assert ["<textarea" in page for page in pages] == [True, False]

    def test_asks_for_a_name_who_has_none(self, version: ClauseVersion) -> None:
        anna, boris = make_people(None, "anna", "boris")
        User.objects.filter(pk=boris.pk).update(display_name="")
        pages = [shown(signed_in(each), CLAUSE) for each in (anna, boris)]
        assert ["display_name" in page for page in pages] == [False, True]

    @pytest.mark.parametrize("path", [DOCUMENT, CLAUSE, "/en/commentary/"])
    def test_costs_one_query(self, version: ClauseVersion, path: str) -> None:
        anna, boris = make_people(None, "anna", "boris")
        discuss(version, anna, boris)
        watch(anna, version.clause)
        client = signed_in(anna)
        for _each in range(3):
            client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert len(queries) == 1

    def test_is_another_one_for_another_time_zone(self, version: ClauseVersion) -> None:
        anna, boris = make_referrer("anna"), make_referrer("boris")
        boris.timezone = "Asia/Almaty"
        boris.save()
        shown(signed_in(anna), DOCUMENT)
        kept = len(PAGES)
        shown(signed_in(boris), DOCUMENT)
        assert len(PAGES) == kept + 1

    def test_has_the_headers_of_the_ordinary_one(self, version: ClauseVersion) -> None:
        client = signed_in(make_referrer("anna"))
        made, kept = client.get(CLAUSE), client.get(CLAUSE)
        shown = ("Content-Type", "Content-Language", "X-Frame-Options", "Vary")
        for name in (*shown, "Content-Security-Policy", "Referrer-Policy"):
            assert kept[name] == made[name]
        assert kept.cookies.keys() == made.cookies.keys() == {"csrftoken"}


class TestForm:
    """Forms on a kept page are sent as those of any other."""

    def test_is_taken_with_its_token(self, version: ClauseVersion) -> None:
        anna = make_referrer("anna")
        client = Client(enforce_csrf_checks=True)
        client.force_login(anna)
        client.get(CLAUSE)
        html = client.get(CLAUSE).content.decode()
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', html))
        sent = {**fields, "source": "From a kept page", "kind": "comment"}
        names = ("csrfmiddlewaretoken", "submission", "person", "source", "kind")
        form = {name: sent[name] for name in names} | {"language": "en"}
        answer = client.post(f"{CLAUSE}commentary/", form)
        assert answer.status_code == HTTPStatus.FOUND
        assert "From a kept page" in shown(client, CLAUSE)

    def test_is_another_one_each_time(self, version: ClauseVersion) -> None:
        client = signed_in(make_referrer("anna"))
        pages = [client.get(CLAUSE).content.decode() for _each in range(3)]
        for name in ("csrfmiddlewaretoken", "submission"):
            found = {
                number
                for page in pages
                for number in re.findall(f'name="{name}" value="(.+?)"', page)
            }
            assert len(found) == 3


class TestCoding:
    def test_is_gzip_around_what_is_one_s_own(self, version: ClauseVersion) -> None:
        client = signed_in(make_referrer("anna"))
        plain = shown(client, CLAUSE)
        answer = client.get(CLAUSE, headers={"accept-encoding": "br, gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert int(answer["Content-Length"]) == len(answer.content)
        assert len(answer.content) < len(plain) / 2
        assert abs(len(gzip.decompress(answer.content).decode()) - len(plain)) < 2_000

    @pytest.mark.parametrize(
        "pieces",
        [[b""], [b"words " * 1000, b"and more"], [b"x" * 70_000, "я".encode(), b""]],
    )
    def test_puts_blocks_together(self, pieces: list[bytes]) -> None:
        blocks = [pack(each) for each in pieces for pack in (_deflate, _store)]
        plain = b"".join(each * 2 for each in pieces)
        assert gzip.decompress(join_gzip(blocks, plain)) == plain

    def test_gives_programs_that_read_no_gzip_the_page(
        self, version: ClauseVersion
    ) -> None:
        client = signed_in(make_referrer("anna"))
        for accepted in ("br", "gzip;q=0", ""):
            answer = client.get(CLAUSE, headers={"accept-encoding": accepted})
            assert "Content-Encoding" not in answer.headers
            assert b"</html>" in answer.content


class TestTruth:
    def test_a_right_that_is_taken_away(self, edition: Edition) -> None:
        begin_draft(edition, user=None)
        editor = make_member(Role.EDITOR, "anna")
        client, path = signed_in(editor), f"{DOCUMENT}editions/2/"
        assert client.get(path).status_code == 200
        editor.groups.clear()
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize(
        "change",
        [
            lambda user: user.groups.clear(),
            lambda user: Group.objects.get(name=Role.MODERATOR).permissions.clear(),
            lambda user: Group.objects.get(name=Role.MODERATOR).delete(),
            lambda user: Permission.objects.get(codename="moderate_comment").delete(),
        ],
        ids=["role", "rights of the role", "the role itself", "the right itself"],
    )
    def test_a_moderator_no_more(
        self, version: ClauseVersion, change: Callable[[User], object]
    ) -> None:
        anna = make_member(Role.MODERATOR, "anna")
        make_comment_in("hidden", version, make_referrer("boris"), "Hidden words")
        client = signed_in(anna)
        for _each in range(2):
            assert "Hidden words" in shown(client, CLAUSE)
        change(anna)
        assert "Hidden words" not in shown(client, CLAUSE)
        assert "Moderation" not in shown(client, CLAUSE)

    def test_a_right_of_one_person(self, version: ClauseVersion) -> None:
        anna = make_referrer("anna")
        client = signed_in(anna)
        assert "Moderation" not in shown(client, DOCUMENT)
        right = Permission.objects.get(codename="moderate_comment")
        anna.user_permissions.add(right)
        assert "Moderation" in shown(client, DOCUMENT)
        anna.user_permissions.remove(right)
        assert "Moderation" not in shown(client, DOCUMENT)

    def test_a_suspension_and_its_end(self, version: ClauseVersion) -> None:
        anna = make_referrer("anna")
        client = signed_in(anna)
        for _each in range(2):
            assert "<textarea" in shown(client, CLAUSE)
        suspend(anna, make_moderator("moderator"))
        for _each in range(2):
            assert "<textarea" not in shown(client, CLAUSE)
        # It ends by itself: nothing is written then.
        past = timezone.now() - timedelta(seconds=1)
        Suspension.objects.update(until=past)
        assert "<textarea" in shown(client, CLAUSE)

    @pytest.mark.parametrize("path", [DOCUMENT, CLAUSE])
    @pytest.mark.parametrize(
        "change",
        [
            lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
            lambda user: (user.set_password("another one"), user.save()),
            lambda user: user.delete(),
        ],
        ids=["closed", "another password", "gone"],
    )
    def test_a_session_that_is_none_any_more(
        self, version: ClauseVersion, change: Callable[[User], object], path: str
    ) -> None:
        anna = make_referrer("anna")
        client = signed_in(anna)
        for _each in range(2):
            assert "Your account" in shown(client, path)
        Visit.objects.filter(person=anna).delete()
        change(anna)
        assert "Your account" not in shown(client, path)

    def test_a_session_that_has_expired(self, version: ClauseVersion) -> None:
        client = signed_in(make_referrer("anna"))
        for _each in range(2):
            assert "Your account" in shown(client, DOCUMENT)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_session SET expire_date = now()")
        assert "Your account" not in shown(client, DOCUMENT)

    def test_a_session_signed_with_a_former_key(self, version: ClauseVersion) -> None:
        client, key = signed_in(make_referrer("anna")), settings.SECRET_KEY
        with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[key]):
            first = client.get(DOCUMENT)
            assert "Your account" in first.content.decode()
            assert settings.SESSION_COOKIE_NAME in first.cookies  # renewed
            assert "Your account" in shown(client, DOCUMENT)
        with override_settings(SECRET_KEY="a third", SECRET_KEY_FALLBACKS=[]):
            assert "Your account" not in shown(client, DOCUMENT)

    def test_another_person_in_the_same_browser(self, version: ClauseVersion) -> None:
        anna, boris = make_referrer("anna"), make_referrer("boris")
        client = signed_in(anna)
        shown(client, CLAUSE)
        client.force_login(boris)
        assert shown(client, CLAUSE) == ordinary(boris, CLAUSE)

    def test_a_draft_is_shown_as_it_is(self, edition: Edition) -> None:
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
        assert "My words" not in shown(client, CLAUSE)
        make_comment(version, anna, "My words")
        assert ">1 comment<" in shown(client, DOCUMENT)
        html = shown(client, CLAUSE)
        assert "My words" in html
        assert "/edit/" in html

    def test_a_comment_that_waits_is_shown_to_its_author_alone(
        self, version: ClauseVersion
    ) -> None:
        anna, boris = make_referrer("anna"), make_referrer("boris")
        clients = signed_in(anna), signed_in(boris)
        for client in clients:
            shown(client, CLAUSE)
        comment = make_comment_in("pending", version, anna, "Waiting words")
        for path in (CLAUSE, "/en/commentary/", f"{DOCUMENT}commentary/"):
            for _each in range(2):
                pages = [shown(client, path) for client in clients]
                assert ["Waiting words" in page for page in pages] == [True, False]
        Comment.objects.filter(pk=comment.pk).update(state="published")
        for client in clients:
            assert "Waiting words" in shown(client, CLAUSE)

    def test_what_was_typed_before_signing_in(self, version: ClauseVersion) -> None:
        client = Client()
        form = {"source": "Typed before", "kind": "comment", "language": "en"}
        client.post(f"{CLAUSE}commentary/", form)
        shown(signed_in(make_referrer("boris")), CLAUSE)
        client.force_login(make_referrer("anna"))
        assert "Typed before" in shown(client, CLAUSE)
        assert "Typed before" not in shown(client, CLAUSE)

    def test_what_is_new_is_new_until_the_next_visit(
        self, version: ClauseVersion
    ) -> None:
        anna, boris = make_referrer("anna"), make_referrer("boris")
        visit(anna, version, ago=timedelta(hours=1))
        make_comment(version, boris)
        client = signed_in(anna)
        for _each in range(3):
            assert "badge fresh" in shown(client, CLAUSE)
        Visit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
        Comment.objects.update(created_at=timezone.now() - timedelta(hours=2))
        assert "badge fresh" not in shown(client, CLAUSE)
        seen = Visit.objects.get(person=anna).seen_at
        assert timezone.now() - seen < timedelta(minutes=1)

    def test_a_notice_and_a_watch(self, version: ClauseVersion) -> None:
        anna, boris = make_referrer("anna"), make_referrer("boris")
        client = signed_in(anna)
        assert "Stop watching" not in shown(client, DOCUMENT)
        watch(anna, version.clause.document)
        comment = make_comment(version, boris)
        assert Notice.objects.filter(person=anna).exists()
        for _each in range(2):
            html = shown(client, DOCUMENT)
            assert "Stop watching this document" in html
            assert "(1 unread)" in html
        make_comment(version, boris)
        assert "(2 unread)" in shown(client, DOCUMENT)
        hide(comment, make_moderator("moderator"))
        assert "(1 unread)" in shown(client, DOCUMENT)
        Notice.objects.update(read_at=timezone.now())
        assert "unread)" not in shown(client, DOCUMENT)

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


@pytest.mark.django_db(transaction=True)
class TestBesideWriters:
    def test_nobody_sees_what_was_taken_from_them(self, version: ClauseVersion) -> None:
        """A moderator loses and gets the role in turn, while the pages are read."""
        anna = make_member(Role.MODERATOR, "anna")
        boris = make_referrer("boris")
        make_comment_in("hidden", version, boris, "Hidden words")
        role = Group.objects.get(name=Role.MODERATOR)
        wrong: list[str] = []
        # Whether it was acknowledged that anna is a moderator; None while it changes.
        moderates: list[bool | None] = [True]

        def change() -> None:
            for turn in range(30):
                moderates.append(None)
                if turn % 2:
                    anna.groups.add(role)
                else:
                    anna.groups.remove(role)
                make_comment(version, boris)
                moderates.append(bool(turn % 2))

        def look(user: User) -> Callable[[], None]:
            client = signed_in(user)

            def read() -> None:
                for _each in range(60):
                    before = moderates[-1], len(moderates)
                    html = client.get(CLAUSE).content.decode()
                    may = before[0] and user == anna
                    is_certain = before == (moderates[-1], len(moderates))
                    is_wrong = ("Hidden words" in html) != bool(may)
                    if is_certain and before[0] is not None and is_wrong:
                        wrong.append(f"{user}: {before}")

            return read

        at_once(change, look(anna), look(anna), look(boris), refusals=())
        assert not wrong


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


@pytest.mark.parametrize("path", ["/en/", "/en/documents/memo/metadata/"])
def test_what_is_refused_above_the_sessions_is_refused(
    version: ClauseVersion, path: str
) -> None:
    [carol] = make_people(Role.COMMENTATOR, "carol")
    client = signed_in(carol)
    client.get(path)  # a page is kept for her
    assert client.get(f"{path}?texts=%00").status_code == 400
