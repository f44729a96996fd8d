"""Answers as the service gave them, recorded by `python -m bot doctor --live`; a folder for each recording."""
