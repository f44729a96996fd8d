"""`doctor --live`: one short real task, what the service answered, and whether Herald reads it rightly."""
