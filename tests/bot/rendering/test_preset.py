"""A preset: what of it can still be used, what is kept in it, and who may change it."""

from dataclasses import dataclass
from decimal import Decimal

from bot.rendering.draft import Wishes
from bot.rendering.preset import Preset, fit, keepable
from tests.bot.rendering.fakes import NOON


@dataclass(frozen=True)
class FakeOffer:
    """A service that has these values alone."""

    values: frozenset[str]

    async def has(self, _team_id: str, _kind: str, value: str, /) -> bool:
        return value in self.values


def a_preset(wishes: Wishes, *, shared: bool = False) -> Preset:
    """A preset of U1's."""
    return Preset(id="p1", team_id="T1", maker_id="U1", name="Weekly", shared=shared, wishes=wishes, updated_at=NOON)


async def test_what_is_gone_is_left_out_and_named() -> None:
    preset = a_preset(Wishes(avatar="emma", voice="jenny", speed=Decimal("1.25")))

    fitted = await fit(preset, FakeOffer(frozenset({"jenny"})))

    assert fitted.gone == ("avatar",)
    assert fitted.wishes == Wishes(voice="jenny", speed=Decimal("1.25"))


async def test_what_is_on_offer_stays() -> None:
    wishes = Wishes(avatar="emma", voice="jenny", language="fr")

    fitted = await fit(a_preset(wishes), FakeOffer(frozenset({"emma", "jenny", "fr"})))

    assert (fitted.gone, fitted.wishes) == ((), wishes)


def test_photos_and_recordings_are_not_kept() -> None:
    wishes = Wishes(image="slack-file:F1", audio="slack-file:F2", background="slack-file:F3", speed=Decimal(1))

    assert keepable(wishes) == Wishes(background="slack-file:F3", speed=Decimal(1))


def test_an_admin_may_change_the_workspaces_presets_and_nobodys_own() -> None:
    own, shared = a_preset(Wishes()), a_preset(Wishes(), shared=True)

    assert own.may_be_changed_by("U1", admin=False)
    assert shared.may_be_changed_by("U1", admin=False)
    assert shared.may_be_changed_by("U2", admin=True)
    assert not shared.may_be_changed_by("U2", admin=False)
    assert not own.may_be_changed_by("U2", admin=True)
