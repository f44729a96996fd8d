"""The studio: a local service that renders talking avatars and speaks the video service's contract."""
