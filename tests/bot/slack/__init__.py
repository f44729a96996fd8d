"""Tests of Slack's adapter: against the local Slack, or a server that answers what a test says."""
