"""The screens: pure builders and readers of views and blocks, and all texts that a person reads."""
