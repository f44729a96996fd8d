"""The life of renders under every fault that can be put in, on a clock of its own."""
