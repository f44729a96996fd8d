"""`doctor --live`."""
