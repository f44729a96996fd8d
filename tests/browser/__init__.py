"""The local Slack's page, driven in a real browser against a small app."""
