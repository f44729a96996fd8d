"""The private answer to `/herald help`."""

from decimal import Decimal

from bot.slack.surfaces.blocks import Message, context, section
from bot.slack.surfaces.figures import dollars


def build_help(*, price_per_second: Decimal, budget_left: Decimal) -> Message:
    """What Herald does and how to ask for it; amounts in US dollars."""
    minute, left = dollars(price_per_second * 60), dollars(max(budget_left, Decimal(0)))
    return Message(
        "Herald turns a script into a video of a presenter who speaks it. Type /herald to start.",
        [
            section("*Herald turns a script into a video of a presenter who speaks it.*"),
            section(
                "• `/herald` opens a form: write the script, pick an avatar, a voice and where to post it.\n"
                "• `/herald Good morning, team!` shows you that video, with the avatar and the voice that you took "
                "last: press *Make it*.\n"
                "• In a thread, use the message shortcut *Make video from this*, or mention me: the video comes in "
                "that thread.\n"
                "• `/herald announce` has a video approved, then posts it in one or more channels at a time of yours.\n"
                "• `/herald personal` makes a clip of their own for each of many people, from a list or a CSV file.\n"
                "• *Create a video* among the shortcuts and *New video* in my Home open the form from anywhere.\n"
                "• `/herald admin` is for admins: budgets, who may do what, who spent what.\n"
                "• `/herald forget me` erases what I keep of you.\n"
                "• `/herald help` shows this."
            ),
            section(
                "Before anything is made you see how long it is and what it costs. Then I post one message and keep it "
                "up to date; the finished video comes as a reply to it, usually within a few minutes. What you have "
                "typed is kept as a draft. In a private channel, first type `/invite @Herald`."
            ),
            context(
                f"A minute of video costs about {minute}; {left} of this month's budget is left. "
                "Videos are AI-generated and marked as such."
            ),
        ],
    )
