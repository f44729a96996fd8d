"""What Herald may do in a workspace: the scopes it cannot do without, and those that it can."""

from typing import Final

NEEDED: Final = ("commands", "chat:write", "files:write", "app_mentions:read", "im:write", "users:read")
OPTIONAL: Final = ("chat:write.public", "channels:join", "files:read", "users.profile:read", "channels:history")
