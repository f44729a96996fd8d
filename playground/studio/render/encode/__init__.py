"""Encoding: frames and sound become a finished file."""
