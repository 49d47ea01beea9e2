"""Days as people write them: in words of four languages, as months, quarters and weeks."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from babel import Locale

from holdfast.adopt.reading import Reading, likely, sure, unclear
from holdfast.adopt.words import LANGUAGES, alternatives, fold, said

Window = tuple[datetime.date, datetime.date]
"""First and last day of a campaign, to find the year of a day that is written without one."""
Near = tuple[datetime.date, bool]
"""The day at which a sheet was known, and whether what it names comes after that day or before."""
EITHER = "day and month may stand in either order"
LEAP = 4
"""Years after which a 29 February comes again."""
_YEAR = r"(?P<y>(?:19|20|21)\d\d|'?\d\d(?!\d))"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@cache
def months() -> Mapping[str, int]:
    """Folded name of a month, whole or shortened, -> its number."""
    made: dict[str, int] = {"sept": 9, "mrz": 3}
    for language in LANGUAGES:
        for forms in Locale(language).months.values():
            for form in ("wide", "abbreviated"):
                for number, name in forms[form].items():
                    made[fold(name).rstrip(".")] = number
    return made


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(
        fold(name).rstrip(".")
        for language in LANGUAGES
        for forms in Locale(language).days.values()
        for form in ("wide", "abbreviated")
        for name in forms[form].values()
    )


@lru_cache(maxsize=10_000)
def read_date(text: str, window: Window | None = None, near: Near | None = None) -> Reading:
    """The day that a text names, as YYYY-MM-DD; "" if it says that there is none yet.

    Where no year is written it is that of the next such day after the one in `near`, or of the last
    before it; without `near` the year in which it lies in the campaign, if only one does.
    """
    whole = fold(text).strip(" .;,")
    if whole in said("nothing") or not whole:
        return sure("", "says that it is not known")
    if whole in said("soon"):
        return unclear("names no day")
    plain, doubted = _without_doubt(whole)
    plain = _without_weekday(plain)
    made = _ranged(plain, window) or _qualified(plain, window, near)
    if made is None:
        return unclear("no day is read in it")
    return made.at_most("likely", "marked as not confirmed") if doubted else made


def _without_doubt(text: str) -> tuple[str, bool]:
    """The text without words in brackets and words of doubt, and whether there were any."""
    bare = re.sub(r"[(\[].*?[)\]]", " ", text)
    bare = re.sub(rf"(?<!\w){alternatives(said('doubt'))}", " ", bare)
    bare = " ".join(bare.strip(" .;,:?").split())
    return (bare, bare != text) if bare else (text, False)


def _without_weekday(text: str) -> str:
    return " ".join(part for part in text.split() if part.strip(".,") not in _weekdays()).strip()


def _qualified(text: str, window: Window | None, near: Near | None) -> Reading | None:
    """A day after words such as "by", "early", "end of", "updated"."""
    text = re.sub(rf"^{alternatives(said('updated'))}[\s.:,]*", "", text).strip() or text
    stripped = re.sub(rf"^(?:{alternatives(said('by'))}\s*)+", "", text).strip()
    by = stripped != text and bool(stripped)
    text = stripped if by else text
    later = re.sub(rf"^(?:{alternatives(said('after'))}\s*)+", "", text).strip()
    after = later != text and bool(later)
    text = later if after else text
    text = re.sub(rf"^(?:{alternatives(said('on'))}\s+)+", "", text).strip()
    made = _parted(text) or _plain(text, window, near)
    if made is None:
        return None
    if by:
        made = made.at_most("likely", "the last day that is promised")
    return made.at_most("likely", "the first day that is possible") if after else made


def _parted(text: str) -> Reading | None:
    """The beginning, the middle or the end of a month."""
    for part, name in ((10, "early"), (15, "middle"), (31, "late")):
        found = re.match(rf"{alternatives(said(name))}[\s.-]*", text)
        if not found or not found.end():
            continue
        rest = re.sub(rf"^(?:{alternatives(said('on'))}\s+)+", "", text[found.end() :]).strip()
        if name == "late" and re.fullmatch(r"20\d\d", rest):
            return likely(_iso(int(rest), 12, 31), "the end of a year: its last day")
        month = _month_and_year(rest)
        if month:
            year, number = month
            day = min(part, calendar.monthrange(year, number)[1])
            words_ = {10: "the beginning of a month: its 10th", 15: "its 15th"}.get(part)
            return likely(_iso(year, number, day), words_ or "the end of a month: its last day")
    return None


def _plain(text: str, window: Window | None, near: Near | None = None) -> Reading | None:
    for form in (_iso_form, _figures, _with_month, _quarter, _week, _month, _year):
        if made := form(text):
            return made
    return _without_year(text, window, near)


def _iso(year: int, month: int, day: int) -> str:
    """The day in ISO form. Raises ValueError if there is none."""
    return datetime.date(year, month, day).isoformat()


def _full(year: str) -> int:
    digits = year.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _safe(make: Callable[[], Reading]) -> Reading:
    try:
        return make()
    except ValueError:
        return unclear("is no day of the calendar")


def _iso_form(text: str) -> Reading | None:
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{1,2}:\d\d.*)?", text)
    if not found:
        return None
    year, month, day = map(int, found.groups())
    return _safe(lambda: sure(_iso(year, month, day), "year, month, day"))


def _figures(text: str) -> Reading | None:
    """Day, month and year in figures; which of the first two is which may be unclear."""
    found = re.fullmatch(rf"(\d{{1,2}})\s?([./\s-])\s?(\d{{1,2}})\s?\2\s?{_YEAR}\.?", text)
    if not found:
        return None
    first, sign, second, year = (
        int(found.group(1)),
        found.group(2),
        int(found.group(3)),
        _full(found.group("y")),
    )
    if first > 12 or first == second:
        return _safe(lambda: sure(_iso(year, second, first), "day, month, year"))
    if second > 12:
        return _safe(lambda: sure(_iso(year, first, second), "month, day, year"))
    if sign == ".":
        made = lambda: likely(  # noqa: E731
            _iso(year, second, first),
            "points stand between day, month, year",
            _iso(year, first, second),
        )
        return _safe(made)
    return _safe(
        lambda: unclear(
            EITHER,
            _iso(year, second, first),
            _iso(year, first, second),
        )
    )


@cache
def _names() -> str:
    return f"(?P<m>{alternatives(months())})\\.?"


def _with_month(text: str) -> Reading | None:
    """A day with the name of its month and a year."""
    joint = r"[\s./,-]*"
    on = rf"(?:{alternatives(said('on'))}\s+)?"
    for pattern in (
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|e|-?го)?{joint}{on}{_names()}{joint}{_YEAR}"
        rf"(?:\s*{alternatives(said('on'))}\.?)?",
        rf"{_names()}{joint}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
    ):
        if found := re.fullmatch(pattern, text):
            number = months()[found.group("m")]
            day, year = int(found.group("d")), _full(found.group("y"))
            return _safe(lambda: sure(_iso(year, number, day), "day, month in words, year"))  # noqa: B023
    return None


def _month_and_year(text: str) -> tuple[int, int] | None:
    """Year and number of a month that is named alone."""
    on = rf"(?:\s*{alternatives(said('on'))}\.?)?"
    if found := re.fullmatch(rf"{_names()}[\s./,-]*{on}\s*{_YEAR}{on}", text):
        return _full(found.group("y")), months()[found.group("m")]
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})", text)
    if found:
        year = int(found.group(1) or found.group(4))
        number = int(found.group(2) or found.group(3))
        return (year, number) if 1 <= number <= 12 else None
    return None


def _month(text: str) -> Reading | None:
    found = _month_and_year(text)
    if not found:
        return None
    year, number = found
    last = calendar.monthrange(year, number)[1]
    short = re.search(r"[^\d'](\d\d)$", text)
    if short and int(short.group(1)) <= last and re.match(r"[^\d]", text):
        return unclear("two figures may be a day or a year", _iso(year, number, last))
    return _safe(lambda: likely(_iso(year, number, last), "a month: its last day"))


def _quarter(text: str) -> Reading | None:
    """A quarter or a half of a year: its last day."""
    for name, length, most in (("quarter", 3, 4), ("half", 6, 2)):
        word = alternatives(said(name))
        ordinal = r"(?P<n>[1-4]|i{1,3}|iv)(?:st|nd|rd|th|er|ere|e|eme|\.|-?й|-?и)?"
        letter = "".join(sorted(one for one in said(name) if len(one) == 1))
        for pattern in (
            rf"[{letter}]\s*(?P<n>[1-4])[\s/'.-]*{_YEAR}",
            rf"{_YEAR}[\s/.-]*[{letter}]\s*(?P<n>[1-4])",
            rf"{ordinal}\s*{word}\.?\s*(?:{alternatives(said('on'))}\s*)?{_YEAR}"
            rf"(?:\s*{alternatives(said('on'))})?",
        ):
            if found := re.fullmatch(pattern, text):
                number = _ROMAN.get(found.group("n")) or int(found.group("n"))
                if number > most:
                    return unclear(f"there are only {most} in a year")
                month, year = number * length, _full(found.group("y"))
                day = calendar.monthrange(year, month)[1]
                whole = "a quarter" if length == 3 else "half a year"
                return likely(_iso(year, month, day), f"{whole}: its last day")
    return None


def _week(text: str) -> Reading | None:
    word = alternatives(said("week"))
    found = re.fullmatch(rf"(?:{word}|w)\.?\s*(?P<n>\d{{1,2}})[\s/.,-]*{_YEAR}", text)
    if not found:
        return None
    year, number = _full(found.group("y")), int(found.group("n"))
    return _safe(
        lambda: likely(
            datetime.date.fromisocalendar(year, number, 7).isoformat(), "a week: its last day"
        )
    )


def _year(text: str) -> Reading | None:
    found = re.fullmatch(rf"(20\d\d)(?:\s*{alternatives(said('on'))})?", text)
    if not found:
        return None
    return unclear("only a year", _iso(int(found.group(1)), 12, 31))


def _without_year(text: str, window: Window | None, near: Near | None) -> Reading | None:
    """A day, month, part of a month, week or quarter without a year."""
    years = range(1, 0)
    if near is not None:
        years = range(near[0].year - LEAP, near[0].year + LEAP + 1)
    elif window is not None:
        years = range(window[0].year - 1, window[1].year + 2)
    dated = [made for year in years if (made := _in_year(text, year)) is not None]
    if not dated:
        return unclear("no year is given") if not years and _in_year(text, 2000) else None
    days = [datetime.date.fromisoformat(one) for made in dated for one in _days(made)]
    if near is not None:
        return _nearest(dated, near)
    assert window is not None
    inside = [day.isoformat() for day in days if window[0] <= day <= window[1]]
    if len(inside) == 1:
        return likely(inside[0], "no year is given: the one of the campaign")
    return unclear("no year is given", *inside)


def _days(made: Reading) -> tuple[str, ...]:
    return (made.taken,) if made.taken else made.others


def _in_year(text: str, year: int) -> Reading | None:
    """What a text names that has everything but its year, in this one."""
    if text in said("late"):
        return None
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})|(\d{1,2})\.(\d{1,2})\.", text):
        made = _figures("/".join([*filter(None, found.groups()), str(year)]))
        return made if made and _days(made) else None
    for form in (_parted, _with_month, _quarter, _week, _month):
        made = form(f"{text} {year}")
        if made and _days(made):
            return made
    return None


def _nearest(dated: list[Reading], near: Near) -> Reading | None:
    """Of the same day in several years the one that is supposed, with its year."""
    known, later = near
    found: list[datetime.date] = []
    for place in range(max(len(_days(made)) for made in dated)):
        days = [
            datetime.date.fromisoformat(_days(one)[place])
            for one in dated
            if place < len(_days(one))
        ]
        fit = [day for day in days if (day >= known if later else day <= known)]
        if fit:
            found.append(min(fit) if later else max(fit))
    if not found:
        return None
    told = " or ".join(dict.fromkeys(str(day.year) for day in found))
    which = "the next from" if later else "the last to"
    why = f"no year is given: {told} is supposed, {which} {known.isoformat()} on"
    if not later:
        why = f"no year is given: {told} is supposed, {which} {known.isoformat()}"
    if len(found) > 1:
        return unclear(f"{EITHER}; {why}", *(day.isoformat() for day in found))
    kind = next((made.why for made in dated if made.taken), "")
    return likely(found[0].isoformat(), why if kind.startswith("day") else f"{kind}; {why}")


def _ranged(text: str, window: Window | None) -> Reading | None:
    """From one day to another: both are named, none is taken."""
    ties = alternatives(said("range"))
    for found in re.finditer(rf"\s*(?:[–—-]|(?<=\s){ties}(?=\s)|/)\s*", text):
        first, second = text[: found.start()].strip(), text[found.end() :].strip()
        first, second = (
            re.sub(rf"^(?:{alternatives(said('between') | said('on'))}\s+)+", "", one)
            for one in (first, second)
        )
        end = _plain(second, window)
        if end is None or not (end.taken or end.others):
            continue
        start = _plain(first, window) if _complete(first) else _completed(first, second, window)
        if start and (start.taken or start.others) and _plain(text, None) is None:
            ends = [one.taken or one.others[0] for one in (start, end)]
            return unclear("from one day to another", *ends)
    return None


def _complete(text: str) -> bool:
    return bool(re.search(rf"{_YEAR}$", text)) and not text.isdigit()


def _completed(first: str, second: str, window: Window | None) -> Reading | None:
    """A first day that shares the month or the year of the second."""
    tail = re.search(rf"{_names()}[\s./,-]*{_YEAR}$|(?P<y2>(?:19|20|21)\d\d)$", second)
    if not tail:
        return None
    if re.fullmatch(r"\d{1,2}", first):
        return _plain(f"{first} {tail.group()}", window)
    return _plain(f"{first} {tail.group('y') or tail.group('y2')}", window)
