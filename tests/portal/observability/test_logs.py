"""Logs: a line for each request, with the id that the answer and its jobs carry."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from portal import tasks, views
from portal.observability import request_log
from portal.observability.context import (
    CURRENT,
    RequestContext,
    choose_request_id,
    count_query,
)
from portal.observability.log_formats import JsonFormatter, TextFormatter
from portal.observability.request_line import Line, format_json, format_text
from portal.observability.request_log import LineWriter
from portal.people.roles import Role
from tests.base import LANGUAGES, signed_in
from tests.factories import make_edition, make_member
from tests.jobs import run_jobs

NEXT = {"zh-hans": "来函时请注明此编号", "ru": "Укажите этот номер", "en": "Give this"}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is logged of requests, read back from JSON."""
    read: list[dict[str, Any]] = []

    class Listening(LineWriter):
        def write(self, line: Line) -> None:
            read.append(json.loads(self._format(line)))

        write_soon = write

    monkeypatch.setattr(request_log, "LINES", Listening(format_json))
    return read


def fail(*_arguments: object, **_named: object) -> None:
    raise RuntimeError("broken")


@pytest.mark.django_db
class TestRequests:
    def test_one_line_each(self, lines: list[dict[str, Any]]) -> None:
        person = make_member(Role.COMMENTATOR)
        answer = signed_in(person).get("/en/documents/?q=secret%20words")
        [line] = lines
        assert line["request_id"] == answer.headers["X-Request-Id"]
        assert line["person"] == person.pk
        assert (line["method"], line["status"]) == ("GET", 200)
        assert line["route"] == "documents:document-list"
        assert line["path"] == "/en/documents/"
        assert line["queries"] > 0
        assert line["milliseconds"] > 0
        assert "secret" not in json.dumps(line)

    def test_a_kept_page_has_its_route(self, lines: list[dict[str, Any]]) -> None:
        for _each in range(2):
            Client().get("/en/help/")
        assert [each["prepared"] for each in lines] == ["miss", "hit"]
        assert [each["route"] for each in lines] == ["help", "help"]
        assert lines[1]["queries"] == 1

    def test_a_kept_page_of_a_person(self, lines: list[dict[str, Any]]) -> None:
        person = make_member(Role.COMMENTATOR)
        for _each in range(2):
            signed_in(person).get("/en/help/")
        assert [each["prepared"] for each in lines] == ["miss", "hit"]
        assert [each["person"] for each in lines] == [person.pk] * 2

    def test_a_token_in_an_address_is_not_logged(
        self, lines: list[dict[str, Any]]
    ) -> None:
        Client().get("/mail/stop/abc.def/")
        assert lines[0]["path"] == "/mail/stop/…/"

    def test_static_files_are_not_logged(self, lines: list[dict[str, Any]]) -> None:
        answer = Client().get("/static/portal/img/clausebook.svg")
        assert b"".join(answer)  # it is streamed
        answer.close()
        assert lines == []

    def test_a_proxys_id_is_kept_if_it_is_one(self) -> None:
        given = {"X-Request-Id": "4bf92f35-77b3-4da6"}
        answer = Client().get("/en/help/", headers=given)
        assert answer.headers["X-Request-Id"] == "4bf92f35-77b3-4da6"

    @pytest.mark.parametrize("given", ["", "short", "a" * 65, 'x"}\n{"level', "ё" * 9])
    def test_any_other_is_replaced(self, given: str) -> None:
        assert choose_request_id(given) != given
        assert choose_request_id(given) != choose_request_id(given)

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_a_failure_shows_its_number(
        self, monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]], code: str
    ) -> None:
        monkeypatch.setattr(views, "read_glossary", fail)
        client = Client(raise_request_exception=False)
        answer = client.get(f"/{code}/help/")
        assert answer.status_code == 500
        assert f"<code>{answer.headers['X-Request-Id']}</code>" in answer.text
        assert NEXT[code] in answer.text
        assert [each["status"] for each in lines] == [500]

    def test_a_failure_of_the_error_page_is_logged(
        self, monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
    ) -> None:
        monkeypatch.setattr(views, "read_glossary", fail)
        monkeypatch.setattr("portal.error_pages.render", fail)
        with pytest.raises(RuntimeError):
            Client(raise_request_exception=False).get("/en/help/")
        assert [(each["status"], each["route"]) for each in lines] == [(500, "help")]

    def test_a_page_that_is_missing_has_none(self) -> None:
        assert "<code>" not in Client().get("/en/nowhere/").text

    def test_nothing_is_left_of_a_request(self) -> None:
        Client().get("/en/help/")
        assert CURRENT.get() is None
        assert connection.execute_wrappers.count(count_query) <= 1


