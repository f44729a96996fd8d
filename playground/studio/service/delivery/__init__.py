"""What leaves the studio by itself: webhooks and uploads of results."""
