"""The jobs of commentary."""

from __future__ import annotations

import pytest

from commentary import tasks


def test_one_notice_that_fails_keeps_nobody_else_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mailed = []

    def mail_notice(pk: int) -> bool:
        if pk == 1:
            raise OSError("no such template")
        mailed.append(pk)
        return True

    monkeypatch.setattr("commentary.notices.mail.waiting_for", lambda comment: [1, 2])
    monkeypatch.setattr("commentary.notices.mail.mail_notice", mail_notice)
    with pytest.raises(ExceptionGroup):
        tasks.mail_comment(comment=7)
    assert mailed == [2]
