"""The life of a render: states, steps, polling, reconciling; no Slack, HTTP or Redis call of its own."""
