"""A saved search is removed while a job tells of what it found."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from commentary.locks import lock_people
from commentary.models import Comment, Notice, SavedSearch
from commentary.notices import searches
from portal.people.models import User
from tests.base import signed_in, until_waiting
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)


def save(user: User, words: str = "camels") -> SavedSearch:
    signed_in(user).post("/en/search/save/", {"q": words, "show": "commentary"})
    return SavedSearch.objects.by(user).latest("pk")


def remover(search: SavedSearch) -> Callable[[], int]:
    """Return what removes a search, with a connection of its own."""
    client = signed_in(search.person)  # which takes the account's lock, too

    def remove() -> int:
        try:
            return client.post(f"/en/searches/{search.pk}/remove/").status_code
        finally:
            connections.close_all()

    return remove


@pytest.fixture
def comment() -> Comment:
    version = version_of(make_edition(), "statement-pre1")
    return make_comment(version, make_commentator("carol"), "Camels.")


def test_nobody_else_misses_a_notice(
    comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara, tom, uma = map(make_commentator, ("sara", "tom", "uma"))
    gone, _other, one_of_two = save(sara), save(tom), save(uma)
    left = save(uma, "camel")
    removers = [remover(gone), remover(one_of_two)]

    def remove_first(people: Any) -> dict[int, User]:
        with ThreadPoolExecutor(1) as pool:
            assert [pool.submit(each).result() for each in removers] == [302, 302]
        return lock_people(people)

    monkeypatch.setattr(searches, "lock_people", remove_first)
    assert searches.tell_searchers_of_comment(comment.pk)
    told = Notice.objects.filter(comment=comment, kind=Notice.Kind.FOUND)
    assert {each.person for each in told} == {tom, uma}
    assert told.get(person=uma).search == left


def test_who_removes_it_waits_for_the_notice(comment: Comment) -> None:
    sara = make_commentator("sara")
    search = save(sara)
    remove = remover(search)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert searches.tell_searchers_of_comment(comment.pk)
            removed = pool.submit(remove)
            until_waiting(1)
        assert removed.result() == 302
    assert not SavedSearch.objects.exists()
    assert Notice.objects.get(person=sara).search is None
