"""Data tables and charts: what Slack refuses of them."""

from typing import Any

import pytest

from playground.slack.blocks.checks import message_block_problems

Block = dict[str, Any]
CELL: Block = {"type": "raw_text", "text": "x"}
RICH: Block = {"type": "rich_text", "elements": []}
HERE = "[json-pointer:/blocks/0"


def table(*rows: list[Block], **more: Any) -> Block:
    """A data table."""
    return {"type": "data_table", "caption": "Minutes", "rows": list(rows), **more}


def chart(**fields: Any) -> Block:
    """A chart, a pie of one segment when nothing else is said."""
    pie = {"type": "pie", "segments": [{"label": "Ada", "value": 1}]}
    return {"type": "data_visualization", "title": "Voices", "chart": pie, **fields}


def lines(*series: Block, categories: list[str] | None = None) -> Block:
    """A line chart over Monday."""
    return chart(chart={"type": "line", "axis_config": {"categories": categories or ["Mon"]}, "series": list(series)})


MONDAY: Block = {"name": "Sales", "data": [{"label": "Mon", "value": 1}]}


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (table([CELL]), f"no fewer than 2 items allowed {HERE}/rows]"),
        (table([CELL], [CELL, CELL]), f"must have 1 cells, as the first row has {HERE}/rows/1]"),
        (table([RICH], [RICH]), f"unsupported type: rich_text {HERE}/rows/0/0]"),
        (table([CELL], [CELL], page_size=0), f"must be between 1 and 100 {HERE}/page_size]"),
        (table([CELL], [CELL], caption=None), f"missing required field: caption {HERE}]"),
        (chart(title="x" * 51), f"must be less than 51 characters {HERE}/title]"),
        (chart(chart={"type": "radar"}), f"must be one of: pie, bar, area, line {HERE}/chart/type]"),
        (chart(chart={"type": "pie", "segments": []}), f"no fewer than 1 items allowed {HERE}/chart/segments]"),
        (
            chart(chart={"type": "pie", "segments": [{"label": "A", "value": "many"}]}),
            f"must be a number {HERE}/chart/segments/0/value]",
        ),
        (lines(MONDAY, MONDAY), f"`name` Sales already exists {HERE}/chart/series/1/name]"),
        (
            lines(MONDAY, categories=["Mon", "Tue"]),
            f"must have one point for each category {HERE}/chart/series/0/data]",
        ),
    ],
)
def test_what_is_wrong_with_a_figure_is_named(block: Block, problem: str) -> None:
    assert message_block_problems([block]) == [problem]


def test_a_message_holds_two_charts_at_most() -> None:
    assert message_block_problems([chart(), lines(MONDAY)]) == []
    assert message_block_problems([chart()] * 3) == ["only 2 charts are allowed [json-pointer:/blocks/2]"]
