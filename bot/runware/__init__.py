"""Runware's contract: models, client and catalogue."""
