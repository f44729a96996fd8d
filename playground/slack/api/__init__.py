"""The Web API: its arguments, its refusals and its methods."""
