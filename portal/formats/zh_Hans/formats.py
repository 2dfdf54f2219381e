"""Times in Chinese: 2006年9月8日 14:05（UTC+8）."""

from __future__ import annotations

DATETIME_FORMAT = "Y年n月j日 H:i（e）"
TIME_FORMAT = "H:i e"
