"""Finding what the service offers, in whatever shape its schema document has."""

from typing import Any

import httpx
import pytest

from bot.errors import RunwareError
from bot.runware.catalogue import Catalogue, built_in_catalogue, fetch_schema, parse_schema
from bot.runware.schema import find_enumeration

AVATARS = ["Aditya_public_4", "Ann_Office_Front_public", "doctor_mattheus_edafdca0"]
VOICES = ["john_doe_male_english", "chill_brian_male_english", "jenny_female_english"]


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _flat() -> dict[str, Any]:
    return _object(
        inputs=_object(avatar={"type": "string", "enum": AVATARS}),
        speech=_object(voice={"enum": VOICES}, language={"enum": ["en-US", "es-ES"]}),
        resolution={"enum": ["720p", "1080p"]},
    )


def _referring() -> dict[str, Any]:
    """As an OpenAPI document has it: everything is somewhere else."""
    schemas = {
        "Request": _object(
            inputs={"$ref": "#/components/schemas/Inputs"},
            speech={"$ref": "#/components/schemas/Speech"},
            resolution={"allOf": [{"$ref": "#/components/schemas/Resolution"}, {"description": "How sharp."}]},
        ),
        "Inputs": _object(avatar={"$ref": "#/components/schemas/a~1b%20c"}),
        "a/b c": {"enum": AVATARS},
        "Speech": _object(
            voice={"oneOf": [{"enum": VOICES[:1]}, {"anyOf": [{"enum": VOICES[1:]}, {"type": "null"}]}]},
            language={"oneOf": [{"const": "en-US", "title": "English"}, {"const": "es-ES"}]},
        ),
        "Resolution": {"enum": ["720p", "1080p"]},
    }
    return {"openapi": "3.1.0", "paths": {"/v1": {"post": {}}}, "components": {"schemas": schemas}}


def _wrapped() -> dict[str, Any]:
    """As a resolver answers: the request's schema beside the response's, which has a shorter list of the same name."""
    return {
        "requestSchema": {"items": {"oneOf": [_object(taskType={"const": "ping"}), _flat()]}},
        "responseSchema": _object(voice={"enum": ["echo"]}, avatar={"type": "string"}),
    }


@pytest.mark.parametrize("document", [_flat(), _referring(), _wrapped()], ids=["flat", "referring", "wrapped"])
def test_the_same_catalogue_is_found_in_each_shape(document: object) -> None:
    catalogue = parse_schema(document)
    assert [option.id for option in catalogue.avatars] == AVATARS
    assert [option.id for option in catalogue.voices] == VOICES
    assert [option.id for option in catalogue.languages] == ["en-US", "es-ES"]
    assert [option.id for option in catalogue.resolutions] == ["720p", "1080p"]


def test_a_reference_to_itself_ends() -> None:
    document = _object(voice={"$ref": "#/properties/voice", "enum": ["a"]})
    assert find_enumeration(document, "voice").ids == ("a",)


@pytest.mark.parametrize("reference", ["#/nowhere", "https://x.example/s.json", "#/properties/9999999999", 5, "#"])
def test_a_reference_to_nowhere_is_passed_over(reference: object) -> None:
    document = _object(voice={"oneOf": [{"$ref": reference}, {"enum": ["a"]}]})
    assert find_enumeration(document, "voice").ids == ("a",)


def test_values_that_are_no_ids_are_left_out() -> None:
    document = _flat()
    document["properties"]["speech"]["properties"]["voice"]["enum"] = ["ok", None, 7, "", "ok", "x" * 151, "a\nb"]
    assert [option.id for option in parse_schema(document).voices] == ["ok"]


def test_previews_are_taken_where_they_are_urls() -> None:
    document = _flat()
    previews = {AVATARS[0]: "https://x.example/a.png", AVATARS[1]: "javascript:alert(1)", AVATARS[2]: 7}
    document["properties"]["inputs"]["properties"]["avatar"]["x-previews"] = previews
    assert [option.preview for option in parse_schema(document).avatars] == ["https://x.example/a.png", None, None]


@pytest.mark.parametrize("document", [None, [], {}, "x", {"properties": 5}, {"properties": {"voice": 7}}, _object()])
def test_a_document_without_the_lists_is_refused(document: object) -> None:
    with pytest.raises(RunwareError, match="no values for avatar"):
        parse_schema(document)


def test_a_document_that_lost_nearly_everything_is_refused() -> None:
    full = _flat()
    full["properties"]["speech"]["properties"]["voice"]["enum"] = [f"voice{n}_male_english" for n in range(100)]
    before = parse_schema(full)
    with pytest.raises(RunwareError, match="lists 3 voices, before it listed 100"):
        parse_schema(_flat(), previous=before)


def test_a_document_that_grew_is_taken() -> None:
    assert len(parse_schema(_flat(), previous=built_in_catalogue()).voices) == 3


def test_labels_that_would_be_the_same_show_their_ids() -> None:
    document = _flat()
    same = ["doctor_ann_edafdca0", "doctor_ann_0123abcd", "Ann_public"]
    document["properties"]["inputs"]["properties"]["avatar"]["enum"] = same
    assert [option.label for option in parse_schema(document).avatars] == [
        "Doctor Ann · photo (doctor_ann_edafdca0)",
        "Doctor Ann · photo (doctor_ann_0123abcd)",
        "Ann",
    ]


def test_a_catalogue_comes_back_from_json_as_it_was() -> None:
    catalogue = parse_schema(_flat())
    assert Catalogue.model_validate_json(catalogue.model_dump_json()) == catalogue


def _client(response: httpx.Response) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response))


async def test_the_document_is_fetched() -> None:
    async with _client(httpx.Response(200, json=_flat())) as http:
        assert await fetch_schema(http, "https://x.example/schema.json") == _flat()


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(404, json=_flat()),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, content=b"[" * 1000),
        httpx.Response(200, content=b" " * 17_000_000),
    ],
    ids=["not found", "html", "deep", "long"],
)
async def test_a_document_that_cannot_be_read_is_an_error_of_ours(response: httpx.Response) -> None:
    async with _client(response) as http:
        with pytest.raises(RunwareError):
            await fetch_schema(http, "https://x.example/schema.json")


async def test_a_service_that_is_away_is_an_error_of_ours() -> None:
    def away(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async with httpx.AsyncClient(transport=httpx.MockTransport(away)) as http:
        with pytest.raises(RunwareError, match="ConnectError"):
            await fetch_schema(http, "https://x.example/schema.json")
