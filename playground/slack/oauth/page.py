"""The authorize page as HTML."""

from collections.abc import Sequence
from html import escape
from typing import Final

from playground.slack.oauth.asked import Asked

_STYLE: Final = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1.25rem }
small, .quiet { opacity: .75 }
fieldset { border: 1px solid #8888; border-radius: .6rem; margin: 1.25rem 0 }
legend { padding: 0 .4rem; font-weight: 600 }
label { display: block; padding: .2rem 0 }
select, button { font: inherit; padding: .5rem .9rem; border-radius: .5rem }
select { width: 100% }
button { background: transparent; border: 1px solid #8888; color: inherit }
button[value=allow] { background: #2f6f4f; color: #fff; border-color: #2f6f4f }
:focus-visible { outline: 3px solid #4c8dff; outline-offset: 2px }
"""


def authorize_page(asked: Asked, app_name: str, people: Sequence[tuple[str, str]]) -> str:
    """What a person sees who installs the app: who they are, what it asks for, allow or cancel.

    `people` are those who can install apps: their ids and names with the workspace; `asked.user` is chosen.
    """
    name = escape(app_name)
    needed = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in asked.needed)
    body = f"""
<p class="quiet">local playground</p>
<h1>Install {name}?</h1>
<form method="post" action="/oauth/v2/authorize">
{_hidden(asked)}
<label for="user">You are</label>
<select id="user" name="user">{_options(people, asked.user)}</select>
<fieldset><legend>{name} will be able to use</legend><ul>{needed or "<li>nothing else</li>"}</ul></fieldset>
{_choices(asked.optional)}
{_for_you(asked.user_scopes)}
<p><button name="decision" value="allow">Allow</button>
<button name="decision" value="cancel">Cancel</button></p>
</form>"""
    return _page(f"Install {name}", body)


def problem_page(problem: str, code: str) -> str:
    """What a person sees when the app asked in a way that cannot be."""
    body = f'<p class="quiet">local playground</p><h1>This app cannot be installed</h1><p>{escape(problem)}</p>'
    return _page("Cannot be installed", f"{body}<p><small>Error: <code>{escape(code)}</code></small></p>")


def _page(title: str, body: str) -> str:
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"<head>{meta}<title>{escape(title)}</title><style>{_STYLE}</style></head>"
    return f'<!doctype html><html lang="en">{head}<body><main>{body}</main></body></html>'


def _hidden(asked: Asked) -> str:
    fields = asked.query.items()
    return "".join(f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in fields)


def _options(people: Sequence[tuple[str, str]], chosen: str | None) -> str:
    options = []
    for user_id, name in people:
        selected = " selected" if user_id == chosen else ""
        options.append(f'<option value="{escape(user_id)}"{selected}>{escape(name)}</option>')
    return "".join(options)


def _choices(scopes: Sequence[str]) -> str:
    """Scopes that can be declined."""
    if not scopes:
        return ""
    boxes = ""
    for name in map(escape, scopes):
        box = f'<input type="checkbox" name="granted" value="{name}" checked>'
        boxes += f"<label>{box} <code>{name}</code></label>"
    return f"<fieldset><legend>If you like, also</legend>{boxes}</fieldset>"


def _for_you(scopes: Sequence[str]) -> str:
    if not scopes:
        return ""
    items = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in scopes)
    return f"<fieldset><legend>In your name</legend><ul>{items}</ul></fieldset>"
