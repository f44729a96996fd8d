"""An installation of Herald in a workspace, or in all workspaces of an organisation, and its token's life."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, SecretStr, field_serializer


class Installation(BaseModel):
    """What Slack gave when Herald was installed; `id` is the workspace's, or the organisation's when `org_wide`.

    `revision` names this state of it: whoever changes it must have seen the last one. `expires_at` and `refresh_token`
    are there where the app rotates its tokens.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    enterprise_id: str | None = None
    org_wide: bool = False
    bot_token: SecretStr
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...] = ()
    url: str | None = None
    app_id: str = ""
    installed_at: datetime
    refresh_token: SecretStr | None = None
    expires_at: datetime | None = None
    revision: str

    @field_serializer("bot_token", "refresh_token", when_used="json-unless-none")
    def _reveal(self, secret: SecretStr) -> str:
        """As JSON it is only ever written sealed."""
        return secret.get_secret_value()

    def ends_within(self, span: timedelta, now: datetime) -> bool:
        """Whether the token has no more than `span` to live."""
        return self.expires_at is not None and self.expires_at - now <= span
