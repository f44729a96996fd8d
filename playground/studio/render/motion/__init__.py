"""Motion: head, brow, blink and gaze tracks, and how they move the picture."""
