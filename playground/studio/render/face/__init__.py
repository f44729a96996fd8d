"""Faces in photos: where they are, how they are turned, and what else of the picture is the person."""