class TestWriter:
    LINE = Line(0.5, "id-of-it-", 7, "GET", "home", '/e"n/', 200, 0.0123, 3, "hit")

    def test_writes_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        written: list[str] = []
        monkeypatch.setattr(sys.stderr, "write", written.append)
        writer = LineWriter(format_text)
        writer._has_begun = True
        for _each in range(3):
            writer.write_soon(self.LINE)
        assert written == []
        writer.flush()
        writer.flush()
        told = '00:00:00 GET /e"n/ 200 (12 ms, 3 queries) person 7 [id-of-it-]\n'
        assert written == [told * 3]

    def test_is_json(self) -> None:
        read = json.loads(format_json(self.LINE))
        assert read["time"] == "1970-01-01T00:00:00.500Z"
        assert read["path"] == '/e"n/'
        assert json.loads(format_json(self.LINE._replace(person=None)))


class TestRecords:
    def record(self, **more: Any) -> logging.LogRecord:
        record = logging.LogRecord("x.y", 40, "", 0, "It\nis %s", ("so",), None)
        record.__dict__.update(more)
        return record

    def test_one_line_of_json(self) -> None:
        token = CURRENT.set(RequestContext("a-request"))
        try:
            line = JsonFormatter().format(self.record(job={"id": 3, "args": {"a": 1}}))
        finally:
            CURRENT.reset(token)
        assert "\n" not in line
        said = json.loads(line)
        assert (said["message"], said["level"]) == ("It\nis so", "error")
        assert said["request_id"] == "a-request"
        assert said["job"] == {"id": 3, "task_name": None}

    def test_an_error_is_in_it(self) -> None:
        try:
            fail()
        except RuntimeError:
            line = JsonFormatter().format(self.record(exc_info=sys.exc_info()))
        assert "RuntimeError: broken" in json.loads(line)["error"]

    @pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
    def test_no_address_is_in_it(self, formatter: logging.Formatter) -> None:
        told = "550 5.1.1 <Anna.Q@example.org>: no such user, Key (email)=(б@пример.рф)"
        record = self.record()
        record.msg, record.args = told, ()
        try:
            raise ValueError(told)
        except ValueError:
            record.exc_info = sys.exc_info()
        line = formatter.format(record)
        assert ("550 5.1.1 <…@…>: no such" in line, "ValueError" in line) == (True,) * 2
        assert not {"Anna", "example", "пример"} & set(re.findall(r"\w+", line))

    def test_without_a_request(self) -> None:
        assert "request_id" not in json.loads(JsonFormatter().format(self.record()))
        assert TextFormatter().format(self.record()) == "ERROR x.y: It\nis so"


@pytest.mark.django_db
class TestJobs:
    @pytest.fixture(autouse=True)
    def _through_the_queue(self, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "portal.mail.queue.QueueBackend"
        settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def test_carry_the_id_of_their_request(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found: list[str] = []

        def note(_mail: int) -> None:
            context = CURRENT.get()
            found.append(context.request_id if context else "")

        monkeypatch.setattr(tasks, "deliver", note)
        form = {"email": "anna@example.org"}
        answer = Client().post("/accounts/password/reset/", form)
        assert ProcrastinateJob.objects.get().args["request_id"]
        assert run_jobs() == ["portal.deliver_mail: succeeded"]
        assert found == [answer.headers["X-Request-Id"]]

    def test_have_none_without_a_request(self) -> None:
        send_mail("s", "b", None, ["anna@example.org"])
        assert list(ProcrastinateJob.objects.get().args) == ["mail"]

    def test_of_an_edition_end_as_before(self) -> None:
        make_edition()
        assert all(ended.endswith("succeeded") for ended in run_jobs())
