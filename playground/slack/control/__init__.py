"""What a test or the page may ask: a person's acts, the state, and its changes."""
