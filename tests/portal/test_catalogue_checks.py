"""Checks of the catalogues: each fault is named, and nothing else is."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from portal import catalogues
from portal.catalogue_checks import problems
from tests.portal.catalogue_project import Project, entry


class TestCheck:
    @pytest.mark.parametrize(
        ("msgid", "msgstr"),
        [
            ("Read %(name)s", "Читать %(name)s"),
            ("100%% {x} <b>up</b>", "<b>вверх</b> {x} на 100%%"),
            ("Clausebook", "Clausebook"),
            ("%(page)s / %(pages)s", "%(page)s / %(pages)s"),
            (" a\\n", " б\\n"),
        ],
    )
    def test_good_translation(self, project: Project, msgid: str, msgstr: str) -> None:
        project.source(f'_("{msgid}")')
        project.po(entry(msgid, msgstr))

        assert list(problems()) == []

    @pytest.mark.parametrize(
        ("msgid", "msgstr", "problem"),
        [
            ("Read", "", "empty translation"),
            ("Read", " ", "empty translation"),
            ("Read %(x)s", "Читать", "placeholders differ"),
            ("Read %(x)s", "Читать %(y)s", "placeholders differ"),
            ("Read %(x)s", "Читать %(x)", "placeholders differ"),
            ("Read %(x)s", "%(x)s %(x)d", "placeholders differ"),
            ("Read {x}", "Читать {у}", "placeholders differ"),
            ("Up %(x)s%%", "На %(x)s%", "placeholders differ"),
            ("<b>Up</b>", "<b>Вверх<b>", "tags differ"),
            ("<a href='{x}'>Up</a>", "<a>Вверх {x}</a>", "tags differ"),
            ("Read ", "Читать", "leading or trailing space differs"),
            ("\\nRead", "Читать", "leading or trailing space differs"),
            ("Read %(x)s", "Read %(x)s", "left in English"),
            ("Reading", "Учёба", "ё"),
            ("Yes", "Ёлка", "ё"),
        ],
    )
    def test_bad_translation(
        self, project: Project, msgid: str, msgstr: str, problem: str
    ) -> None:
        project.source(f'_("{msgid}")')
        project.po(entry(msgid, msgstr))

        found = list(problems())

        assert len(found) == 1
        assert found[0].startswith("ru: ") and f": {problem}" in found[0]

    @pytest.mark.parametrize(
        ("msgstr", "good"),
        [
            ("文件，条款", True),
            ("文件12:30, PDF: 3", True),
            ("Clausebook 文件", True),
            *[(f"文件{sign}条款", False) for sign in ",;:?!"],
            ("文件 , 条款", False),
            ("《文件》:条款", False),
            ("确定吗?", False),
        ],
    )
    def test_chinese_punctuation(
        self, project: Project, msgstr: str, good: bool
    ) -> None:
        project.speak("zh-hans")
        project.source('_("Read")')
        project.po(entry("Read", msgstr), "zh_Hans")

        assert (list(problems()) == []) == good
        assert all("half-width" in problem for problem in problems())

    @pytest.mark.parametrize(
        ("singular", "forms", "good"),
        [
            ("One text", ("%(n)s текст", "%(n)s текста", "%(n)s текстов"), True),
            ("One text", ("Один текст", "%(n)s текста", "%(n)s текстов"), False),
            ("One text", ("%(n)s текст", "%(n)s текста"), False),
        ],
    )
    def test_plural(
        self, project: Project, singular: str, forms: tuple[str, ...], good: bool
    ) -> None:
        project.source(f'ngettext("{singular}", "%(n)s texts", n)')
        strings = "".join(f'msgstr[{i}] "{form}"\n' for i, form in enumerate(forms))
        project.po(f'msgid "{singular}"\nmsgid_plural "%(n)s texts"\n{strings}')

        assert (list(problems()) == []) == good

    def test_too_many_plural_forms(self, project: Project) -> None:
        project.source('ngettext("a", "b", n)')
        strings = "".join(f'msgstr[{i}] "ж"\n' for i in range(4))
        project.po(f'msgid "a"\nmsgid_plural "b"\n{strings}')

        (problem,) = problems()

        assert "more translations than num_plurals" in problem

    def test_other_plural_rule(self, project: Project) -> None:
        header = catalogues._render(Catalog(locale="ru")).replace("!=11", "!=12")
        project.po("", header=header)

        (problem,) = problems()

        assert "plural forms are" in problem

    @pytest.mark.parametrize(
        ("entries", "problem"),
        [
            ("", "'a': missing"),
            (entry("a", "а") + "\n" + entry("b", "б"), "'b': not in the source"),
            ("#, fuzzy\n" + entry("a", "а"), "'a': fuzzy"),
            (entry("a", "а") + "\n" + entry("a", "б"), "'a': entered twice"),
            ('msgid "a"\nmsgstring "b"', "Unknown or misformatted keyword"),
        ],
    )
    def test_entries(self, project: Project, entries: str, problem: str) -> None:
        project.source('_("a")')
        project.po(entries)

        (found,) = problems()

        assert problem in found

    @pytest.mark.parametrize("source", ['pgettext("c", "a")', 'ngettext("a", "as", n)'])
    def test_context_and_plural_are_part_of_a_message(
        self, project: Project, source: str
    ) -> None:
        project.source(source)
        project.po(entry("a", "а"))

        missing, extra = problems()

        assert missing.endswith("missing") and extra.endswith("not in the source")

    def test_no_catalogue(self, project: Project) -> None:
        assert list(problems()) == ["ru: no catalogue"]


class TestSenses:
    def test_a_message_of_two_applications_is_named(self, project: Project) -> None:
        for name in ("documents/a.py", "commentary/b.py"):
            project.source('_("planted")', name)
        project.po(entry("planted", "посажено"))

        (problem,) = problems()

        assert problem.startswith("'planted': used by commentary and documents")

    @pytest.mark.parametrize(
        ("source", "name"),
        [
            ('pgettext("of a thing", "planted")', "commentary/b.py"),
            ('_("planted")', "documents/b.py"),
        ],
    )
    def test_contexts_and_one_application_are_in_order(
        self, project: Project, source: str, name: str
    ) -> None:
        project.source('_("planted")', "documents/a.py")
        project.source(source, name)
        catalogues.update()

        assert not any("used by" in problem for problem in problems())

    def test_templates_belong_to_their_application(self, project: Project) -> None:
        project.source('{% trans "planted" %}', "templates/admin/documents/a.html")
        project.source('{% trans "planted" %}', "templates/commentary/a.html")
        project.po(entry("planted", "посажено"))

        (problem,) = problems()

        assert "commentary and documents" in problem


class TestUpstream:
    NAME = f"{catalogues.UPSTREAM}django.py"

    def test_english_has_these_messages_only(self, project: Project) -> None:
        project.source('_("Log out")', self.NAME)
        project.source('_("Clause")')
        catalogues.update()

        assert 'msgid "Log out"' in project.text("en")
        assert 'msgid "Clause"' not in project.text("en")

    def test_a_message_that_nobody_has_is_named(self, project: Project) -> None:
        project.source('_("Log nowhere")', self.NAME)
        project.po(entry("Log nowhere", "Никуда"))
        project.po(entry("Log nowhere", "Sign nowhere"), "en")

        assert list(problems()) == ["'Log nowhere': no message of Django or allauth"]

    def test_it_must_be_worded_in_english_too(self, project: Project) -> None:
        project.source('_("Log out")', self.NAME)
        project.po(entry("Log out", "Выйти"))

        assert list(problems()) == ["en: no catalogue"]

    def test_a_message_of_theirs_is_not_ours_unseen(self, project: Project) -> None:
        project.source('_("Remove")\n_("Save")')
        project.po(entry("Remove", "Исключить") + "\n" + entry("Save", "Сохранить"))

        (problem,) = problems()

        assert problem.startswith("'Remove': a message of Django or allauth too")


class TestStyle:
    @pytest.mark.parametrize(
        ("locale", "text", "problem"),
        [
            ("ru", "Пункт - часть", "hyphen for dash"),
            ("ru", "Пункт – часть", "short dash"),
            ("ru", "Пункт — часть", ""),
            ("ru", "«Пункт» - часть", "hyphen for dash"),
            ("ru", "«Пункт» – часть", "short dash"),
            ("ru", "Пункт: - часть", ""),
            ("ru", 'Пункт "часть"', "ёлочки"),
            ("ru", "статья-пункт", ""),
            ("ru", "Пункт “часть”", "ёлочки"),
            ("ru", "Подождите...", "three full stops"),
            ("ru", "8 сентября 2006 года", "can break"),
            ("ru", "8 сентября 2006\u00a0года", ""),
            ("zh_Hans", "理由:", "half-width punctuation"),
            ("zh_Hans", "CSV: 文件", "ASCII colon"),
            ("zh_Hans", "时间为12:30", ""),
            ("zh_Hans", "文件(草案)", "half-width brackets"),
            ("zh_Hans", "下载CSV", "no blank between"),
            ("zh_Hans", "下载 CSV", ""),
            ("zh_Hans", "条款 - 段", "hyphen for dash"),
            ("zh_Hans", "《条款》 - 段", "hyphen for dash"),
            ("zh_Hans", "条款–段", "short dash"),
            ("zh_Hans", "“条款”: 段", "half-width punctuation"),
            ("zh_Hans", "条款.", "half-width punctuation"),
            ("zh_Hans", "条款： 段", "blank beside"),
            ("zh_Hans", "共 3 段", "Chinese and figures"),
            ("zh_Hans", '"条款"', "straight quotation marks"),
        ],
    )
    def test_of_translations(
        self, project: Project, locale: str, text: str, problem: str
    ) -> None:
        project.speak(locale.replace("_", "-").lower())
        project.source('_("Read")')
        project.po(entry("Read", text), locale)

        found = list(problems())

        assert len(found) == (1 if problem else 0)
        assert all(problem in each for each in found)

    @pytest.mark.parametrize(
        ("text", "good"),
        [
            ("Read this - or that", False),
            ("Read this – or that", True),
            ("We sent a mail", False),
            ("We sent an e-mail", True),
            ("Somebody saved it", False),
            ("It was deleted meanwhile", False),
        ],
    )
    def test_of_our_own_messages(self, project: Project, text: str, good: bool) -> None:
        project.source(f'_("{text}")')
        project.po(entry(text, "Да"))

        assert (list(problems()) == []) == good
