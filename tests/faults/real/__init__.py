"""Faults put into real processes: what is killed, stopped, ended and cut off, and what became of the renders."""
