"""A small part of what strangers can do to the web process, in which nothing depends on how fast the machine is."""

from bench import hostile


async def test_strangers_get_nothing_and_break_nothing() -> None:
    measures = {measure.name: measure for measure in await hostile.run(quick=True)}

    wrong = [name for name, measure in measures.items() if measure.unit != "ms" and not measure.holds]
    assert wrong == []
    assert measures["hostile: requests answered"].value > 0.8 * measures["hostile: requests sent"].value
