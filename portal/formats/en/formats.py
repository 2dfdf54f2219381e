"""Dates in English as the United Nations writes them: 8 September 2006."""

from __future__ import annotations

DATE_FORMAT = "j\N{NO-BREAK SPACE}F Y"
DATETIME_FORMAT = f"{DATE_FORMAT}, H:i (e)"
TIME_FORMAT = "H:i e"
