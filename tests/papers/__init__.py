"""Papers that are made from the code: pages of `docs/`, and the bill of materials of a release."""
