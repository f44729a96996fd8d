"""Herald: a script becomes a talking-avatar video in the Slack thread that asked for it."""
