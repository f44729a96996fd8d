"""Bolt for Python, unmodified, against the local Slack."""
