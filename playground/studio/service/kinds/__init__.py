"""What the studio does with each type of task."""
