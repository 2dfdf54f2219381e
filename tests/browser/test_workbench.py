"""The workbench of a draft in a browser: without scripts, on wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from documents.models import Edition
from documents.services import begin_draft
from portal.people.models import User
from tests.factories import current_edition, make_numbered_draft

from .conftest import follow, take_screenshot, violations

WIDTHS = (1280, 400)


@pytest.fixture
def draft(site: str) -> Edition:
    User.objects.create_superuser("anna@example.org", "pw")
    return begin_draft(current_edition(), user=None)


def sign_in(page: Page, site: str) -> Page:
    page.goto(f"{site}/admin/")
    page.fill("#id_login", "anna@example.org")
    page.fill("#id_password", "pw")
    follow(page.locator("button.primary"))
    return page


@pytest.fixture
def bench(page: Page, site: str, faults: list[str], draft: Edition) -> Page:
    sign_in(page, site)
    page.goto(f"{site}/admin/documents/edition/{draft.pk}/workbench/")
    return page


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def editor(
    request: pytest.FixtureRequest, browser: Browser, site: str
) -> Iterator[Page]:
    """A browser of a publisher, beside a document without a draft."""
    User.objects.create_superuser("anna@example.org", "pw")
    context = browser.new_context(java_script_enabled=request.param, locale="en")
    yield sign_in(context.new_page(), site)
    context.close()


@pytest.fixture
def plain(browser: Browser, site: str, draft: Edition) -> Iterator[Page]:
    """A browser without scripts."""
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(context.new_page(), site)
    page.goto(f"{site}/admin/documents/edition/{draft.pk}/workbench/")
    yield page
    context.close()


def do(page: Page, key: str, name: str) -> None:
    """Choose something from a clause's list of things to do."""
    row = page.locator(f"[id='{key}']")
    row.locator("summary").click()
    follow(row.get_by_role("link", name=name, exact=True))


