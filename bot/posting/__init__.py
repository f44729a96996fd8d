"""The life of a posting: one result on its way to one destination."""
