"""The launcher: its children, its eyes and hands, and whole runs."""
