"""The addresses Slack hands out: uploads, private files and response URLs."""
