"""Slack, as the bot uses it: posting, uploading, installations, and the screens."""
