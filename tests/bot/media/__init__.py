"""Tests of the files that people give."""
