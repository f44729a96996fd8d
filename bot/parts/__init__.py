"""The parts of the composition root that web and worker build alike, each about one thing that Herald does."""
