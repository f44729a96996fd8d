"""Composing: background, presenter and label become the planes of a frame."""
