"""The model's schema document: OpenAPI 3.1, with the enumerations that callers offer for choice."""

from typing import Any, Final

from playground.studio.service.fields import MODEL, Schema, components, reference

PATH: Final = "/docs/models/heygen-avatar-iv/schema.json"


def schema_document(server_url: str) -> dict[str, Any]:
    """The document, for a service whose API is at `server_url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "HeyGen Avatar IV",
            "version": "1.0.0",
            "description": "A local preview studio that follows the contract of this model.",
            "x-model": MODEL,
        },
        "servers": [{"url": server_url}],
        "security": [{"apiKeyAuth": []}],
        "paths": {"/": {"post": _operation()}},
        "components": {
            "securitySchemes": {"apiKeyAuth": {"type": "http", "scheme": "bearer"}},
            "schemas": {**components(), "HeygenAvatarIvResult": _result(), "ApiError": _error()},
        },
    }


def _operation() -> dict[str, Any]:
    tasks = {"oneOf": [reference("HeygenAvatarIvRequest"), reference("GetResponseRequest")]}
    return {
        "operationId": "heygenAvatarIv",
        "summary": "Send tasks, or ask for their results",
        "requestBody": {"required": True, "content": _json({"type": "array", "minItems": 1, "items": tasks})},
        "responses": {
            "200": {"description": "Accepted, or the state of the tasks asked for.", "content": _json(_envelope())},
            "400": {"description": "No task was accepted.", "content": _json(_envelope())},
            "401": {"description": "No valid API key.", "content": _json(_envelope())},
        },
    }


def _json(schema: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _envelope() -> Schema:
    return {
        "type": "object",
        "properties": {
            "data": {"type": "array", "items": reference("HeygenAvatarIvResult")},
            "errors": {"type": "array", "minItems": 1, "items": reference("ApiError")},
        },
    }


def _result() -> Schema:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["taskType", "taskUUID"],
        "properties": {
            "taskType": text,
            "taskUUID": text,
            "status": {"type": "string", "enum": ["processing", "success", "error"]},
            "videoUUID": text,
            "videoURL": {"type": "string", "format": "uri"},
            "seed": {"type": "integer"},
            "cost": {"type": "number"},
        },
    }


def _error() -> Schema:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": text,
            "message": text,
            "parameter": {"oneOf": [text, {"type": "array", "items": text}]},
            "taskType": text,
            "taskUUID": text,
            "status": {"type": "string", "enum": ["error"]},
        },
    }
