"""Media that people send: background pictures and recordings, read with care."""
