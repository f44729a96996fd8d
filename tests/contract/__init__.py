"""Whether the local services keep the contracts of those they stand for."""
