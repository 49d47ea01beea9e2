"""Sheets of needs and offers as people keep them, made in code."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from adopt.books import fill, made


def bilingual(path: Path) -> Path:
    """Title rows, merged partners, two languages, every kind of date and number, totals, notes."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Offres"
    sheet["A1"] = "Offers of partners / Offres des partenaires — état au 15 mars 2023"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "Source : cellule énergie"
    rows: list[Sequence[object]] = [
        ["Partner / Partenaire", "Item / Matériel", "Qty / Qté", "Unit", "Delivery / Livraison",
         "Region", "Value (M€)", "Remarks / Remarques"],
        ["Germany", "transfos 330 kV", "2", "pcs", "15 mars 2023", "North-East", "5", "used"],
        [None, "Generator sets", "1 200", None, "T1 2023", None, "12,5", None],
        [None, "Générateurs", "1.200", None, "March 2023", "Nord-Est", None, "à confirmer"],
        ["Royaume-Uni", "Medium transformer", "ca. 50", "units", "15.03.23", "STH", "TBD", None],
        ["France", "Groupes électrogènes", 101, None, datetime.datetime(2023, 2, 1), "Sud"],
        ["États-Unis", "LED bulbs, a million", "2–3", None, "03/04/23"],
        ["Fonds nordique", "Pompes à eau", 40, None, "ASAP", None, None, "=1+1"],
        ["TOTAL", None, 1393],
        ["* all dates to be confirmed"],
    ]  # fmt: skip
    fill(sheet, rows, top=4)
    sheet["H11"].data_type = "s"
    sheet.merge_cells("A5:A6")
    book.save(path)
    return path


def sections(path: Path) -> Path:
    """Headings between rows say the side and the partner; a serial number; an index column."""
    return made(
        path,
        (
            "Réunion",
            [
                [None, None, "Cellule de coordination"],
                [None, None, "Contributions au 12 janvier 2023"],
                [],
                ["N°", None, "Désignation", "Nombre", "Livraison prévue", "Observations"],
                [None, None, "OFFRES"],
                [None, None, "Allemagne"],
                [1, None, "Medium transformer", 3, 44986, None],
                [2, None, "Repair crew", 2, "fin mars 2023", "équipe de 15"],
                [],
                [None, None, "Italie"],
                [3, None, "large_transformer", 1, "1er juin 2023"],
                ["Sous-total", None, None, 6],
                [None, None, "BESOINS"],
                [4, None, "Transformateurs 110 kV", 15, "avant l'hiver"],
                [5, None, "Câbles", "30 km", None, "urgent"],
            ],
        ),
    )


def both_quantities(path: Path) -> Path:
    """A header of two rows in Ukrainian: what is needed beside what was promised."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Потреби"
    fill(
        sheet,
        [
            ["Станом на 1 лютого 2023 року"],
            ["Обладнання", "Кількість", None, "Донор", "Дата поставки"],
            [None, "потрібно", "обіцяно", None, None],
            ["large_transformer", 10, 2, "Німеччина", "15 березня 2023"],
            ["Генераторна установка", "1 500", 500, "Франція", "II кв. 2023"],
            ["Лампочки", 20, None, None, None],
            ["Разом", 1530, 502, None, None],
        ],
    )
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A2:A3")
    book.save(path)
    return path


def headless(path: Path) -> Path:
    """No header at all."""
    return made(
        path,
        (
            "Sheet1",
            [
                ["Poland", "Medium transformer", 4, "15/03/2023"],
                ["Poland", "Generator set", 20, "20/03/2023"],
                ["Norway", "Repair crew", 3, "01/02/2023"],
            ],
        ),
    )


def awkward(path: Path) -> Path:
    """One number for several rows, two tables side by side, blank partners after a gap."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Pledges"
    fill(
        sheet,
        [
            ["Country", "Item", "Quantity", "ETA", "Item", "Quantity"],
            ["Sweden", "Generator set", 30, "2023-03-01", "Cable", 5],
            [None, "Small generator", None, "2023-03-02"],
            [],
            [None, "Repair crew", 2, "2023-03-03"],
            ["Sweden; Norway", "Medium transformer", 3, "tomorrow"],
            ["Denmark", "Medium transformer", -3, "2023"],
        ],
    )
    sheet.merge_cells("C2:C3")
    book.save(path)
    return path
