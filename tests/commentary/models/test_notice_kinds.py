"""The table of kinds: every entry is complete, and nothing else tells kinds apart."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazystr

from commentary.models import CrossReference, Notice
from commentary.models.notice_kinds import (
    ABOUT_COMMENT,
    ABOUT_EDITION,
    ABOUT_REFERENCE,
    ABOUT_REFERENCE_IN_EDITION,
    ABOUT_WITHDRAWAL,
    RULES,
    SUBJECTS,
    Delivery,
    NoticeKind,
    Rules,
    Scope,
    Subject,
)
from commentary.models.notices import notice_constraints
from commentary.notices.mail import mail_digest, mail_notice
from documents.models import Withdrawal
from portal.people.models import MailFrequency, User
from tests.base import signed_in
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition

NAMES: dict[Subject, dict[str, object]] = {
    ABOUT_COMMENT: {"name": "N", "place": "P"},
    ABOUT_EDITION: {"number": 1},
    ABOUT_REFERENCE: {"name": "N", "reference": "R"},
    ABOUT_REFERENCE_IN_EDITION: {"name": "N", "reference": "R", "number": 1},
    ABOUT_WITHDRAWAL: {"number": 1},
}
THANKED = Rules(
    about=ABOUT_COMMENT,
    sentence=lazystr("%(name)s thanked you on %(place)s"),
    delivery=Delivery.BY_FREQUENCY,
    stops=Scope.MENTIONS,
    leads_to="commentary:watches",
)


@pytest.mark.parametrize("kind", NoticeKind)
class TestEveryEntry:
    def test_has_rules_of_its_own(self, kind: NoticeKind) -> None:
        assert RULES[kind.value] is kind.rules
        assert kind.rules.about in SUBJECTS

    @pytest.mark.parametrize("code", ["zh-hans", "ru", "en"])
    def test_names_only_what_it_is_about(self, kind: NoticeKind, code: str) -> None:
        sentence = kind.rules.sentence
        patterns = sentence.values() if isinstance(sentence, Mapping) else [sentence]
        names: dict[str, object] = {**NAMES[kind.rules.about]}
        if kind.rules.stops is Scope.SEARCHES:
            names["search"] = "S"
        with translation.override(code):
            said = [str(each) % names for each in patterns]
        assert all("%(" not in each for each in said)

    @pytest.mark.parametrize("code", ["zh-hans", "ru"])
    def test_is_translated(self, kind: NoticeKind, code: str) -> None:
        with translation.override("en"):
            english = str(kind.label)
        with translation.override(code):
            assert str(kind.label) != english

    def test_leads_somewhere(self, kind: NoticeKind) -> None:
        assert not kind.rules.leads_to or reverse(kind.rules.leads_to)

    def test_says_something_of_every_decision(self, kind: NoticeKind) -> None:
        sentence = kind.rules.sentence
        cases = set(map(str, CrossReference.State)) - {CrossReference.State.PROPOSED}
        if kind.rules.about is ABOUT_WITHDRAWAL:
            kinds, targets = Withdrawal.Kind, ("document", "edition")
            cases = {f"{each} {target}" for each in kinds for target in targets}
        if kind.rules.stops is Scope.SEARCHES:
            cases = {"named", "unnamed"}
        assert not isinstance(sentence, Mapping) or set(sentence) == cases


@pytest.mark.django_db
class TestAnotherKind:
    """An entry is all that a kind needs: table, pages and mails have it."""

    @pytest.fixture
    def anna(self) -> User:
        anna = make_commentator("anna")
        anna.mail_frequency = MailFrequency.DAILY
        anna.save(update_fields=["mail_frequency"])
        return anna

    @pytest.fixture
    def notice(self, anna: User) -> Notice:
        version = version_of(make_edition(paragraphs=2), "statement-pre2")
        comment = make_comment(version, make_commentator("boris"), "Thank *you*.")
        document = version.clause.document
        return Notice(person=anna, kind="thanked", comment=comment, document=document)

    @pytest.fixture
    def added(self, monkeypatch: pytest.MonkeyPatch, notice: Notice) -> Notice:
        monkeypatch.setitem(RULES, "thanked", THANKED)
        with connection.schema_editor() as editor:  # what its migration would do
            for constraint in Notice._meta.constraints:
                editor.remove_constraint(Notice, constraint)
            for constraint in notice_constraints():
                editor.add_constraint(Notice, constraint)
        notice.save()
        return notice

    def test_is_unknown_without_one(self, notice: Notice) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            notice.save()

    def test_is_about_one_comment_once(self, added: Notice) -> None:
        added.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            added.save(force_insert=True)
        added.comment = None
        with pytest.raises(IntegrityError), transaction.atomic():
            added.save(force_insert=True)

    def test_is_on_the_page_and_leads_where_it_says(self, added: Notice) -> None:
        client = signed_in(added.person)
        html = client.get("/en/notices/").text
        assert "Boris thanked you on statement, preambular para. 2" in html
        assert "Thank you." in html
        response = client.get(f"/en/notices/{added.pk}/")
        assert response["Location"] == "/en/watches/"

    def test_comes_in_the_digest_of_who_wants_one(self, added: Notice) -> None:
        assert not mail_notice(added.pk)
        assert mail_digest(added.person)

    def test_is_mailed_at_once_to_who_wants_that(self, added: Notice) -> None:
        User.objects.update(mail_frequency=MailFrequency.AT_ONCE)
        mail.outbox.clear()
        assert mail_notice(added.pk)
        added.refresh_from_db()
        assert added.mailed_at is not None
