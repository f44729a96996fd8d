"""The public address: whether the outside reaches Herald by it."""

from typing import Final

import httpx

from bot.operator.findings import Finding
from bot.settings import Settings

_SUBJECT: Final = "address"


async def check_address(settings: Settings, http: httpx.AsyncClient) -> list[Finding]:
    """PUBLIC_URL by Herald's own /healthz; without one there is nothing to look at."""
    if settings.public_url is None:
        return [Finding(_SUBJECT, "PUBLIC_URL is not set: Runware is polled, and calls nobody back")]
    url = f"{settings.public_url}/healthz"
    mend = "start `web`, let its platform's router pass HTTPS to PORT, or mend PUBLIC_URL"
    try:
        response = await http.get(url, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return [Finding(_SUBJECT, f"{url} cannot be reached ({type(error).__name__})", mend)]
    if response.status_code != 200 or b'"alive"' not in response.content[:1000]:
        return [Finding(_SUBJECT, f"{url} is answered by something else (HTTP {response.status_code})", mend)]
    return [Finding(_SUBJECT, f"{url} answers")]
