"""What became of a clause, and of how many, in words."""

from __future__ import annotations

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


def counted(change: Change, count: int) -> str:
    """Return of how many clauses it is true, as "5 clauses edited"."""
    return str(COUNTED[change] % {"count": count})