def photograph(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= width, f"{name} is wider than {width}"
        take_screenshot(page, f"workbench-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_an_afternoon_of_editing(bench: Page) -> None:
    """Reword, split, merge, move, remove, and look at it all."""
    row = bench.locator("[id='statement-pre2']")
    row.get_by_role("link", name="Edit", exact=True).click()
    bench.fill("#id_text_en", "Welcoming the signing of the Treaty,")
    photograph(bench, "edit")
    bench.get_by_role("button", name="Save", exact=True).click()
    expect(row).to_contain_text("edited")
    do(bench, "statement-pre3", "Split")
    photograph(bench, "split")
    follow(bench.get_by_role("button", name="Split", exact=True))
    do(bench, "statement-pre4", "Merge with the next clause")
    photograph(bench, "merge")
    follow(bench.get_by_role("button", name="Merge", exact=True))
    do(bench, "statement-pre6", "Remove")
    follow(bench.get_by_role("button", name="Remove", exact=True))
    bench.locator("[id='statement-pre7']").get_by_role("button", name="Move up").click()
    expect(bench.locator(".messagelist")).to_contain_text("The clause is now")
    do(bench, "statement-pre8", "Move to another place")
    photograph(bench, "move")
    bench.go_back()
    bench.goto(f"{bench.url.split('?')[0]}?show=changed")
    photograph(bench, "changed")
    follow(bench.get_by_role("link", name="Record of changes").first)
    photograph(bench, "record")
    bench.go_back()
    follow(bench.get_by_role("link", name="Publish…"))
    photograph(bench, "publish")


def test_the_second_editor_sees_both_texts(
    bench: Page, draft: Edition, faults: list[str]
) -> None:
    bench.locator("[id='statement-pre2']").get_by_role(
        "link", name="Edit", exact=True
    ).click()
    bench.fill("#id_text_en", "Welcoming what I typed,")
    other = draft.versions.get(clause__key="statement-pre2")
    draft.versions.filter(pk=other.pk).update(
        **{"revision": other.revision + 1, "text_en": "Welcoming their words,"}
    )
    bench.get_by_role("button", name="Save", exact=True).click()
    expect(bench.locator(".conflict")).to_contain_text("Welcoming their words,")
    expect(bench.locator("#id_text_en")).to_have_value("Welcoming what I typed,")
    photograph(bench, "conflict")
    [told] = faults  # Chromium reports the status, and nothing else
    assert "409" in told
    faults.clear()


def test_without_scripts(plain: Page) -> None:
    do(plain, "statement-pre3", "Split")
    plain.get_by_role("button", name="Preview the split").click()
    plain.get_by_role("button", name="Split", exact=True).click()
    expect(plain.locator(".bench-badges").first).to_contain_text("edited")
    do(plain, "statement-pre3", "Insert a clause before")
    plain.fill("#id_text_ru", "Новый пункт,")
    plain.get_by_role("button", name="Insert", exact=True).click()
    expect(plain.locator(".bench-badges").first).to_contain_text("inserted")


def test_the_half_of_a_paragraph_continues_it(bench: Page) -> None:
    do(bench, "statement-op2", "Split")
    follow(bench.get_by_role("button", name="Split", exact=True))
    piece = bench.locator("[id='statement-op2_cont']")
    expect(piece.locator("h2")).to_have_text("statement, para. 2, continued")
    following = bench.locator("[id='statement-op3'] h2")
    expect(following).to_have_text("statement, para. 3")


@pytest.mark.parametrize("is_plain", [False, True])
def test_sixty_clauses_are_renumbered_in_four_clicks(
    request: pytest.FixtureRequest, site: str, is_plain: bool
) -> None:
    page: Page = request.getfixturevalue("plain" if is_plain else "bench")
    edition = make_numbered_draft(paragraphs=60)
    page.goto(f"{site}/admin/documents/edition/{edition.pk}/workbench/")
    do(page, "statement-op1", "Renumber from here")  # two clicks
    page.fill("#id_shift", "3")
    follow(page.get_by_role("button", name="Preview the numbers"))
    photograph(page, "renumber")
    follow(page.get_by_role("button", name="Renumber", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("60 clauses")
    row = page.locator("[id='statement-op60']")
    expect(row.locator("h2")).to_have_text("statement, para. 63")
    follow(page.get_by_role("button", name="Undo the renumbering"))
    page.goto(f"{site}/admin/documents/edition/{edition.pk}/workbench/")
    expect(row.locator("h2")).to_have_text("statement, para. 60")


def test_is_accessible(bench: Page, faults: list[str]) -> None:
    pages = ("pre2/", "pre2/split/", "pre2/move/", "op2/renumber/")
    steps = ("", *(f"statement-{page}" for page in pages))
    start = bench.url
    for step in (*steps, "../record/"):
        bench.goto(f"{start}{step}")
        bench.wait_for_load_state("networkidle")
        assert not faults
        assert violations(bench) == []
        faults.clear()  # axe-core tries an inline style of its own on these pages


@pytest.mark.parametrize("is_plain", [False, True])
def test_an_entry_is_put_back(
    request: pytest.FixtureRequest, draft: Edition, is_plain: bool
) -> None:
    """One click, with and without scripts; what changed since is shown first."""
    page: Page = request.getfixturevalue("plain" if is_plain else "bench")
    do(page, "statement-pre3", "Split")
    follow(page.get_by_role("button", name="Split", exact=True))
    follow(page.get_by_role("link", name="Record of changes").first)
    photograph(page, "record-undo")
    follow(page.get_by_role("button", name="Put this back").first)
    expect(page.locator(".messagelist")).to_contain_text("put back")
    assert draft.versions.count() == current_edition().versions.count()
    entry = page.locator(".bench-row", has_text="puts back an earlier change").first
    follow(entry.get_by_role("button", name="Put this back"))
    version = draft.versions.get(clause__key="statement-pre3")
    draft.versions.filter(pk=version.pk).update(
        **{"revision": version.revision + 1, "text_en": "Changed by another,"}
    )
    follow(page.get_by_role("button", name="Put this back").nth(1))
    expect(page.locator(".conflict")).to_contain_text("changed again since")
    photograph(page, "undo-conflict")
    if not is_plain:
        assert violations(page) == []
        # The browser notes the 409, and an inline style that axe-core tries.
        request.getfixturevalue("faults").clear()
    follow(page.get_by_role("button", name="Put it back all the same"))
    expect(page.locator(".messagelist")).to_contain_text("put back")


def test_a_merged_clause_is_restored_apart(
    bench: Page, draft: Edition, faults: list[str]
) -> None:
    before = draft.versions.get(clause__key="statement-pre4").in_language("text", "ru")
    do(bench, "statement-pre4", "Merge with the next clause")
    follow(bench.get_by_role("button", name="Merge", exact=True))
    removed = bench.locator("[id='statement-pre5']")
    follow(removed.get_by_role("link", name="Restore", exact=True))
    expect(bench.locator(".doubts")).to_contain_text("said twice")
    photograph(bench, "said-twice")
    assert not faults
    assert violations(bench) == []
    faults.clear()
    follow(bench.get_by_role("button", name="Restore", exact=True))
    expect(bench.locator(".messagelist")).to_contain_text("The clause is now")
    stored = draft.versions.get(clause__key="statement-pre4")
    assert stored.in_language("text", "ru") == before


def test_a_typo_is_corrected_from_the_published_clause(editor: Page, site: str) -> None:
    clause = current_edition().document.clauses.get(key="statement-pre1")
    editor.goto(f"{site}/en{clause.get_absolute_url().removeprefix('/en')}")
    follow(editor.get_by_role("link", name="Correct this clause"))
    editor.fill("[name=text_en]", "noting point one and no other,")
    editor.fill("[name=reason]", "A misprint.")
    photograph(editor, "correction")
    follow(editor.get_by_role("button", name="Save the correction"))
    follow(editor.get_by_role("button", name="Publish"))
    name = "dition 3, corrigendum 1 to edition 2"
    editor.goto(f"{site}/en/documents/{clause.document.slug}/editions/")
    expect(editor.locator("main")).to_contain_text(name)
    expect(editor.locator("main")).to_contain_text("A misprint.")
    assert Edition.objects.published().count() == 3
