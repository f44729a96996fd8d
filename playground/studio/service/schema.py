"""The model's schema document: OpenAPI 3.1, with the enumerations that callers offer for choice."""

from typing import Any, Final

from playground.studio.service.answer_fields import answer_components
from playground.studio.service.fields import MODEL, Schema, reference
from playground.studio.service.previews import preview_urls
from playground.studio.service.utility_fields import REQUESTS, components

PATH: Final = "/docs/models/heygen-avatar-iv/schema.json"
_REFUSALS: Final = {
    "400": "No task was accepted.",
    "401": "No valid API key.",
    "402": "The balance does not cover the task.",
    "404": "What was asked for is not there.",
    "413": "The body is too large.",
    "429": "Too many requests; come back later.",
    "500": "The service made a mistake.",
    "503": "The service is not available at the moment.",
}


def schema_document(origin: str, api_path: str) -> dict[str, Any]:
    """The document, for a service at `origin` whose API is at `api_path` of it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "HeyGen Avatar IV",
            "version": "1.0.0",
            "description": "A local preview studio that follows the contract of this model.",
            "x-model": MODEL,
        },
        "servers": [{"url": f"{origin}{api_path}"}],
        "security": [{"apiKeyAuth": []}],
        "paths": {"/": {"post": _operation()}},
        "components": {
            "securitySchemes": {"apiKeyAuth": {"type": "http", "scheme": "bearer"}},
            "schemas": {**components(), **_with_previews(origin), **answer_components()},
        },
    }


def _with_previews(origin: str) -> dict[str, Schema]:
    """The two enumerations that can be seen or heard."""
    return {
        "HeygenAvatarId": {**components()["HeygenAvatarId"], "x-previews": preview_urls("avatars", origin)},
        "HeygenVoiceId": {**components()["HeygenVoiceId"], "x-previews": preview_urls("voices", origin)},
    }


def _operation() -> dict[str, Any]:
    tasks = {"oneOf": [reference(name) for name in ("AuthenticationRequest", *REQUESTS.values())]}
    dry_run = {
        "name": "X-Runware-Dry-Run",
        "in": "header",
        "schema": {"type": "string", "enum": ["1"]},
        "description": "Check and price the tasks, and do nothing else.",
    }
    answer = _json(reference("Answer"))
    refusals = {status: {"description": text, "content": answer} for status, text in _REFUSALS.items()}
    return {
        "operationId": "heygenAvatarIv",
        "summary": "Send tasks, or ask for their results",
        "parameters": [dry_run],
        "requestBody": {"required": True, "content": _json({"type": "array", "minItems": 1, "items": tasks})},
        "responses": {
            "200": {"description": "Accepted, or the state of the tasks asked for.", "content": answer},
            **refusals,
        },
        "callbacks": {"result": {"{$request.body#/0/webhookURL}": {"post": _webhook()}}},
    }


def _webhook() -> dict[str, Any]:
    told = {"oneOf": [reference("HeygenAvatarIvResult"), reference("ApiError")]}
    return {
        "summary": "One finished result; repeated until it is answered 2xx",
        "requestBody": {"required": True, "content": _json(told)},
        "responses": {"2XX": {"description": "Understood."}},
    }


def _json(schema: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
