"""Dates in Russian as the United Nations writes them: 8 сентября 2006 года."""

from __future__ import annotations

DATE_FORMAT = "j E Y года"
DATETIME_FORMAT = "j E Y года, H:i (e)"
TIME_FORMAT = "H:i e"
