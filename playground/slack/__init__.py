"""A local Slack: Web API, request signing, modals, files and Socket Mode, for playing and testing on one machine."""
