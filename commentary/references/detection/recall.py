"""What a document has named so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from commentary.references.detection.register import Register


@dataclass(slots=True)
class Recall:
    """Which instruments a document has named so far, and which of them last."""

    _last: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def name(self, slug: str) -> None:
        self._count += 1
        self._last[slug] = self._count

    def latest(self, owners: Iterable[str], register: Register) -> str:
        """Return the one named last; something is named with what it belongs to."""
        named = [(self._when(slug, register), slug) for slug in owners]
        when, slug = max(named, default=(0, ""))
        return slug if when else ""

    def _when(self, slug: str, register: Register) -> int:
        owner = register.by_slug[slug].belongs_to
        return max(self._last.get(slug, 0), self._last.get(owner, 0))
