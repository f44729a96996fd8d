"""Timing: phonemes become a continuous track of mouth poses."""
