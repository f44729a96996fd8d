"""A person in a photo, moved by bending the picture around the mouth and the eyes."""
