"""The local Slack, met only on the wire: by the real SDK, by Bolt, by a person's acts."""
