"""as_of: what was said or happened later is hidden, what is estimated stays and is marked."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from holdfast.scenario import Scenario, new, read_scenario

D = datetime.date


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new(tmp_path / "small")


def shown(
    folder: Path, as_of: datetime.date | str | None, table: str, column: str
) -> tuple[str, ...]:
    return read_scenario(folder, as_of).table(table).text(column)


def test_rows_that_are_later_are_hidden(folder: Path):
    assert shown(folder, None, "deliveries", "id") == ("D1", "D2", "D3", "D4")
    assert shown(folder, D(2024, 11, 20), "deliveries", "id") == ("D1", "D2", "D3", "D4")
    assert shown(folder, D(2024, 11, 19), "deliveries", "id") == ()
    assert shown(folder, D(2024, 12, 9), "power/interconnectors", "from") == ("2024-10-01",)
    assert shown(folder, D(2024, 12, 10), "power/interconnectors", "import_mw") == ("150", "250")


def test_a_day_may_be_given_as_its_text(folder: Path):
    assert read_scenario(folder, "2024-11-19").as_of == D(2024, 11, 19)
    assert read_scenario(folder, datetime.datetime(2024, 11, 19, 8)).as_of == D(2024, 11, 19)
    assert shown(folder, "2024-11-19", "deliveries", "id") == ()


@pytest.mark.parametrize("wrong", ["soon", "", "2022-02-30", "20.12.2030", "1700-01-01", 2022, 1.5])
def test_what_is_no_day_is_named(folder: Path, wrong: object):
    with pytest.raises(ValueError, match="YYYY-MM-DD, 1900 to 2200") as error:
        read_scenario(folder, wrong)
    assert str(error.value).startswith(f"as_of: {wrong!r} ")


@pytest.mark.parametrize(
    ("as_of", "public"),
    [("2024-11", D(2024, 11, 30)), ("2024", D(2024, 12, 31)), ("2025-02", D(2025, 2, 28))],
)
def test_a_month_means_its_last_day(folder: Path, as_of: str, public: datetime.date):
    file = folder / "meetings.csv"
    file.write_text(f"id,name,date,as_of\nM1,Conference,2024-11-20,{as_of}\n", "utf-8")
    assert shown(folder, public, "meetings", "id") == ("M1",)
    assert shown(folder, public - datetime.timedelta(days=1), "meetings", "id") == ()


def test_rows_without_as_of_stay_but_raids_and_weather_have_dates(folder: Path):
    (folder / "meetings.csv").write_text("id,name,date\nM1,Conference,2024-11-20\n", "utf-8")
    early = D(2024, 10, 9)
    assert shown(folder, early, "meetings", "id") == ("M1",)
    assert shown(folder, early, "threat/raids", "class") == ("drone", "cruise", "ballistic")
    assert shown(folder, early, "weather/recorded", "month") == ()
    assert shown(folder, D(2024, 10, 31), "weather/recorded", "month") == ("10",)


def test_as_of_of_a_raid_goes_before_its_date(folder: Path):
    (folder / "threat/raids.csv").write_text(
        "date,class,launched,as_of\n2024-10-03,drone,8,2024-10-20\n2024-10-04,drone,8,\n", "utf-8"
    )
    assert shown(folder, D(2024, 10, 10), "threat/raids", "date") == ("2024-10-04",)


def test_freeze_is_the_default(folder: Path):
    text = (folder / "scenario.toml").read_text("utf-8")
    (folder / "scenario.toml").write_text(text.replace("# freeze", "freeze"), "utf-8")
    assert read_scenario(folder).as_of == D(2024, 12, 1)
    assert len(read_scenario(folder).table("power/interconnectors")) == 1
    late = read_scenario(folder, D(2025, 1, 1))
    assert late.as_of == D(2025, 1, 1)
    assert len(late.table("power/interconnectors")) == 2


def test_estimates_learnt_later_stay_and_are_listed(folder: Path):
    (folder / "repair/crews.csv").write_text(
        "skill,name,crews,as_of\n"
        "grid,Grid,6,2024-10-01\ngeneration,Stations,4,2025-01\ngas,Gas,2,\nheat,Heat,3,\n",
        "utf-8",
    )
    scenario = read_scenario(folder, D(2024, 12, 1))
    assert len(scenario.table("repair/crews")) == 4
    assert scenario.learnt_later == (("repair/crews", "generation", D(2025, 1, 31)),)
    assert read_scenario(folder).learnt_later == ()


def test_hidden_rows_come_back_with_the_files(folder: Path):
    frozen = read_scenario(folder, D(2024, 11, 1))
    assert len(frozen.table("offers")) == 0
    assert len(Scenario.from_files(frozen.files).table("offers")) == 3


def test_added_rows_are_hidden_like_others(folder: Path):
    scenario = read_scenario(folder, D(2024, 12, 1))
    row = {"partner": "AA", "item": "transformer", "quantity": "1", "date": "2025-01-01"}
    more = scenario.add_rows(
        "deliveries", [{**row, "id": "X1"}, {**row, "id": "X2", "as_of": "2025-01-01"}]
    )
    assert more.table("deliveries").text("id") == ("D1", "D2", "D3", "D4", "X1")
