"""The playground: a local Slack and a local studio; it meets the bot only on the wire."""
