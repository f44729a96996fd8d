"""Whole journeys through the real app, the local Slack, the local studio and a real Redis."""
