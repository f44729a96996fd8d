"""What the workspace holds: people, conversations, messages, views, files and the links handed out."""
