"""Pictures and sounds that callers give: what they are, where they come from, where they are kept."""
