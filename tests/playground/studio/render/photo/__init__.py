"""Photos that talk."""
