"""Who spent what in a month: as a table in blocks, and as a CSV file."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.rendering.usage import Account, Spending
from bot.slack.surfaces.blocks import Block, context, marked, section
from bot.slack.surfaces.escape import inert
from bot.slack.surfaces.figures import count, dollars

ROWS_SHOWN: Final = 5
_ROWS_IN_A_SECTION: Final = 5  # Slack takes ten fields in a section, which stand in two columns
_COLUMNS: Final = ("month", "kind", "id", "name", "spent_usd", "reserved_usd", "videos")
FORGOTTEN: Final = "Somebody who was forgotten"
_PSEUDONYM: Final = "p-"
"""What stands in the place of a person who was forgotten begins like this; no id of Slack's does."""
_ELSE: Final = {"direct": "Direct messages"}


def build_spending(spending: Spending, *, budget: Decimal, rows: int = ROWS_SHOWN) -> list[Block]:
    """The workspace's sum against its `budget` (US dollars), then the people and the channels that spent the most."""
    left = max(budget - spending.spent - spending.reserved, Decimal(0))
    total = f"*{month_name(spending.month)}*: {dollars(spending.spent)} of {dollars(budget)} spent"
    under_way = f", up to {dollars(spending.reserved)} for what is under way" if spending.reserved else ""
    return [
        section(f"{total}{under_way}; {dollars(left)} is left."),
        *_table("Person", spending.people, rows, _person),
        *_table("Channel", spending.channels, rows, _channel),
    ]


def build_spending_csv(spending: Spending, names: Mapping[str, str]) -> bytes:
    """A line for each person and channel and one for all; `names` by id. UTF-8 with a mark, for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for kind, accounts in (("person", spending.people), ("channel", spending.channels)):
        for account in accounts:
            name = _named_otherwise(account.id) or names.get(account.id, "")
            writer.writerow([spending.month, kind, account.id, inert(name), *_figures(account)])
    videos = sum(account.videos for account in spending.people)
    total = Account("", spending.spent, spending.reserved, videos)
    writer.writerow([spending.month, "workspace", "", "", *_figures(total)])
    return out.getvalue().encode("utf-8-sig")


def month_name(month: str) -> str:
    """`November 2026` for `2026-11`."""
    return f"{datetime.strptime(month, '%Y-%m'):%B %Y}"  # noqa: DTZ007 - a month has no zone


def _table(title: str, accounts: Sequence[Account], rows: int, named: Callable[[str], str]) -> list[Block]:
    if not accounts:
        return []
    cells = [marked(f"*{title}*"), marked("*Spent*")]
    for account in accounts[:rows]:
        cells += [marked(named(account.id)), marked(_amounts(account))]
    blocks: list[Block] = [{"type": "section", "fields": list(group)} for group in _groups(cells)]
    more = len(accounts) - rows
    return [*blocks, context(f"And {more:,} more, all in the CSV file.")] if more > 0 else blocks


def _groups(cells: Sequence[Block]) -> Iterable[Sequence[Block]]:
    size = 2 * _ROWS_IN_A_SECTION
    return (cells[start : start + size] for start in range(0, len(cells), size))


def _amounts(account: Account) -> str:
    under_way = f", up to {dollars(account.reserved)} under way" if account.reserved else ""
    return f"{dollars(account.spent)} · {count(account.videos, 'video')}{under_way}"


def _person(user_id: str) -> str:
    return _named_otherwise(user_id) or f"<@{user_id}>"


def _named_otherwise(id_: str) -> str | None:
    """What an account is called that has no name in Slack."""
    return FORGOTTEN if id_.startswith(_PSEUDONYM) else _ELSE.get(id_)


def _channel(channel_id: str) -> str:
    return _named_otherwise(channel_id) or f"<#{channel_id}>"


def _figures(account: Account) -> list[str]:
    return [f"{account.spent:.2f}", f"{account.reserved:.2f}", str(account.videos)]
