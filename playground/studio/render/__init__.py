"""The renderer: a script and an avatar id become a talking video."""
