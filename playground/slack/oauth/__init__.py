"""Installing the app in a workspace: the authorize page, the grants that come of it, and their end."""
