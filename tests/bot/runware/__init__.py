"""Tests of Runware's contract."""
