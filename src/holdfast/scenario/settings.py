"""scenario.toml: what holds for the scenario as a whole."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from holdfast.scenario.cells import ID, YEARS, day
from holdfast.scenario.fault import Fault, hint, short

FILE = "scenario.toml"
LONGEST = 3660
"""Days of the longest campaign: ten years."""


def _as_day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        if YEARS[0] <= value.year <= YEARS[1]:
            return value
    elif isinstance(value, str):
        return day(value)
    raise ValueError("is not a day")


Day = Annotated[date, BeforeValidator(_as_day)]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, str_strip_whitespace=True
    )


class Weight(_Part):
    """How much one kind of suffering counts beside an hour without power."""

    value: float = Field(ge=0, le=1000)
    """Hours without power that one counts for."""
    source: str = Field(min_length=1)
    """Where the weight comes from; it stands on page one of a report."""


class Weights(_Part):
    """The weights of suffering."""

    cold: Weight
    """Of one hour under the indoor threshold of cold."""


FORMS = ("one", "many")
"""What stands in brackets after an item whose line says what one or several are called."""


def _blank(text: str) -> bool:
    """Whether nothing of a text is seen: spaces and signs without a form, as of zero width."""
    return all(unicodedata.category(sign)[0] in ("C", "Z") for sign in text)


def _seen(text: str) -> str:
    if _blank(text):
        raise ValueError("is blank")
    return text


Words = Annotated[str, AfterValidator(_seen)]


class Translations(_Part):
    """What texts of the scenario are in another language, by the exact text of the scenario."""

    en: dict[Words, Words] = Field(default_factory=dict)
    """In English: what items are called within a sentence, by "Name (one)" and "Name (many)"."""
    fr: dict[Words, Words] = Field(default_factory=dict)
    """In French; a text that is not here is shown as it is written."""


class Settings(_Part):
    """The settings of a scenario."""

    name: str = Field(pattern=f"^{ID.pattern}$")
    """Short name, as an id."""
    title: str = Field(min_length=1, max_length=200)
    """Name shown to readers."""
    description: str = ""
    """What the scenario is about, in a few sentences."""
    start: Day
    """First day of the campaign."""
    days: int = Field(ge=1, le=LONGEST)
    """Number of days."""
    freeze: Day | None = None
    """Default of as_of: what was said or happened later is not known."""
    report_from: Day | None = None
    """First day that is reported; the days before it are a warm-up."""
    seed: int = Field(default=1, ge=0, lt=2**32)
    """Seed of all draws unless a run names another."""
    currency: str = Field(default="EUR", min_length=1, max_length=20)
    """Currency of costs."""
    weights: Weights
    """Weights of suffering, each with its source."""
    words: Translations = Field(default_factory=Translations)
    """Its own texts in other languages: titles, names, caveats, sources of weights."""

    @property
    def last(self) -> date:
        """The last day of the campaign."""
        return self.start + timedelta(days=self.days - 1)


def read_settings(text: str) -> tuple[Settings | None, list[Fault]]:
    """The settings in the text of a scenario.toml, or None and what is wrong with it."""
    try:
        raw = tomllib.loads(text)
    except RecursionError:
        return None, [Fault(FILE, None, None, None, "is nested too deeply")]
    except ValueError as error:
        at = re.search(r"\s*\(at line (\d+), column (\d+)\)", str(error))
        said = str(error).replace(at.group(), "") if at else str(error)
        row = int(at.group(1)) if at else None
        message = f"is not valid TOML: {said[:1].lower()}{said[1:]}"
        return None, [Fault(FILE, row, None, None, message)]
    try:
        made = Settings.model_validate(raw)
    except ValidationError as error:
        return None, [_fault(each, text) for each in error.errors(include_url=False)]
    faults = _dates(made, text)
    return (None if faults else made), faults


def _dates(made: Settings, text: str) -> list[Fault]:
    """Faults of dates that do not fit one another."""
    if made.last.year > YEARS[1]:
        return [_at(text, ("days",), made.days, f"leads beyond the year {YEARS[1]}")]
    faults = []
    if made.report_from and not made.start <= made.report_from <= made.last:
        message = f"is not a day of the campaign ({made.start} to {made.last})"
        faults.append(_at(text, ("report_from",), made.report_from, message))
    if made.freeze and made.freeze > made.last:
        message = f"is later than the last day of the campaign ({made.last})"
        faults.append(_at(text, ("freeze",), made.freeze, message))
    return faults


_ALLOWED = {
    "name": "an id of letters, digits and . _ - + / & without spaces",
    "title": "text of 1 to 200 characters",
    "description": "text",
    "start": f"a day as YYYY-MM-DD, {YEARS[0]} to {YEARS[1]}",
    "days": f"a whole number of days, 1 to {LONGEST}",
    "freeze": f"a day as YYYY-MM-DD, {YEARS[0]} to {YEARS[1]}",
    "report_from": f"a day as YYYY-MM-DD, {YEARS[0]} to {YEARS[1]}",
    "seed": f"a whole number, 0 to {2**32 - 1}",
    "currency": "text of 1 to 20 characters",
    "weights": "a table [weights.cold] with value and source",
    "weights.cold": "a table with value and source",
    "weights.cold.value": "a number, 0 to 1000",
    "weights.cold.source": "text that says where the weight comes from",
    "words": "tables [words.en] and [words.fr]",
    "words.en": 'a table of lines "text of the scenario" = "what readers see", neither blank',
    "words.fr": 'a table of lines "text of the scenario" = "the same in French", neither blank',
}


def _fault(error: Any, text: str) -> Fault:
    """A Fault in our words for one error of the validation."""
    path = tuple(str(part) or '""' for part in error["loc"] if part != "[key]")
    dotted = short(".".join(path))
    if error["type"] == "missing":
        return Fault(FILE, None, dotted, None, f"is missing ({_allowed(path)})")
    if error["type"] == "extra_forbidden":
        parent = dotted.rpartition(".")[0]
        names = [name for name in _ALLOWED if name.rpartition(".")[0] == parent]
        near = hint(path[-1], [name.rpartition(".")[2] for name in names])
        return _at(text, path, None, f"is not a known key; {near}")
    found = error["input"]
    blank = isinstance(found, str) and _blank(found)
    message = f"is {'blank' if blank else 'not allowed'} ({_allowed(path)})"
    if isinstance(found, str) and error["type"] in ("int_type", "float_type") and _plain(found):
        message += "; write it without quotation marks"
    return _at(text, path, found, message)


def _allowed(path: tuple[str, ...]) -> str:
    """What may stand at a place; of a line of a table of texts, what such a line is."""
    return next(
        _ALLOWED[name]
        for end in range(len(path), 0, -1)
        if (name := ".".join(path[:end])) in _ALLOWED
    )


def _plain(text: str) -> bool:
    """Whether a text is just a number."""
    return bool(re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]+)?", text.strip()))


def _at(text: str, path: tuple[str, ...], value: Any, message: str) -> Fault:
    """The fault at the line on which the key seems to stand, if one can be found."""
    row = None
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(rf"\s*\[?[\w.\"' -]*{re.escape(path[-1])}[\"']?\s*[\]=]", line):
            row = number
            break
    found = None if value is None else short(str(value))
    return Fault(FILE, row, short(".".join(path)), found, message)
