"""The schema document."""

from typing import Any

from playground.studio.catalogue import avatar_ids, languages, voices
from playground.studio.service.schema import PATH
from tests.playground.studio.service.caller import Caller


async def properties_of(studio: Caller) -> tuple[dict[str, Any], dict[str, Any]]:
    """The request's properties, and all components."""
    async with studio.session.get(PATH) as answer:
        assert answer.status == 200
        components = (await answer.json())["components"]["schemas"]
    return components["HeygenAvatarIvRequest"]["properties"], components


def follow(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """The schema behind a reference."""
    found: dict[str, Any] = components[schema["$ref"].removeprefix("#/components/schemas/")]
    return found


async def test_enumerations_are_what_the_studio_can_render(studio: Caller) -> None:
    properties, components = await properties_of(studio)
    inputs, speech = (follow(properties[key], components)["properties"] for key in ("inputs", "speech"))
    assert follow(inputs["avatar"], components)["enum"] == list(avatar_ids())
    assert follow(speech["voice"], components)["enum"] == [voice.id for voice in voices()]
    assert follow(speech["language"], components)["enum"] == list(languages())
    assert properties["resolution"]["enum"] == ["360p", "480p", "540p", "720p", "1080p"]
    assert len(avatar_ids()) == 513


async def test_document_names_the_studio_as_its_server(studio: Caller) -> None:
    async with studio.session.get(PATH) as answer:
        document = await answer.json()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": f"{studio.url}/v1"}]


async def test_every_id_has_a_preview_at_the_studio(studio: Caller) -> None:
    _, components = await properties_of(studio)
    for name, path, suffix in (("HeygenAvatarId", "avatars", "png"), ("HeygenVoiceId", "voices", "m4a")):
        previews = components[name]["x-previews"]
        assert list(previews) == components[name]["enum"]
        assert all(url == f"{studio.url}/previews/{path}/{one}.{suffix}" for one, url in previews.items())


async def test_ranges_steps_and_defaults_are_published(studio: Caller) -> None:
    properties, components = await properties_of(studio)
    speech = follow(properties["speech"], components)["properties"]
    speed = {"type": "number", "minimum": 0.5, "maximum": 1.5, "multipleOf": 0.01, "default": 1}
    assert speech["speed"] == speed
    assert {"minimum": 20, "maximum": 99, "default": 95}.items() <= properties["outputQuality"].items()
    assert {"minimum": 1, "maximum": 4, "default": 1}.items() <= properties["numberResults"].items()
    assert properties["ttl"]["minimum"] == 60


async def test_document_tells_how_to_show_the_key(studio: Caller) -> None:
    async with studio.session.get(PATH) as answer:
        document = await answer.json()
    assert document["components"]["securitySchemes"] == {"apiKeyAuth": {"type": "http", "scheme": "bearer"}}
    assert document["security"] == [{"apiKeyAuth": []}]


async def test_every_type_of_task_is_described(studio: Caller) -> None:
    async with studio.session.get(PATH) as answer:
        document = await answer.json()
    items = document["paths"]["/"]["post"]["requestBody"]["content"]["application/json"]["schema"]["items"]
    schemas = document["components"]["schemas"]
    types = {follow(reference, schemas)["properties"]["taskType"]["enum"][0] for reference in items["oneOf"]}
    assert {"authentication", "videoInference", "getResponse", "getTaskDetails"} <= types
    assert {"mediaStorage", "imageUpload", "accountManagement"} <= types


async def test_every_reference_leads_somewhere(studio: Caller) -> None:
    async with studio.session.get(PATH) as answer:
        document = await answer.json()
    references = list(_references(document))
    assert len(references) > 8
    assert all(follow({"$ref": reference}, document["components"]["schemas"]) for reference in references)


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [found for child in node.values() for found in _references(child)]
    return [found for child in node for found in _references(child)] if isinstance(node, list) else []
