"""Checks of Block Kit JSON, and the defaults Slack fills in."""
