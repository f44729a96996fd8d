"""The local Slack's Web API, as Slack's own clients meet it."""
