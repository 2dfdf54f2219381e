"""What became of a clause, and of how many, in words."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from documents.comparing import Change

# Translators: what became of a clause between two editions
NAMES: dict[Change, Promise] = {
    Change.KEPT: _("unchanged"),
    Change.EDITED: _("edited"),
    Change.RENUMBERED: _("renumbered"),
    Change.MOVED: _("moved"),
    Change.RECAST: _("kind or level changed"),
    Change.INSERTED: _("inserted"),
    Change.RESTORED: _("restored"),
    Change.REMOVED: _("removed"),
    Change.SPLIT: _("split off"),
    Change.MERGED: _("merged"),
}
COUNTED = {
    Change.KEPT: ngettext_lazy(
        "%(count)s clause unchanged", "%(count)s clauses unchanged", "count"
    ),
    Change.EDITED: ngettext_lazy(
        "%(count)s clause edited", "%(count)s clauses edited", "count"
    ),
    Change.RENUMBERED: ngettext_lazy(
        "%(count)s clause renumbered", "%(count)s clauses renumbered", "count"
    ),
    Change.MOVED: ngettext_lazy(
        "%(count)s clause moved", "%(count)s clauses moved", "count"
    ),
    Change.RECAST: ngettext_lazy(
        "%(count)s clause of another kind or level",
        "%(count)s clauses of another kind or level",
        "count",
    ),
    Change.INSERTED: ngettext_lazy(
        "%(count)s clause inserted", "%(count)s clauses inserted", "count"
    ),
    Change.RESTORED: ngettext_lazy(
        "%(count)s clause restored", "%(count)s clauses restored", "count"
    ),
    Change.REMOVED: ngettext_lazy(
        "%(count)s clause removed", "%(count)s clauses removed", "count"
    ),
    Change.SPLIT: ngettext_lazy(
        "%(count)s clause split off", "%(count)s clauses split off", "count"
    ),
    Change.MERGED: ngettext_lazy(
        "%(count)s clause merged with another",
        "%(count)s clauses merged with others",
        "count",
    ),
}
# An earlier edition against a later one: nothing was inserted by going back in time.
# Translators: what becomes of a clause of an earlier edition that is compared with a
# Translators: later one
BACKWARDS: dict[Change, Promise] = {
    Change.INSERTED: _("removed later"),
    Change.REMOVED: _("not there yet"),
}
COUNTED_BACKWARDS = {
    Change.INSERTED: ngettext_lazy(
        "%(count)s clause removed later", "%(count)s clauses removed later", "count"
    ),
    Change.REMOVED: ngettext_lazy(
        "%(count)s clause not there yet", "%(count)s clauses not there yet", "count"
    ),
}


def named(changes: Collection[Change], *, backwards: bool = False) -> list[str]:
    """Return what became of a clause, each thing in words."""
    names = {**NAMES, **(BACKWARDS if backwards else {})}
    return [str(name) for change, name in names.items() if change in changes]


def counted(change: Change, count: int, *, backwards: bool = False) -> str:
    """Return of how many clauses it is true, as "5 clauses edited"."""
    patterns = {**COUNTED, **(COUNTED_BACKWARDS if backwards else {})}
    return str(patterns[change] % {"count": count})
