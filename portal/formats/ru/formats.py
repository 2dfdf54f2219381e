"""Dates in Russian as the United Nations writes them: 8 сентября 2006 года.

No line breaks between the day and the month, nor before the word for the year.
"""

from __future__ import annotations

DATE_FORMAT = "j\N{NO-BREAK SPACE}E Y\N{NO-BREAK SPACE}года"
YEAR_MONTH_FORMAT = "F Y\N{NO-BREAK SPACE}года"
DATETIME_FORMAT = f"{DATE_FORMAT}, H:i (e)"
TIME_FORMAT = "H:i e"
