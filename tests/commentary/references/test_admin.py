"""Cross-references in the administration: filtered, decided, never typed over."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest

from commentary.models import CrossReference
from commentary.references.store_detected import FoundReference, store_found
from commentary.references.target import Target
from documents.models import Edition
from portal.people.models import User
from tests.base import LANGUAGES, queries_of, signed_in
from tests.commentary.factories import (
    make_instrument,
    make_plain_edition,
    make_reference,
    make_referrer,
    make_reviewer,
    version_of,
)
from tests.factories import read_edition

pytestmark = pytest.mark.django_db
LIST = "/admin/commentary/crossreference/"
ONE, TWO = "statement-pre1", "statement-pre2"


@pytest.fixture
def edith() -> User:
    """Edith is an editor."""
    edith = make_reviewer("edith")
    edith.is_staff = True
    edith.save()
    return edith


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_plain_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def made(edition: Edition) -> CrossReference:
    instrument = make_instrument("pact", title_en="<i>Pact</i>")
    return make_reference(version_of(edition, ONE), instrument, make_referrer("rita"))


def decide(user: User, action: str, *made: CrossReference, reason: str = "") -> Any:
    sent = {
        "action": action,
        "reason": reason,
        "_selected_action": [row.pk for row in made],
    }
    return signed_in(user).post(LIST, sent, follow=True)


def listed(user: User, query: str = "", code: str = "en") -> str:
    response = signed_in(user).get(f"{LIST}{query}", headers={"accept-language": code})
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def rows(html: str) -> int:
    return html.count('name="_selected_action"')


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page(made: CrossReference, edith: User, code: str) -> None:
    assert "&lt;i&gt;Pact&lt;/i&gt;" in listed(edith, code=code)
    response = signed_in(edith).get(f"{LIST}{made.pk}/change/")
    assert response.status_code == HTTPStatus.OK


def test_is_for_editors(made: CrossReference) -> None:
    rob = make_referrer("rob")
    rob.is_staff = True
    rob.save()
    assert signed_in(rob).get(LIST).status_code == HTTPStatus.FORBIDDEN
    assert decide(rob, "accept", made).status_code == HTTPStatus.FORBIDDEN
    made.refresh_from_db()
    assert made.state == "proposed"


def test_many_are_decided_at_once(
    made: CrossReference, edition: Edition, edith: User
) -> None:
    other = make_reference(version_of(edition, TWO), make_instrument("act"), edith)
    html = decide(edith, "accept", made, other, reason="Read.").content.decode()
    assert "2 decisions were recorded." in html
    assert set(CrossReference.objects.values_list("state", "reason")) == {
        ("accepted", "Read.")
    }


def test_a_rejection_says_why(made: CrossReference, edith: User) -> None:
    assert (
        "Explain why the reference is disputed"
        in decide(edith, "dispute", made).content.decode()
    )
    decide(edith, "dispute", made, reason="Another pact.")
    made.refresh_from_db()
    assert (made.state, made.reason) == ("disputed", "Another pact.")


def test_nothing_is_typed_over(made: CrossReference, edith: User) -> None:
    response = signed_in(edith).post(f"{LIST}{made.pk}/change/", {"note": "Mine."})
    assert response.status_code == HTTPStatus.FORBIDDEN
    response = signed_in(edith).post(f"{LIST}{made.pk}/delete/", {"post": "yes"})
    assert response.status_code == HTTPStatus.FORBIDDEN


def test_disagreement_between_languages_is_shown(edition: Edition, edith: User) -> None:
    version = version_of(edition, ONE)
    target = Target(instrument=make_instrument())
    said = [
        FoundReference(version, language, 0, 2, target)
        for language in ("zh-hans", "en")
    ]
    store_found(edition, said)
    assert "not in: Русский" in listed(edith)
    assert rows(listed(edith, "?silent=en")) == 0
    assert rows(listed(edith, "?silent=ru")) == 1


@pytest.mark.parametrize("query", ["?again=yes", "?state__exact=accepted", "?q=none"])
def test_filters(made: CrossReference, edith: User, query: str) -> None:
    assert rows(listed(edith)) == 1
    assert rows(listed(edith, query)) == 0


def test_takes_as_many_queries_for_many(
    made: CrossReference, edition: Edition, edith: User
) -> None:
    few = queries_of(lambda: listed(edith))
    for number in range(4):
        make_reference(
            version_of(edition, TWO), make_instrument(f"act-{number}"), edith
        )
    assert queries_of(lambda: listed(edith)) == few
