"""Bolt listeners, by the part of Slack that calls them."""
