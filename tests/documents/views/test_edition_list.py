"""Editions with their digests, and the files that prove them."""

from __future__ import annotations

import io
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client

from documents.services import begin_draft, publish_edition
from tests.base import queries_of, signed_in
from tests.factories import make_edition, make_person

pytestmark = pytest.mark.django_db
URL = "/en/documents/memo/editions/"


class TestList:
    def test_each_edition_with_its_digest(self, client: Client) -> None:
        first = make_edition()
        second = publish_edition(begin_draft(first, user=None), user=None)
        html = client.get(URL).content.decode()
        assert first.digest in html
        assert second.digest in html
        assert html.count("What changed") == 1

    def test_drafts_are_for_editors(self, client: Client) -> None:
        begin_draft(make_edition(), user=None)
        assert "draft" not in client.get(URL).content.decode()
        editor = signed_in(make_person("editor", "documents.view_edition"))
        assert "Edition 2, draft" in editor.get(URL).content.decode()

    def test_cost_does_not_grow(self, client: Client) -> None:
        edition = make_edition()
        few = queries_of(lambda: client.get(URL))
        for _ in range(3):
            edition = publish_edition(begin_draft(edition, user=None), user=None)
        assert queries_of(lambda: client.get(URL)) == few


class TestProof:
    def test_the_manifest_has_the_edition_digest(self, client: Client) -> None:
        edition = make_edition()
        response = client.get(f"{URL}1/manifest.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert sha256(response.content).hexdigest() == edition.digest

    def test_sha256sum_alone_checks_the_texts(
        self, client: Client, tmp_path: Path
    ) -> None:
        make_edition()
        archive = zipfile.ZipFile(io.BytesIO(client.get(f"{URL}1/texts.zip").content))
        archive.extractall(tmp_path)
        assert self.sha256sum(tmp_path) == 0
        (tmp_path / "statement-pre1.ru.txt").write_text("иначе")
        assert self.sha256sum(tmp_path) == 1

    def sha256sum(self, folder: Path) -> int:
        command = ["sha256sum", "--check", "--strict", "--quiet", "manifest.txt"]
        return subprocess.run(  # noqa: S603 - a constant
            command, cwd=folder, check=False, timeout=60
        ).returncode

    def test_the_same_bytes_each_time(self, client: Client) -> None:
        make_edition()
        one, two = (client.get(f"{URL}1/texts.zip").content for _ in range(2))
        assert one == two

    @pytest.mark.parametrize("file", ["manifest.txt", "texts.zip"])
    def test_drafts_are_404(self, client: Client, file: str) -> None:
        begin_draft(make_edition(), user=None)
        assert client.get(f"{URL}2/{file}").status_code == 404
