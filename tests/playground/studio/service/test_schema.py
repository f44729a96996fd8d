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
