"""Tests of bot.rendering."""
