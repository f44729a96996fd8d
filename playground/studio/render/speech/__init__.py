"""Speech: text becomes sound and the phonemes in it."""
