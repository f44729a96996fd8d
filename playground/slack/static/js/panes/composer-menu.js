/** The menu beside a compose box: attach a file, use a global shortcut, run a step of a workflow. */

import { icon } from "../icons.js";
import { menuButton } from "../menu.js";
import { openStep } from "./workflow.js";

/** The button with the menu; `attach` lets the person choose files. */
export function composerMenu(session, { attach, inThread }) {
  const items = () => [
    { label: "Attach a file", mark: "file", run: attach },
    ...(inThread || !session.installed ? [] : [...shortcuts(session), ...steps(session)]),
  ];
  return menuButton({ label: inThread ? "Add to this reply" : "Add to this message", face: icon("plus"), items });
}

function shortcuts(session) {
  const known = (session.state.shortcuts ?? []).filter(({ type }) => type === "global");
  if (known.length === 0) return [];
  const items = known.map(({ name, description, callback_id }) => ({
    label: name,
    more: description,
    mark: "zap",
    run: () => session.attempt({ act: "shortcut", callback_id }),
  }));
  return [{ group: "Shortcuts", items }];
}

function steps(session) {
  const known = session.state.functions ?? [];
  if (known.length === 0) return [];
  const items = known.map((one) => ({
    label: one.title ?? one.callback_id,
    more: one.description,
    mark: "steps",
    run: () => openStep(one, session),
  }));
  return [{ group: "Workflow steps", items }];
}
