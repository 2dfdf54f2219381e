"""A new version of a text: its clauses are found by wording and stay themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from documents.importing import Reason, Unit
from documents.matching import NEW, BadChoice, State
from documents.models import Clause, ClauseVersion, Document, Edition, LanguageVersion
from documents.services import (
    ImportResult,
    SourceFile,
    UncertainMatches,
    import_text,
    publish_edition,
    remove_language,
)
from documents.text.kinds import Kind

pytestmark = pytest.mark.django_db

ENGLISH = (
    "Statement of the Ministers",
    "Recalling the Treaty on the Non-Proliferation of Nuclear Weapons,",
    "Noting with satisfaction the progress of the negotiations in Tashkent,",
    "Announce the signing of the Treaty in Semipalatinsk on 8 September 2006;",
    "Welcome the assistance that the United Nations gave to the drafting;",
    "Call upon the nuclear-weapon States to respect the zone;",
)
RUSSIAN = (
    "Заявление министров",
    "ссылаясь на Договор о нераспространении ядерного оружия,",
    "с удовлетворением отмечая ход переговоров в Ташкенте,",
    "объявляют о подписании Договора в Семипалатинске 8 сентября 2006 года;",
    "приветствуют помощь Организации Объединенных Наций в разработке;",
    "призывают государства, обладающие ядерным оружием, уважать зону;",
)
KEYS = [
    "statement-title", "statement-pre1", "statement-pre2",
    "statement-op1", "statement-op2", "statement-op3",
]  # fmt: skip
REWORDED = "Welcome the help of the United Nations and of the Agency with the drafting;"


def units(texts: Sequence[str]) -> list[Unit]:
    """Read a title, preambular paragraphs (they end in a comma), numbered ones."""
    made = [Unit("statement", Kind.TITLE, "", 0, texts[0])]
    for text in texts[1:]:
        kind = Kind.PREAMBULAR if text.endswith(",") else Kind.OPERATIVE
        count = sum(unit.kind is Kind.OPERATIVE for unit in made) + 1
        number = f"{count}." if kind is Kind.OPERATIVE else ""
        made.append(Unit("statement", kind, number, 0, text))
    return made


def articles(texts: Sequence[str]) -> list[Unit]:
    """Return articles that are numbers alone, each with a paragraph below it."""
    return [
        unit
        for count, text in enumerate(texts, 1)
        for unit in (
            Unit("statement", Kind.ARTICLE, f"Article {count}", 0, ""),
            Unit("statement", Kind.PARAGRAPH, "", 1, text),
        )
    ]


def store(
    language: str,
    texts: Sequence[str],
    choices: Mapping[int, str] | None = None,
    changed: Sequence[Unit] = (),
) -> ImportResult:
    document, _created = Document.objects.get_or_create(slug="memo")
    return import_text(
        document,
        language=language,
        file=SourceFile.of("text.txt", repr((texts, changed)).encode()),
        units=changed or units(texts),
        choices=choices,
    )


def published(*languages: str) -> Edition:
    for language in languages or ("en", "ru"):
        texts = {"en": ENGLISH, "ru": RUSSIAN}[language]
        edition = store(language, texts).edition
    LanguageVersion.objects.update(confirmed=True)
    return publish_edition(edition, user=None)


def said(edition: Edition, language: str = "en") -> dict[str, str]:
    rows = edition.versions.for_reading()
    return {row.clause.key: row.in_language("text", language) for row in rows}


def keys(edition: Edition) -> list[str]:
    return list(said(edition))


class TestIdentity:
    def test_renumbered_and_moved_clauses_stay_themselves(self) -> None:
        published()
        title, *pre, one, two, three = ENGLISH
        draft = store("en", [title, *pre, three, one, two]).edition
        assert keys(draft) == [*KEYS[:3], KEYS[5], KEYS[3], KEYS[4]]
        numbers = [row.in_language("number", "en") for row in draft.versions.all()]
        assert numbers[3:] == ["1.", "2.", "3."]

    def test_other_languages_stay_on_their_clauses(self) -> None:
        before = said(published(), "ru")
        draft = store("en", [ENGLISH[0], *reversed(ENGLISH[1:])]).edition
        assert said(draft, "ru") == before

    def test_a_small_edit_is_certain(self) -> None:
        published()
        edited = [text.replace("on 8 September", "on 9 September") for text in ENGLISH]
        result = store("en", edited)
        assert keys(result.edition) == KEYS
        assert result.matching is not None
        assert {match.state for match in result.matching.matches} == {State.CERTAIN}
        assert 0.8 < result.matching.matches[3].score < 1

    def test_an_inserted_clause_is_new(self) -> None:
        published()
        new = "Recognizing the contribution of indigenous languages to science,"
        draft = store("en", [*ENGLISH[:2], new, *ENGLISH[2:]]).edition
        assert [key for key in keys(draft) if key not in KEYS] == ["statement-pre2-n2"]
        assert said(draft, "ru")["statement-pre2-n2"] == ""

    def test_an_article_that_is_a_number_goes_with_its_paragraph(self) -> None:
        before = keys(store("en", ENGLISH, changed=articles(ENGLISH[3:])).edition)
        one, two, three = ENGLISH[3:]
        draft = store("en", ENGLISH, changed=articles([two, one, three])).edition
        assert keys(draft) == [*before[2:4], *before[:2], *before[4:]]

    def test_the_published_edition_stays(self) -> None:
        edition = published()
        store("en", ENGLISH[:3])
        assert said(edition) == dict(zip(KEYS, ENGLISH, strict=True))


class TestGone:
    def test_a_clause_of_another_language_stays_where_it_stood(self) -> None:
        published()
        result = store("en", [*ENGLISH[:2], *ENGLISH[3:]])
        assert keys(result.edition) == KEYS
        assert said(result.edition)["statement-pre2"] == ""
        [found] = result.alignment.disagreements
        assert found.reason is Reason.MISSING_HERE
        assert found.base is not None
        assert found.base.text == RUSSIAN[2]

    def test_it_follows_the_clause_it_stood_behind(self) -> None:
        published()
        title, one, _gone, *operative = ENGLISH
        draft = store("en", [title, *operative, one]).edition
        assert keys(draft) == [KEYS[0], *KEYS[3:], KEYS[1], KEYS[2]]

    def test_a_clause_of_this_language_alone_leaves_the_draft(self) -> None:
        published("en")
        draft = store("en", [*ENGLISH[:2], *ENGLISH[3:]]).edition
        assert keys(draft) == [*KEYS[:2], *KEYS[3:]]
        assert Clause.objects.filter(key="statement-pre2").exists()

    def test_nothing_is_told_of_other_languages_when_there_are_none(self) -> None:
        published("en")
        assert store("en", ENGLISH[:3]).alignment.is_complete


class TestUncertain:
    def reworded(self, choices: Mapping[int, str] | None = None) -> ImportResult:
        texts = [*ENGLISH[:4], REWORDED, ENGLISH[5]]
        return store("en", texts, choices)

    def test_nothing_is_stored(self) -> None:
        edition = published()
        with pytest.raises(UncertainMatches) as refused:
            self.reworded()
        assert refused.value.places == (4,)
        found = refused.value.matching.matches[4]
        assert found.candidates[0].key == "statement-op2"
        assert refused.value.clauses["statement-op2"].in_language("text", "en")
        assert [*Edition.objects.all()] == [edition]

    def test_the_chosen_clause_is_taken(self) -> None:
        published()
        draft = self.reworded({4: "statement-op2"}).edition
        assert said(draft)["statement-op2"] == REWORDED
        assert keys(draft) == KEYS

    def test_a_new_clause_is_made_when_it_is_chosen(self) -> None:
        published()
        draft = self.reworded({4: NEW}).edition
        assert said(draft)["statement-op2"] == ""
        assert said(draft)["statement-op2_2"] == REWORDED

    @pytest.mark.parametrize(
        "choices",
        [
            {4: "statement-op3"}, {4: "nothing"}, {99: NEW}, {-1: NEW},
            {4: "statement-op2", 3: "statement-op2"},
        ],
    )  # fmt: skip
    def test_what_cannot_be_followed(self, choices: dict[int, str]) -> None:
        published()
        with pytest.raises(BadChoice):
            self.reworded(choices)
        assert Edition.objects.count() == 1

    def test_what_is_certain_can_be_corrected(self) -> None:
        published()
        draft = store("en", [*ENGLISH[:5], ENGLISH[5][:-1]], {5: NEW}).edition
        assert keys(draft)[-2:] == ["statement-op3", "statement-op3_2"]

    @pytest.mark.parametrize(
        "choices", [{0: "nowhere"}, {0: "statement-op1", 1: "statement-op1"}, {99: NEW}]
    )
    def test_pairs_that_cannot_be(self, choices: dict[int, str]) -> None:
        store("ru", RUSSIAN)
        with pytest.raises(BadChoice):
            store("en", ENGLISH, choices)


class TestPairedByHand:
    """Of a further language, which has no words in common with the others."""

    def words(self, choices: dict[int, str]) -> dict[str, tuple[str, str]]:
        store("ru", RUSSIAN)
        draft = store("en", ENGLISH, choices).edition
        return {
            row.clause.key: (
                row.in_language("text", "ru"),
                row.in_language("text", "en"),
            )
            for row in draft.versions.for_reading()
        }

    def test_two_change_places(self) -> None:
        words = self.words({3: "statement-op2", 4: "statement-op1"})
        assert list(words) == KEYS
        assert words["statement-op1"] == (RUSSIAN[3], ENGLISH[4])
        assert words["statement-op2"] == (RUSSIAN[4], ENGLISH[3])

    def test_a_unit_that_loses_its_clause_is_one_of_its_own(self) -> None:
        words = self.words({4: "statement-op1"})
        assert words["statement-op1"] == (RUSSIAN[3], ENGLISH[4])
        assert words["statement-op2"] == (RUSSIAN[4], "")
        assert ("", ENGLISH[3]) in words.values()

    def test_no_counterpart_is_no_doubt_where_it_was_chosen(self) -> None:
        store("ru", RUSSIAN)
        found = store("en", ENGLISH, {2: NEW}).alignment
        reasons = {each.reason for each in found.disagreements}
        assert Reason.MISSING_HERE in reasons
        assert Reason.EXTRA_HERE not in reasons


class TestConfirmation:
    def confirmed(self, edition: Edition) -> dict[str, bool]:
        return dict(edition.languages.values_list("language", "confirmed"))

    def test_an_edit_takes_it_back_from_every_language(self) -> None:
        published()
        draft = store("en", [*ENGLISH[:5], ENGLISH[5] + " Now."]).edition
        assert self.confirmed(draft) == {"en": False, "ru": False}

    def test_a_new_order_leaves_it_to_the_others(self) -> None:
        published()
        draft = store("en", [*ENGLISH[:4], ENGLISH[5], ENGLISH[4]]).edition
        assert self.confirmed(draft) == {"en": False, "ru": True}


class TestRevision:
    def test_an_editor_at_work_learns_of_an_imported_change(self) -> None:
        draft = store("en", ENGLISH).edition
        store("en", [*ENGLISH[:5], ENGLISH[5] + " Now."])
        rows = ClauseVersion.objects.filter(edition=draft)
        assert list(rows.values_list("revision", flat=True)) == [0, 0, 0, 0, 0, 1]


class TestRemovingALanguage:
    def test_articles_that_are_numbers_stay_with_the_other_language(self) -> None:
        article = Unit("statement", Kind.ARTICLE, "Article 1", 0, "")
        for language, texts in (("en", ENGLISH), ("ru", RUSSIAN)):
            edition = store(language, texts, changed=[article, *units(texts)]).edition
        remove_language(edition.languages.get(language="ru"))
        assert edition.versions.count() == 7
