"""Files from people: what they are by their bytes, and whether the service can use them."""
