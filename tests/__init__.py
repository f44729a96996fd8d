"""Herald's tests: read `journeys` first."""
