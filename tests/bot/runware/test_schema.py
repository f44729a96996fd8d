"""Finding what the service offers, in whatever shape its schema document has."""

from typing import Any

import pytest

from bot.errors import RunwareError
from bot.runware.catalogue import Catalogue, built_in_catalogue, parse_schema
from bot.runware.schema import Enumeration, find_enumerations, longest_of

AVATARS = ["Aditya_public_4", "Ann_Office_Front_public", "doctor_mattheus_edafdca0"]
VOICES = ["john_doe_male_english", "chill_brian_male_english", "jenny_female_english"]


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def find_enumeration(document: object, name: str) -> Enumeration:
    """The enumeration of a property, whatever it is in."""
    return longest_of(find_enumerations(document), name)


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
    few = _flat()
    few["properties"]["speech"]["properties"]["voice"]["enum"] = VOICES[:1]
    assert len(parse_schema(_flat(), previous=parse_schema(few)).voices) == 3


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


def test_every_other_enumeration_is_found_with_the_property_it_is_in() -> None:
    document = _referring()
    document["components"]["schemas"]["Request"]["properties"] |= {
        "outputFormat": {"type": "string", "enum": ["MP4", "WEBM"]},
        "safety": {"anyOf": [{"$ref": "#/components/schemas/Safety"}, {"type": "null"}]},
        "taskType": {"const": "videoInference"},
        "items": {"type": "array", "items": {"enum": ["a", "b"]}},
    }
    document["components"]["schemas"]["Safety"] = _object(mode={"enum": ["none", "fast"]}, checkContent={"const": True})
    assert parse_schema(document).others == {
        "items": ("a", "b"),
        "outputFormat": ("MP4", "WEBM"),
        "safety.mode": ("none", "fast"),
        "taskType": ("videoInference",),
    }


@pytest.mark.parametrize(
    "schema",
    [
        {"x-enum": ["a", "b"]},
        {"x-extensible-enum": ["a", "b"]},
        {"x-enum-values": [{"value": "a", "label": "The a"}, {"id": "b"}, {"label": "none"}, 7]},
        {"x-enum": {"a": "The a", "b": "The b"}},
        {"oneOf": [{"const": "a"}, {"enum": ["b"]}]},
        {"type": "array", "items": {"enum": ["a", "b"]}},
    ],
)
def test_an_enumeration_may_be_spelled_otherwise(schema: object) -> None:
    assert find_enumeration(_object(voice=schema), "voice").ids == ("a", "b")


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"const": "3f9c", "title": " The  chief "}, {"const": "jenny_female_english", "title": "Jen"}]},
        {"enum": ["3f9c", "jenny_female_english"], "x-enumNames": ["The chief", "Jen"]},
        {"x-enum": [{"value": "3f9c", "title": "The chief"}, "jenny_female_english"]},
    ],
)
def test_a_name_in_the_document_is_used_where_the_id_says_nothing(schema: object) -> None:
    document = _flat()
    document["properties"]["speech"]["properties"]["voice"] = schema
    assert [option.label for option in parse_schema(document).voices] == ["The chief", "Jenny · English · female"]


def test_the_longest_enumeration_of_a_name_counts() -> None:
    document = [_object(speech=_object(voice={"enum": ["a"]})), _object(speech=_object(voice={"enum": ["b", "c"]}))]
    assert find_enumerations(document) == {"speech.voice": Enumeration(("b", "c"))}


def test_references_that_go_round_end() -> None:
    schemas = {"A": _object(voice={"$ref": "#/s/B"}), "B": {"allOf": [{"$ref": "#/s/C"}], "enum": ["b"]}}
    document = {"s": schemas | {"C": {"oneOf": [{"$ref": "#/s/B"}, {"$ref": "#/s/C"}, {"const": "c"}]}}}
    assert find_enumeration(document, "voice").ids == ("b", "c")


def test_a_schema_within_itself_ends() -> None:
    schemas = {"Node": _object(child={"$ref": "#/s/Node"}, voice={"enum": ["a"]})}
    assert find_enumerations({"s": schemas}) == {"child.voice": Enumeration(("a",))}


def test_a_document_that_leads_round_and_round_is_refused() -> None:
    chain = {str(n): {"$ref": f"#/s/{n + 1}"} for n in range(3000)}
    document = {"s": chain, "properties": {f"p{n}": {"$ref": "#/s/0"} for n in range(2000)}}
    with pytest.raises(RunwareError, match="tangled"):
        find_enumerations(document)


def test_more_than_can_be_searched_is_refused() -> None:
    document = _flat()
    document["properties"]["speech"]["properties"]["voice"]["enum"] = [f"v{n}" for n in range(20_001)]
    with pytest.raises(RunwareError, match="lists 20,001 values for voice; 20,000 is the most"):
        parse_schema(document)


def test_a_document_that_lost_half_of_its_avatars_is_refused() -> None:
    before, after = _flat(), _flat()
    before["properties"]["inputs"]["properties"]["avatar"]["enum"] = [*AVATARS, *(f"a{n}" for n in range(7))]
    after["properties"]["inputs"]["properties"]["avatar"]["enum"] = [*AVATARS, "a1", "a2"]
    with pytest.raises(RunwareError, match="lists 5 avatars, before it listed 10"):
        parse_schema(after, previous=parse_schema(before))


def test_ids_are_known_by_their_kind() -> None:
    assert built_in_catalogue().ids["resolution"] == ("720p", "1080p")
