"""Tests of bot.posting."""
