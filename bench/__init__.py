"""Benchmarks with bars: `python -m bench NAME…`."""
