"""Checks of the blocks that show figures: data tables and charts.

https://docs.slack.dev/reference/block-kit/blocks/data-table-block and …/data-visualization-block
"""

from typing import Any, Final

from playground.slack.blocks.gatherings import check_cell
from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json

_ROWS: Final = (2, 201)
_COLUMNS: Final = (1, 20)
_SERIES: Final = (1, 12)
_CATEGORIES: Final = (1, 20)
_NAME: Final = (1, 20)
_CHARTS_MOST: Final = 2


def check_data_table(problems: Problems, block: Json, pointer: str) -> None:
    """Check a data table: a head of bare texts, and rows that are as long."""
    problems.string(block, "caption", (1, 2000), pointer)
    problems.whole(block, "page_size", (1, 100), pointer)
    problems.whole(block, "row_header_column_index", (0, _COLUMNS[1] - 1), pointer)
    width: int | None = None
    for row, cells in enumerate(problems.count(block.get("rows"), _ROWS, f"{pointer}/rows")):
        here = f"{pointer}/rows/{row}"
        listed = problems.count(cells, _COLUMNS, here)
        width = len(listed) if width is None else width
        if len(listed) != width:
            problems.add(f"must have {width} cells, as the first row has", here)
        for column, cell in enumerate(listed):
            check_cell(problems, cell, f"{here}/{column}")
            if row == 0 and isinstance(cell, dict) and cell.get("type") == "rich_text":
                problems.add("unsupported type: rich_text", f"{here}/{column}")


def check_chart(problems: Problems, block: Json, pointer: str) -> None:
    """Check a chart: a pie of segments, or series over the same categories."""
    problems.string(block, "title", (1, 50), pointer)
    chart, here = block.get("chart"), f"{pointer}/chart"
    kind = chart.get("type") if isinstance(chart, dict) else None
    if not isinstance(chart, dict) or kind not in ("pie", "bar", "area", "line"):
        problems.add("must be one of: pie, bar, area, line", f"{here}/type")
    elif kind == "pie":
        _check_points(problems, chart.get("segments"), f"{here}/segments", _SERIES)
    else:
        _check_series(problems, chart, here)


def check_few_charts(problems: Problems, blocks: list[Any]) -> None:
    """Check that there are two charts at most."""
    charts = [at for at, each in enumerate(blocks) if isinstance(each, dict) and each.get("type") == _CHART]
    if len(charts) > _CHARTS_MOST:
        problems.add(f"only {_CHARTS_MOST} charts are allowed", f"/blocks/{charts[_CHARTS_MOST]}")


_CHART: Final = "data_visualization"


def _check_series(problems: Problems, chart: Json, pointer: str) -> None:
    told = chart.get("axis_config")
    axis: Json = told if isinstance(told, dict) else {}
    categories = problems.count(axis.get("categories"), _CATEGORIES, f"{pointer}/axis_config/categories")
    for key in ("x_label", "y_label"):
        problems.string(axis, key, (1, 50), f"{pointer}/axis_config")
    names: set[str] = set()
    for position, series in enumerate(problems.count(chart.get("series"), _SERIES, f"{pointer}/series")):
        here = f"{pointer}/series/{position}"
        if not isinstance(series, dict):
            problems.add("must be an object", here)
            continue
        problems.require(series, ("name",), here)
        problems.string(series, "name", _NAME, here)
        problems.unique(series, "name", here, names)
        labels = _check_points(problems, series.get("data"), f"{here}/data", _CATEGORIES)
        if sorted(labels) != sorted(str(each) for each in categories):
            problems.add("must have one point for each category", f"{here}/data")


def _check_points(problems: Problems, points: Any, pointer: str, limits: tuple[int, int]) -> list[str]:
    """Check labelled numbers; returns their labels."""
    labels: list[str] = []
    for position, point in enumerate(problems.count(points, limits, pointer)):
        here = f"{pointer}/{position}"
        if not isinstance(point, dict):
            problems.add("must be an object", here)
            continue
        problems.require(point, ("label", "value"), here)
        problems.string(point, "label", _NAME, here)
        value = point.get("value")
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            problems.add("must be a number", f"{here}/value")
        labels.append(str(point.get("label")))
    return labels
