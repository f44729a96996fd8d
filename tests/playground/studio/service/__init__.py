"""Tests of the studio's HTTP service, over real HTTP."""
