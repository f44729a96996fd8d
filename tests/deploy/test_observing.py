"""The alert rules and the dashboard ask only for what Herald exports, in the language that Prometheus reads."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry, ProcessCollector

from bot import metrics
from tests.deploy.promql import Malformed, metrics_in

ROOT = Path(__file__).parents[2]
ALERTS = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())
DASHBOARD = json.loads((ROOT / "deploy" / "dashboard.json").read_text())
RULES: list[dict[str, Any]] = [rule for group in ALERTS["groups"] for rule in group["rules"]]
PANELS: list[dict[str, Any]] = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
ADDED = {"instance", "job"}
"""Labels that Prometheus adds itself."""


def exported() -> dict[str, set[str]]:
    """Each series that a process tells, with its labels."""
    found: dict[str, set[str]] = {}
    for registry in (metrics.REGISTRY, with_process()):
        for family in registry.collect():
            labels = labels_of(family.name)
            suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
            for suffix in suffixes:
                found[family.name + suffix] = labels | ({"le"} if suffix == "_bucket" else set())
    return found


def with_process() -> CollectorRegistry:
    """What every process has."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry


def labels_of(name: str) -> set[str]:
    """The labels of one of Herald's metrics."""
    for metric in vars(metrics).values():
        if getattr(metric, "_name", None) == name:
            return set(metric._labelnames)
    return set()


def expressions() -> Iterator[tuple[str, str]]:
    """Every expression of both files, with a name for it."""
    yield from ((rule["alert"], rule["expr"]) for rule in RULES)
    for panel in PANELS:
        yield from ((f"{panel['title']} {target['refId']}", target["expr"]) for target in panel["targets"])


@pytest.mark.parametrize(("name", "expression"), list(expressions()))
def test_an_expression_is_well_formed_and_asks_for_what_is_exported(name: str, expression: str) -> None:
    known = exported()
    for metric, labels in metrics_in(expression).items():
        assert metric in known, name
        assert labels <= known[metric] | ADDED, name


@pytest.mark.parametrize(
    "wrong",
    [
        "sum(herald_x",
        "herald_x >",
        "rate herald_x[5m])",
        "sum() herald_x)",
        "herald_x{a=b}",
        "herald_x herald_y",
        "a ? b",
    ],
)
def test_what_is_no_expression_is_seen(wrong: str) -> None:
    with pytest.raises(Malformed):
        metrics_in(wrong)


def test_an_alert_says_what_is_wrong_and_where_to_read_on() -> None:
    headings = re.findall(r"^#+ (.*)$", (ROOT / "docs" / "runbooks.md").read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for rule in RULES:
        page, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert rule["annotations"]["summary"], rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}, rule["alert"]
        assert (page, anchor in anchors) == ("docs/runbooks.md", True), rule["alert"]


def test_no_two_alerts_have_one_name() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names)) >= 15


def test_a_histogram_s_share_is_taken_at_a_boundary_that_it_has() -> None:
    series = {sample.name: set[str]() for family in metrics.REGISTRY.collect() for sample in family.samples}
    assert series
    for name, expression in expressions():
        for metric, boundary in re.findall(r'(herald_\w+)_bucket\{le="([^"]+)"', expression):
            buckets = next(m for m in vars(metrics).values() if getattr(m, "_name", None) == metric)._kwargs["buckets"]
            assert float(boundary) in buckets, name


def test_the_panels_lie_beside_each_other_and_ask_a_source_that_can_be_chosen() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert {panel["datasource"]["uid"] for panel in PANELS} == {"${source}"}
    assert DASHBOARD["templating"]["list"][0]["name"] == "source"
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_nothing_is_counted_by_workspace_or_person() -> None:
    labels = {label for found in exported().values() for label in found}
    assert not labels & {"team", "team_id", "workspace", "user", "user_id", "person", "channel", "channel_id"}
    assert "state" in labels


def test_a_list_that_was_never_fetched_is_an_alert_too() -> None:
    (rule,) = [rule for rule in RULES if rule["alert"] == "HeraldCatalogueOld"]
    assert "absent(herald_catalogue_age_seconds)" in rule["expr"]
