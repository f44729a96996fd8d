"""Starting the local Slack, the studio and the bot together, and playing one journey through them."""
