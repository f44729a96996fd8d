"""Rigs: presenters that can be drawn in any mouth and eye pose."""
