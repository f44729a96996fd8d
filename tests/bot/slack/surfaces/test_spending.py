"""Who spent what, as a file for spreadsheets."""

import csv
import io
from decimal import Decimal

import pytest

from bot.rendering.usage import Account, Spending
from bot.slack.surfaces.spending import build_spending, build_spending_csv, month_name


def rows(spending: Spending, names: dict[str, str]) -> list[list[str]]:
    """The file, read back."""
    return list(csv.reader(io.StringIO(build_spending_csv(spending, names).decode("utf-8-sig"))))


def test_each_person_and_channel_has_a_line_and_the_workspace_the_last() -> None:
    people = [Account("U1", Decimal("1.2345"), Decimal("0.5"), 3), Account("U2", Decimal(0), Decimal(1), 0)]
    spending = Spending("2026-11", Decimal("1.2345"), Decimal("1.5"), people, [Account("direct", Decimal("1.2345"))])

    assert rows(spending, {"U1": "Zoë, PhD"}) == [
        ["month", "kind", "id", "name", "spent_usd", "reserved_usd", "videos"],
        ["2026-11", "person", "U1", "Zoë, PhD", "1.23", "0.50", "3"],
        ["2026-11", "person", "U2", "", "0.00", "1.00", "0"],
        ["2026-11", "channel", "direct", "Direct messages", "1.23", "0.00", "0"],
        ["2026-11", "workspace", "", "", "1.23", "1.50", "3"],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_name_is_a_formula(name: str) -> None:
    spending = Spending("2026-11", Decimal(1), Decimal(0), [Account("U1", Decimal(1))])

    assert rows(spending, {"U1": name})[1][3].startswith("'")


def test_a_spreadsheet_sees_the_encoding() -> None:
    assert build_spending_csv(Spending("2026-11", Decimal(0), Decimal(0)), {}).startswith(b"\xef\xbb\xbf")


def test_a_month_has_its_name() -> None:
    assert month_name("2026-11") == "November 2026"


def test_who_was_forgotten_is_no_mention() -> None:
    spent = [Account("p-0123", Decimal(1), Decimal(0), 2)]
    spending = Spending("2026-11", Decimal(1), Decimal(0), spent, [])

    assert rows(spending, {})[1][2:4] == ["p-0123", "Somebody who was forgotten"]
    shown = str(build_spending(spending, budget=Decimal(9)))
    assert "Somebody who was forgotten" in shown
    assert "<@p-" not in shown
