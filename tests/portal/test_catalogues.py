from __future__ import annotations

import gettext as gettext_module
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from django.core.management import CommandError, call_command
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import given
from hypothesis import strategies as st

from portal import catalogues
from tests.portal.catalogue_project import Project, entry

Keys = set[tuple[str, str, str]]

# Indented as no Python is, with an apostrophe, an open parenthesis and odd spaces.
JUNK = "      <p>it's\n  100%\u00a0(of</p>\n    <i>\u3000</i>\n\u3000"
LIBRARIES = ["django.templatetags.i18n"]


class Recorder(gettext_module.NullTranslations):
    """A translation that notes every message that Django looks up in it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Keys = set()

    def gettext(self, message: str) -> str:
        context, _mark, msgid = message.rpartition("\x04")
        self.seen.add((context, msgid, ""))
        return msgid

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        context, _mark, msgid = msgid1.rpartition("\x04")
        plural = msgid2.rpartition("\x04")[2]
        self.seen.add((context, msgid, plural))
        return msgid if n == 1 else plural

    def to_language(self) -> str:
        return "ru"


@contextmanager
def looked_up() -> Iterator[Keys]:
    recorder = Recorder()
    with (
        mock.patch.dict(f"{trans_real.__name__}._translations", {"ru": recorder}),
        translation.override("ru"),
    ):
        yield recorder.seen


def looked_up_by_template(source: str) -> Keys:
    template = Engine(builtins=LIBRARIES).from_string(source)
    with looked_up() as seen:
        template.render(Context({"name": "N", "count": 2}))
    return seen


def looked_up_by_python(source: str) -> Keys:
    with TemporaryDirectory() as folder, looked_up() as seen:
        path = Path(folder, "module.py")
        path.write_text(source, encoding="utf-8")
        runpy.run_path(str(path))
    return seen


def extracted(method: Any, source: str) -> Keys:
    """Return the (context, msgid, plural) of each message that extraction finds."""
    catalog = Catalog()
    file = BytesIO(source.encode())
    for _line, ids, _comments, context in extract(method, file, catalogues.KEYWORDS):
        catalog.add(ids, context=context)
    return set(catalogues.messages_of(catalog))


def written(extra: str, excluded: str) -> st.SearchStrategy[str]:
    """Return texts without control characters, other than those of `extra`."""
    characters = st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters=excluded
    )
    odd = st.sampled_from([*"%\u00a0\u3000\u2028", "%%", "%s", "%(x)s", *extra])
    return st.lists(characters | odd).map(lambda parts: "x" + "".join(parts))


LITERALS = written(" ", "{}\"'\\|")
BLOCKS = written("\n '\"\\", "{}")
ANY = written("\n\"'\\{}", "")


class TestTemplates:
    @pytest.mark.parametrize(
        ("source", "key"),
        [
            ('{% trans "Read" %}', ("", "Read", "")),
            ("{% translate 'Read' as x %}", ("", "Read", "")),
            ('{% translate "100% read" %}', ("", "100%% read", "")),
            ('{% translate "May" context "month" %}', ("month", "May", "")),
            ('{{ _("100% read") }}', ("", "100%% read", "")),
            ('{{ missing|default:_("None 0%") }}', ("", "None 0%%", "")),
            ('{% if name == _("N %") %}{% endif %}', ("", "N %%", "")),
            ("{% blocktrans %}Read{% endblocktrans %}", ("", "Read", "")),
            (
                "{% blocktranslate with x=name %}{{ x }}: 5%{% endblocktranslate %}",
                ("", "%(x)s: 5%%", ""),
            ),
            (
                "{% blocktranslate trimmed %}\n  One,\n  two.\n{% endblocktranslate %}",
                ("", "One, two.", ""),
            ),
            (
                "{% blocktranslate %}\n  One,\n  two.\n{% endblocktranslate %}",
                ("", "\n  One,\n  two.\n", ""),
            ),
            (
                "{% blocktranslate count n=count context 'c' trimmed %}\n One text"
                "{% plural %}\n{{ n }} texts {% endblocktranslate %}",
                ("c", "One text", "%(n)s texts"),
            ),
        ],
    )
    def test_form(self, source: str, key: tuple[str, str, str]) -> None:
        assert extracted(catalogues.extract_template, JUNK + source) == {key}
        assert looked_up_by_template(JUNK + source) == {key}

    @given(text=LITERALS, context=st.none() | LITERALS)
    def test_any_translate(self, text: str, context: str | None) -> None:
        suffix = "" if context is None else f' context "{context}"'
        source = f'{JUNK}{{% translate "{text}"{suffix} %}}'

        found = extracted(catalogues.extract_template, source)

        assert len(found) == 1
        assert found == looked_up_by_template(source)

    @given(text=LITERALS)
    def test_any_constant(self, text: str) -> None:
        source = f'{JUNK}{{{{ _("{text}") }}}}'

        found = extracted(catalogues.extract_template, source)

        assert found == looked_up_by_template(source)

    @given(text=BLOCKS, plural=st.none() | BLOCKS, trimmed=st.booleans())
    def test_any_block(self, text: str, plural: str | None, trimmed: bool) -> None:
        options = " trimmed" if trimmed else ""
        body = f"{text}{{{{ name }}}} %"
        if plural is not None:
            options = f" count n=count{options}"
            body += f"{{% plural %}}{plural}{{{{ n }}}}"
        source = f"{JUNK}{{% blocktranslate{options} %}}{body}{{% endblocktranslate %}}"

        found = extracted(catalogues.extract_template, source)

        assert len(found) == 1
        assert found == looked_up_by_template(source)

    def test_windows_line_endings_are_read_as_django_reads_them(self) -> None:
        source = "{% blocktranslate %}a\r\nb{% endblocktranslate %}"

        assert extracted(catalogues.extract_template, source) == {("", "a\nb", "")}


class TestPython:
    @pytest.mark.parametrize(
        ("call", "key"),
        [
            ("_('a' \"b\")", ("", "ab", "")),
            ("gettext('100% %(x)s {x}')", ("", "100% %(x)s {x}", "")),
            ("str(gettext_lazy('a'))", ("", "a", "")),
            ("ngettext('a', 'b', 2)", ("", "a", "b")),
            ("str(ngettext_lazy('a', 'b', 2))", ("", "a", "b")),
            ("ngettext_lazy('a', 'b', 'n') % {'n': 2}", ("", "a", "b")),
            ("pgettext('c', 'a')", ("c", "a", "")),
            ("str(pgettext_lazy('c', 'a'))", ("c", "a", "")),
            ("npgettext('c', 'a', 'b', 2)", ("c", "a", "b")),
            ("str(npgettext_lazy('c', 'a', 'b', 2))", ("c", "a", "b")),
        ],
    )
    def test_form(self, call: str, key: tuple[str, str, str]) -> None:
        imports = (
            "from django.utils.translation import gettext, gettext_lazy, ngettext, "
            "ngettext_lazy, npgettext, npgettext_lazy, pgettext, pgettext_lazy\n"
            "_ = gettext\n"
        )
        assert extracted(extract_python, imports + call) == {key}
        assert looked_up_by_python(imports + call) == {key}

    @given(text=ANY, plural=ANY, context=ANY)
    def test_any_text(self, text: str, plural: str, context: str) -> None:
        call = f"npgettext({context!r}, {text!r}, {plural!r}, 2)"
        source = f"from django.utils.translation import npgettext\n{call}\n"

        found = extracted(extract_python, source)

        assert found == looked_up_by_python(source) == {(context, text, plural)}


class TestUpdate:
    def test_writes_every_language_but_the_source(self, project: Project) -> None:
        project.speak("ru", "zh-hans")

        changed = catalogues.update()

        assert changed == [catalogues.po_path("ru"), catalogues.po_path("zh_Hans")]
        assert "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :" in project.text()
        assert "nplurals=1; plural=0;" in project.text("zh_Hans")

    def test_whole_file(self, project: Project) -> None:
        project.source(
            '{# Translators: a verb #}\n{% trans "Read" %}', "templates/a.html"
        )
        project.source('# Translators: a verb\n_("Read")\nngettext("%(n)s", "{n}", n)')

        catalogues.update()

        assert project.text().partition("Plural-Forms")[2].partition("\n\n")[2] == (
            "#: portal/module.py\n#, python-brace-format, python-format\n"
            'msgid "%(n)s"\nmsgid_plural "{n}"\n'
            'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n\n'
            "#. Translators: a verb\n#: portal/module.py templates/a.html\n"
            'msgid "Read"\nmsgstr ""\n'
        )

    def test_keeps_adds_and_drops(self, project: Project) -> None:
        project.source('_("Kept")\n_("Open text")')
        project.po(
            "# mine\n#, fuzzy\n"
            + entry("Kept", "Да")
            + "\n"
            + entry("Open texts", "Нет")
            + "\n#~ "
            + 'msgid "o"\n#~ msgstr "о"'
        )

        catalogues.update()

        assert '# mine\n#: portal/module.py\n#, fuzzy\nmsgid "Kept"\nmsgstr "Да"' in (
            project.text()
        )
        assert project.text().endswith('msgid "Open text"\nmsgstr ""\n')
        assert "texts" not in project.text() and "#~" not in project.text()

    def test_a_new_plural_is_a_new_message(self, project: Project) -> None:
        project.source('ngettext("One", "Many", n)')
        project.po(entry("One", "Один"))

        catalogues.update()

        assert "Один" not in project.text()

    def test_second_update_changes_nothing(self, project: Project) -> None:
        project.source(f"_({'a long note, ' * 20!r})\n_('a\\n\\u2028 b')")
        project.po(f"# {list(range(60))}\n" + entry("a\\n\u2028 b", "б"))
        assert catalogues.update() == [catalogues.po_path("ru")]
        before = project.text()

        project.source("\n\n" + (project.root / "portal/module.py").read_text())

        assert catalogues.update() == []
        assert project.text() == before
        assert 'msgstr "б"' in before

    def test_a_per_cent_sign_alone_is_no_format(self, project: Project) -> None:
        project.source('_("100% sure")\n_("5%% %(x)s")')

        catalogues.update()

        assert project.text().count("python-format") == 1

    def test_texts_to_import_are_no_templates(self, project: Project) -> None:
        project.source('{% trans "No" %}', "documents/texts/letter.html")

        assert len(catalogues.extract()) == 0

    def test_two_plurals_of_one_singular_are_refused(self, project: Project) -> None:
        project.source('ngettext("a", "b", n)\nngettext("a", "c", n)')

        with pytest.raises(catalogues.CatalogueError, match="two different plurals"):
            catalogues.update()

    def test_broken_template_is_named(self, project: Project) -> None:
        block = "{% blocktranslate %}{% if x %}{% endblocktranslate %}"
        project.source(block, "templates/broken.html")

        with pytest.raises(catalogues.CatalogueError, match=r"broken\.html"):
            catalogues.update()


class TestCompile:
    PLURAL = (
        'msgid "%(n)s text"\nmsgid_plural "%(n)s texts"\nmsgstr[0] "%(n)s текст"\n'
        'msgstr[1] "%(n)s текста"\nmsgstr[2] "%(n)s текстов"\n'
    )

    def test_django_reads_it(self, project: Project) -> None:
        project.po(entry("Clause", "Пункт") + '\nmsgctxt "c"\n' + entry("Clause", "П."))
        catalogues.compile_all()

        with translation.override("ru"):
            assert translation.gettext("Clause") == "Пункт"
            assert translation.pgettext("c", "Clause") == "П."

    def test_three_russian_forms_beside_djangos_four(self, project: Project) -> None:
        project.po(self.PLURAL)
        catalogues.compile_all()

        with translation.override("ru"):
            forms = [
                translation.ngettext("%(n)s text", "%(n)s texts", n) % {"n": n}
                for n in (0, 1, 2, 5, 11, 12, 21, 22, 111)
            ]
            # A plural of Django's own catalogue, by its own rule.
            hours = [
                translation.ngettext("%(num)d hour", "%(num)d hours", n) % {"num": n}
                for n in (1, 2, 5)
            ]

        assert forms == [
            "0 текстов", "1 текст", "2 текста", "5 текстов", "11 текстов",
            "12 текстов", "21 текст", "22 текста", "111 текстов",
        ]  # fmt: skip
        assert hours == ["1 час", "2 часа", "5 часов"]

    def test_only_when_the_po_file_changed(self, project: Project) -> None:
        po = project.po(entry("a", "б"))
        assert catalogues.compile_all() == [po.with_suffix(".mo")]
        assert catalogues.compile_all() == []

        project.po(entry("a", "в"))

        assert catalogues.compile_all() == [po.with_suffix(".mo")]
        assert sorted(po.parent.iterdir()) == [po.with_suffix(".mo"), po]

    def test_unfinished_plural_is_left_out(self, project: Project) -> None:
        project.po(self.PLURAL.replace("%(n)s текстов", ""))
        catalogues.compile_all()

        with translation.override("ru"):
            assert translation.ngettext("%(n)s text", "%(n)s texts", 1) == "%(n)s text"

    def test_nothing_to_compile(self, project: Project) -> None:
        assert catalogues.compile_all() == []


class TestCommand:
    """Without a database: pytest-django would refuse one here."""

    def test_update_compile_check(self, project: Project) -> None:
        project.source('_("Clausebook")')
        output = StringIO()
        call_command("catalogues", "update", stdout=output)
        project.po(entry("Clausebook", "Clausebook"))
        call_command("catalogues", "compile", stdout=output)
        call_command("catalogues", "check", stdout=output)

        words = [line.split()[0] for line in output.getvalue().splitlines()]
        assert words == ["Updated", "Compiled"]

    def test_check_fails_with_one_line_a_problem(self, project: Project) -> None:
        project.source('_("a")\n_("b")')
        catalogues.update()
        output = StringIO()

        with pytest.raises(CommandError) as failure:
            call_command("catalogues", "check", stdout=output)

        assert failure.value.returncode == 1
        assert len(output.getvalue().splitlines()) == 2

    def test_unreadable_catalogue_is_an_error_and_no_traceback(
        self, project: Project
    ) -> None:
        project.po("nonsense")

        with pytest.raises(CommandError, match=r"django\.po"):
            call_command("catalogues", "compile")
