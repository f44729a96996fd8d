"""`/herald`: the modal, the help, and what is said when neither can be had."""

import json

import pytest

from tests.bot.slack.surfaces.reading import problems_of_view
from tests.handlers.counter import Counter
from tests.handlers.payloads import GENERAL, SCRIPT, Json, command


def element_of(view: Json, name: str) -> Json:
    """The element of one of the modal's fields."""
    (found,) = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    element: Json = found
    return element


async def test_the_command_is_acked_with_nothing_and_opens_the_modal(counter: Counter) -> None:
    answer = await counter.whole(command(""))

    view = await counter.opened_view()
    assert (answer.status, answer.body) == (200, "")
    assert "initial_value" not in element_of(view, "script")
    assert json.loads(view["private_metadata"])["channel"] == GENERAL
    assert problems_of_view(view) == []


async def test_the_modal_is_opened_with_the_commands_own_trigger(counter: Counter) -> None:
    await counter.whole(command(""))

    assert counter.slack.sent("views.open")[0]["trigger_id"] == "1795337070.1001.a"


async def test_each_modal_carries_a_render_id_of_its_own(counter: Counter) -> None:
    await counter.whole(command(""))
    await counter.whole(command(""))

    views = [call["view"] for call in counter.slack.sent("views.open")]
    kept = [(json.loads(view) if isinstance(view, str) else view)["private_metadata"] for view in views]
    assert len(kept) == 2
    assert len({json.loads(metadata)["draft"] for metadata in kept}) == 2


async def test_text_after_the_command_is_the_script(counter: Counter) -> None:
    await counter.whole(command(SCRIPT))

    assert element_of(await counter.opened_view(), "script")["initial_value"] == SCRIPT


async def test_slacks_escapes_are_undone_in_the_script(counter: Counter) -> None:
    await counter.whole(command("2 &lt; 3 &amp; <@U0BOB|bob> said <https://a.example|hello> &amp;lt;"))

    script = element_of(await counter.opened_view(), "script")["initial_value"]
    assert script == "2 < 3 & @bob said hello &lt;"


@pytest.mark.parametrize("text", ["help me write this", "help!", "helpful"])
async def test_only_the_whole_word_help_is_help(counter: Counter, text: str) -> None:
    answer = await counter.whole(command(text))

    assert answer.body == ""
    assert element_of(await counter.opened_view(), "script")["initial_value"] == text


@pytest.mark.parametrize("text", ["help", " HELP "])
async def test_help_is_answered_privately_in_the_ack(counter: Counter, text: str) -> None:
    answer = await counter.whole(command(text))

    said = json.loads(answer.body)
    assert said.get("response_type", "ephemeral") == "ephemeral"
    assert "$50.00 of this month's budget is left" in str(said["blocks"])
    assert counter.slack.calls == []


async def test_help_tells_what_earlier_requests_left_of_the_budget(counter: Counter) -> None:
    await counter.make()

    answer = await counter.whole(command("help"))

    assert "$49.74 of this month's budget is left" in answer.body


async def test_the_modal_begins_with_what_was_chosen_last(counter: Counter) -> None:
    await counter.make()

    await counter.whole(command(""))

    view = await counter.opened_view()
    assert element_of(view, "avatar")["initial_option"]["value"] == "Aditya_public_4"
    assert element_of(view, "voice")["initial_option"]["value"] == "jenny_female_english"
    assert "initial_option" not in element_of(view, "language")


async def test_a_modal_that_slack_does_not_open_is_explained_privately(counter: Counter) -> None:
    counter.slack.errors["views.open"] = "expired_trigger_id"

    answer = await counter.whole(command("", response_url=counter.slack.response_url))

    (told,) = counter.slack.sent("respond")
    assert answer.status == 200
    assert told["text"].startswith("Slack did not keep the form open for long enough. Nothing was charged.")
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)


async def test_help_without_the_records_says_so_in_the_answer(without_records: Counter) -> None:
    answer = await without_records.hand_in(command("help"))

    assert answer.status == 200
    assert "Herald cannot reach its own records just now." in answer.body


async def test_a_modal_without_the_records_is_explained_privately(without_records: Counter) -> None:
    slack = without_records.slack

    await without_records.whole(command("", response_url=slack.response_url))

    assert [method for method, _ in slack.calls] == ["respond"]
    assert slack.sent("respond")[0]["text"].startswith("Herald cannot reach its own records just now.")


async def test_a_failure_that_nobody_can_be_told_of_does_not_break_the_next_command(counter: Counter) -> None:
    counter.slack.errors["views.open"] = "expired_trigger_id"
    await counter.whole(command("", response_url="http://127.0.0.1:1/gone"))
    counter.slack.errors.clear()

    answer = await counter.whole(command("help"))

    assert "`/herald help` shows this" in answer.body
