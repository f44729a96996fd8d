"""The button that opens the modal again: for the person whose video it is, and for nobody else."""

import json

import pytest

from tests.handlers.counter import Counter
from tests.handlers.payloads import BOB, GENERAL, click, picked
from tests.handlers.test_commands import element_of

HOSTILE = "<!channel> 2 < 3 & more"


async def test_the_person_gets_the_modal_filled_in_as_it_was(counter: Counter) -> None:
    await counter.make(script={"value": HOSTILE}, language=picked("fr-FR"))

    answer = await counter.whole(click("r1", response_url=counter.slack.response_url))

    view = await counter.opened_view()
    assert (answer.status, answer.body) == (200, "")
    assert element_of(view, "script")["initial_value"] == HOSTILE
    assert element_of(view, "language")["initial_option"]["value"] == "fr-FR"
    assert element_of(view, "destination")["initial_conversation"] == GENERAL


async def test_rendering_again_is_a_new_render(counter: Counter) -> None:
    await counter.make()

    await counter.whole(click("r1", response_url=counter.slack.response_url))

    assert json.loads((await counter.opened_view())["private_metadata"])["draft"] != "r1"


@pytest.mark.parametrize(("value", "user"), [("r1", BOB), ("unknown", "U0ALICE"), ("", "U0ALICE"), (None, "U0ALICE")])
async def test_what_is_not_the_persons_own_is_refused_privately(counter: Counter, value: str | None, user: str) -> None:
    await counter.make()

    answer = await counter.whole(click(value, user=user, response_url=counter.slack.response_url))

    assert answer.status == 200
    assert [method for method, _ in counter.slack.calls] == ["respond"]
    (told,) = counter.slack.sent("respond")
    assert told["text"].startswith("Only the person who asked for this video can do that.")
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)


async def test_a_press_while_the_records_are_out_of_reach_is_answered_privately(without_records: Counter) -> None:
    slack = without_records.slack

    answer = await without_records.whole(click("r1", response_url=slack.response_url))

    assert answer.status == 200
    assert slack.sent("respond")[0]["text"].startswith("Herald cannot reach its own records just now.")


async def test_a_choice_that_is_gone_from_the_catalogue_is_left_empty(counter: Counter) -> None:
    await counter.make()
    fewer = counter.ground.shelf.catalogue.model_copy(update={"avatars": counter.ground.shelf.catalogue.avatars[1:]})
    counter.ground.shelf.put(fewer)

    await counter.whole(click("r1", response_url=counter.slack.response_url))

    assert "initial_option" not in element_of(await counter.opened_view(), "avatar")


async def test_a_button_of_another_kind_is_nobodys(counter: Counter) -> None:
    answer = await counter.whole(click("r1", response_url=counter.slack.response_url, action_id="delete_everything"))

    assert answer.status == 404
    assert counter.slack.calls == []
