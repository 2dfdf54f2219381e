"""Paragraph: what a file with a layout of its own gives to the recogniser."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Paragraph:
    """A paragraph as printed: its lines, its page, and the footnotes of its page.

    `page` counts from 1; 0 in a format without pages. `notes` are the footnotes that
    follow it.
    """

    lines: list[str]
    page: int = 0
    notes: list[str] = field(default_factory=list)
