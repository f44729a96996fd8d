"""The operator's commands, a module each: looking after the catalogue and finding what is wrong."""
