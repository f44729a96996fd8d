"""Herald's settings, read from the environment here and nowhere else, and checked before anything starts."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsInvalid

Part = Literal["web", "worker", "all"]
Origins = Annotated[tuple[str, ...], NoDecode]

SLACK_FILE_ORIGINS: Final = ("https://files.slack.com", "https://hooks.slack.com")
"""Where Slack keeps files, and takes messages through response URLs; nothing goes to any other place."""
RUNWARE_MEDIA_ORIGINS: Final = ("https://*.runware.ai",)
"""Results live on several hosts of this domain."""
ENCRYPTION_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}=")  # 32 bytes in URL-safe base64
METRICS_TOKEN: Final = re.compile(r"[A-Za-z0-9._~-]{16,}")
OTLP_ENDPOINT: Final = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
SCHEMA_URL: Final = "https://runware.ai/docs/models/heygen-avatar-iv/schema.json"


class Settings(BaseSettings):
    """One field a variable; the design's section on settings has the table."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, env_ignore_empty=True, str_strip_whitespace=True
    )

    slack_signing_secret: SecretStr | None = None
    slack_signing_secret_previous: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_file_origins: Origins = SLACK_FILE_ORIGINS
    runware_api_key: SecretStr | None = None
    runware_api_url: str = "https://api.runware.ai/v1"
    runware_schema_url: str = SCHEMA_URL
    runware_media_origins: Origins = RUNWARE_MEDIA_ORIGINS
    redis_url: SecretStr | None = None
    herald_data_dir: Path = Path("data")
    herald_encryption_keys: SecretStr | None = None
    public_url: str | None = None
    host: str = "0.0.0.0"  # noqa: S104 - a platform's router reaches the process from outside
    port: Annotated[int, Field(ge=1, le=65535)] = 3000
    herald_ttl_seconds: Annotated[int, Field(ge=60, le=31_536_000)] = 86_400
    herald_price_per_second_usd: Annotated[Decimal, Field(gt=0, le=100)] = Decimal("0.10")
    herald_service_price: bool = False
    herald_people_urls: Literal["on", "off"] = "off"
    herald_budget_usd_month: Annotated[Decimal, Field(ge=0, le=10_000_000)] = Decimal(50)
    herald_metrics_token: SecretStr | None = None
    herald_worker_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    otel_exporter_otlp_endpoint: str | None = None
    herald_retention_days: Annotated[int | None, Field(ge=1, le=365)] = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @property
    def many_workspaces(self) -> bool:
        """Whether Herald is installed by OAuth, in any number of workspaces, and not by one bot token."""
        return bool(self.slack_client_id or _text(self.slack_client_secret))

    @property
    def encryption_keys(self) -> tuple[str, ...]:
        """The keys for secrets at rest, the one to seal with first."""
        return tuple(key.strip() for key in _text(self.herald_encryption_keys).split(",") if key.strip())

    @field_validator("herald_encryption_keys")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        for key in _text(value).split(",") if _text(value) else ():
            if not ENCRYPTION_KEY.fullmatch(key.strip()):
                raise ValueError("takes keys as `python -m bot keys new` prints them, the newest first, with commas")
        return value

    @field_validator("slack_file_origins", "runware_media_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("slack_file_origins", "runware_media_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            _require_origin(origin)
        return value

    @field_validator("slack_api_url", "runware_api_url", "runware_schema_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not value.startswith(("https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:")):
            raise ValueError("must be an https URL (plain http only to this machine)")
        return value

    @field_validator("public_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value is None:
            return None
        _require_public(value)
        return value.rstrip("/")

    @field_validator("herald_metrics_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if _text(value) and not METRICS_TOKEN.fullmatch(_text(value)):
            raise ValueError("takes 16 letters, digits and -._~ or more; print one with `openssl rand -hex 24`")
        return value

    @field_validator("otel_exporter_otlp_endpoint")
    @classmethod
    def _endpoint(cls, value: str | None) -> str | None:
        if value is not None and not OTLP_ENDPOINT.fullmatch(value):
            raise ValueError("must be the http or https address of a collector, such as http://127.0.0.1:4318")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value


MENDS: Final = {
    "slack_signing_secret": "copy it from the Slack app's page, Basic Information > App Credentials",
    "slack_bot_token": "install the app in the workspace and copy the Bot User OAuth Token (xoxb-…); "
    "for many workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead",
    "slack_client_id": "copy it from the Slack app's page, Basic Information > App Credentials",
    "slack_client_secret": "copy it from the Slack app's page, Basic Information > App Credentials",
    "herald_encryption_keys": "print one with `python -m bot keys new`; it seals the workspaces' tokens",
    "public_url": "give the https address at which people reach Herald, such as https://herald.example.com; "
    "they install it there",
    "runware_api_key": "make one on Runware's page of API keys",
    "redis_url": "give the address of a Redis server, such as redis://127.0.0.1:6379/0",
}


def read_settings(part: Part) -> Settings:
    """The settings for `part` of Herald; raises SettingsInvalid with all that is wrong at once."""
    settings, problems = survey_settings(part)
    if problems:
        raise SettingsInvalid(problems)
    return settings


def survey_settings(part: Part) -> tuple[Settings, list[str]]:
    """What there is, with defaults in place of what is wrong, and a line for each thing that is."""
    problems: list[str] = []
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = {str(item["loc"][0]): _reason(item["msg"]) for item in error.errors()}
        problems = [f"{name.upper()}: {reason}" for name, reason in wrong.items()]
        settings = Settings(**{name: Settings.model_fields[name].default for name in wrong})
    wrong_names = {problem.partition(":")[0] for problem in problems}
    missing = [line for line in _missing(settings, part) if line.partition(" ")[0] not in wrong_names]
    return settings, [*missing, *problems, *_malformed(settings), *_at_odds(settings)]


def _missing(settings: Settings, part: Part) -> list[str]:
    needed = [*_credentials(settings), "runware_api_key"]
    if part != "worker" and settings.slack_app_token is None:
        needed.insert(0, "slack_signing_secret")
    if part != "all":
        needed.append("redis_url")
    absent = [name for name in needed if not _text(getattr(settings, name))]
    return [f"{name.upper()} is not set: {MENDS[name]}." for name in absent]


def _credentials(settings: Settings) -> list[str]:
    """What Herald needs to act in one workspace, or in many."""
    if not settings.many_workspaces:
        return ["slack_bot_token"]
    return ["slack_client_id", "slack_client_secret", "herald_encryption_keys", "public_url"]


def _at_odds(settings: Settings) -> list[str]:
    """Settings that are good by themselves, but not together."""
    problems = []
    if settings.many_workspaces and _text(settings.slack_bot_token):
        problems.append(
            "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many: "
            "take the one or the others away."
        )
    previous, now = _text(settings.slack_signing_secret_previous), _text(settings.slack_signing_secret)
    if previous and previous == now:
        problems.append(
            "SLACK_SIGNING_SECRET_PREVIOUS is the same as SLACK_SIGNING_SECRET: "
            "put the new secret into the latter, or take the former away."
        )
    elif previous and not now:
        problems.append(
            "SLACK_SIGNING_SECRET_PREVIOUS is set, and SLACK_SIGNING_SECRET is not: put the new secret into the latter."
        )
    return problems


def _malformed(settings: Settings) -> list[str]:
    problems = []
    for name, prefix in (("slack_bot_token", "xoxb-"), ("slack_app_token", "xapp-")):
        text = _text(getattr(settings, name))
        if text and not text.startswith(prefix):
            problems.append(
                f"{name.upper()} does not start with {prefix}: copy the right token from the Slack app's page."
            )
    url = _text(settings.redis_url)
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        problems.append("REDIS_URL must start with redis://, rediss:// or unix://.")
    elif url and not _has_good_port(url):
        problems.append("REDIS_URL has no port that is a number: write it as in redis://127.0.0.1:6379/0.")
    return problems


def _has_good_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _text(value: SecretStr | str | None) -> str:
    return (value.get_secret_value() if isinstance(value, SecretStr) else value or "").strip()


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".") + "."


def _require_origin(origin: str) -> None:
    scheme, separator, host = origin.partition("://")
    if not separator or scheme not in {"https", "http"} or not host or "/" in host:
        raise ValueError("takes origins such as https://files.example.com, separated by commas")


def _require_public(url: str) -> None:
    mend = "must be an https address and nothing after it, such as https://herald.example.com"
    try:
        parts = urlsplit(url)
        here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
        well_formed = parts.hostname and parts.port != 0 and url.isascii() and url.isprintable() and " " not in url
    except ValueError:
        raise ValueError(mend) from None
    more = parts.path not in {"", "/"} or "?" in url or "#" in url or "@" in url or "\\" in url
    if not well_formed or more or (parts.scheme != "https" and not (here and parts.scheme == "http")):
        raise ValueError(f"{mend} (plain http only to this machine)")
