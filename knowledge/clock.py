"""The one clock: what day it is at the office, wherever the program runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.errors import BadRequestError

BEIJING = "Asia/Shanghai"


class _Office:
    """Where the office is; set once, when the settings are read."""

    zone: tzinfo = timezone(timedelta(hours=8), BEIJING)


def keep_time_of(zone: str) -> None:
    """Let the day be that of a time zone, by its name in the IANA database.

    Raises:
        BadRequestError: There is no such zone.
    """
    if zone == BEIJING:  # known also where there is no database of zones
        _Office.zone = timezone(timedelta(hours=8), BEIJING)
        return
    try:
        _Office.zone = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadRequestError(f"RONGHE_TIME_ZONE 没有“{zone}”这个时区；请写作 Asia/Shanghai 这样的名称。") from error


def today() -> date:
    """Return the day at the office."""
    return datetime.now(_Office.zone).date()


def today_iso() -> str:
    """Return the day at the office as `YYYY-MM-DD`."""
    return today().isoformat()


def at_office(moment: str) -> str:
    """Return an ISO moment in UTC as the office's clock shows it, `YYYY-MM-DD HH:MM:SS`."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(_Office.zone).strftime("%Y-%m-%d %H:%M:%S")
