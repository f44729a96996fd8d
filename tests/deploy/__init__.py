"""What `deploy/` holds: the image, the compose file and the manifest for workflows."""
