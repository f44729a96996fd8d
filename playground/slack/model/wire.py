"""Slack's JSON documents, which the local Slack keeps as it was handed them."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
