/** `plan` and `task_card` blocks: the steps of a piece of work and how far each is. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { richText } from "../text/rich-text.js";

const STATUS = {
  pending: ["Waiting", () => element("span", { class: "task-ring", "aria-hidden": "true" })],
  in_progress: ["In progress", () => element("span", { class: "task-ring task-ring-busy", "aria-hidden": "true" })],
  complete: ["Done", () => icon("check")],
  error: ["Failed", () => icon("alert")],
};

/** A `plan` block: its title and its tasks in order. */
export function planNode(block, context) {
  const title = typeof block.title === "string" ? block.title : block.title?.text;
  const tasks = (block.tasks ?? []).map((task) => element("li", {}, ...taskParts(task, context)));
  return element(
    "div",
    { class: "plan" },
    element("p", { class: "plan-title" }, title ?? ""),
    element("ol", {}, tasks),
  );
}

/** A `task_card` block on its own. */
export function taskCardNode(block, context) {
  return element("div", { class: "plan plan-single" }, ...taskParts(block, context));
}

function taskParts(task, context) {
  const [words, mark] = STATUS[task.status] ?? STATUS.pending;
  const more = [task.details, task.output].filter(Boolean).flatMap((block) => richText(block, context.reader));
  return [
    element(
      "span",
      { class: `task-mark task-${task.status}` },
      mark(),
      element("span", { class: "visually-hidden" }, `${words}: `),
    ),
    element(
      "div",
      { class: "task-text" },
      element("span", {}, task.title),
      more.length > 0 && element("div", { class: "task-more" }, more),
      sources(task),
    ),
  ];
}

function sources(task) {
  if (!task.sources?.length) return null;
  const links = task.sources.map(
    (source) => element("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.text),
  );
  return element("div", { class: "task-more" }, links);
}
