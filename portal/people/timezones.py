"""Time zones: the known ones, their names in each language, the name of an offset."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext, to_locale
from django.utils.translation import gettext_lazy as _

UTC: Final = "UTC"
ENGLISH: Final = "en"
# Files beside the zones: the machine's own, and a placeholder.
NO_ZONES: Final = {"localtime", "Factory"}
MINUS: Final = "\N{MINUS SIGN}"


class NamedZone(ZoneInfo):
    """A time zone whose name is its difference to UTC at that time: "UTC+5".

    Formats of times print it ("e"); "CST", which the database of zones has, is the name
    of three.
    """

    def tzname(self, moment: datetime | None, /) -> str | None:
        return None if moment is None else offset_name(self.utcoffset(moment))


def zone_named(name: str) -> NamedZone:
    """Return a person's time zone; UTC when none is chosen, or it is known no more."""
    return NamedZone(name if is_timezone(name) else UTC)


def offset_name(offset: timedelta | None) -> str:
    """Return a difference to UTC: "UTC", "UTC+5", "UTC−3:30"."""
    minutes = round((offset or timedelta()).total_seconds() / 60)
    if not minutes:
        return UTC
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS
    return f"{UTC}{sign}{hours}" + (f":{rest:02}" if rest else "")


def is_timezone(name: str) -> bool:
    return name in _list_known()


def validate_timezone(name: str) -> None:
    """Refuse what is no time zone. Raises ValidationError."""
    if not is_timezone(name):
        raise ValidationError(_("There is no such time zone."), code="timezone")


def canonical_timezone(name: str) -> str:
    """Return the name under which a time zone is offered: browsers know several."""
    canonical = str(get_global("zone_aliases").get(name, name))
    return UTC if canonical == "Etc/UTC" else canonical


def timezone_choices() -> list[tuple[str, str]]:
    """Return the zones a person may choose, in the active language, west to east."""
    now = timezone.now()
    places = _list_places(to_locale(get_language() or ENGLISH))
    rows = sorted((zone.utcoffset(now), city, zone.key) for zone, city in places)
    return [
        ("", gettext("not chosen: times are in UTC")),
        (UTC, gettext("Coordinated Universal Time (UTC)")),
        *((name, f"{offset_name(offset)} · {city}") for offset, city, name in rows),
    ]


@cache
def _list_known() -> frozenset[str]:
    return frozenset(available_timezones() - NO_ZONES)


@cache
def _list_places(locale: str) -> tuple[tuple[ZoneInfo, str], ...]:
    """Return the zones of places that have a name in a language, and the name."""
    names = [
        (name, _name_city(name, Locale.parse(locale))) for name in sorted(_list_known())
    ]
    return tuple((ZoneInfo(name), city) for name, city in names if city)


def _name_city(name: str, locale: Locale) -> str:
    """Return what a language calls a zone's place; "" for another name of a zone."""
    area, _slash, place = name.partition("/")
    if not place or area == "Etc" or canonical_timezone(name) != name:
        return ""
    cities = (locale.time_zones.get(each, {}).get("city") for each in _list_names(name))
    english = place.rpartition("/")[2].replace("_", " ")
    return next(filter(None, cities), english if locale.language == ENGLISH else "")


def _list_names(name: str) -> list[str]:
    """Return a zone's names, its own first: some languages know an older one."""
    known = get_global("zone_aliases")
    return [name, *(alias for alias, zone in known.items() if zone == name)]
