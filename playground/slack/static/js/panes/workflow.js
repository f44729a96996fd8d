/** A workflow step that a person runs by hand: its form, and what came of it. */

import { openDialog } from "../dialog.js";
import { element, freshId } from "../element.js";
import { nameOf } from "../people.js";
import { failureText } from "../outcome.js";

const STATES = { running: "Running…", completed: "Completed", failed: "Failed" };

/** Open the form of `step`, a function of the app with its `input_parameters`. */
export function openStep(step, session) {
  const fields = parametersOf(step).map((parameter) => parameterField(parameter, session));
  const status = element("div", { class: "step-status", role: "status" });
  const inputs = () => Object.fromEntries(
    fields.map(({ name, value }) => [name, value()]).filter(([, value]) => value !== null),
  );
  const follow = () => showRun(step, session, { status, started });
  let started = null;
  const run = async () => {
    status.replaceChildren(element("p", {}, STATES.running));
    const act = { act: "run_function", callback_id: step.callback_id, inputs: inputs(), channel: session.place };
    const outcome = await session.act(act);
    const failure = failureText(outcome, session.appName);
    started = outcome.execution_id;
    if (failure) status.replaceChildren(element("p", { class: "field-error" }, failure));
    else follow();
    return false;
  };
  const about = step.description && element("p", { class: "hint" }, step.description);
  const dialog = openDialog({
    title: step.title ?? step.callback_id,
    body: [about, fields.map(({ node }) => node), status].flat().filter(Boolean),
    submit: { label: "Run step", run, leave: "Close" },
  });
  session.addEventListener("change", follow);
  dialog.addEventListener("close", () => session.removeEventListener("change", follow));
}

/** The parameters of a function, which manifests write as an object and events as a list. */
function parametersOf({ input_parameters: declared = [] }) {
  if (Array.isArray(declared)) return declared;
  const { properties, required = [] } = declared.properties ? declared : { properties: declared };
  return Object.entries(properties).map(([name, one]) => ({ is_required: required.includes(name), name, ...one }));
}

function parameterField(parameter, session) {
  const id = freshId("parameter");
  const control = controlFor(parameter, id, session);
  const label = element(
    "label",
    { class: "label", for: id },
    parameter.title || parameter.name,
    !parameter.is_required && element("span", { class: "optional" }, " (optional)"),
  );
  const hint = parameter.description && element("p", { class: "hint" }, parameter.description);
  const node = element("div", { class: "field" }, label, control, hint);
  return { name: parameter.name, node, value: () => valueOf(control, parameter.type) };
}

function controlFor({ type, is_required: required }, id, session) {
  const attributes = { id, class: "input", required: Boolean(required) };
  const { users, channels } = session.state;
  if (type === "slack#/types/user_id") {
    return chooser(attributes, users.filter((one) => !one.deleted).map((one) => [one.id, nameOf(one)]));
  }
  if (type === "slack#/types/channel_id") {
    return chooser(attributes, channels.filter((one) => one.name).map((one) => [one.id, `#${one.name}`]));
  }
  if (type === "boolean") return element("input", { id, type: "checkbox", class: "tick" });
  const step = type === "integer" ? "1" : "any";
  return ["number", "integer"].includes(type)
    ? element("input", { ...attributes, type: "number", step })
    : element("textarea", { ...attributes, rows: 2 });
}

function chooser(attributes, options) {
  const none = element("option", { value: "" }, "Choose…");
  return element("select", attributes, none, options.map(([value, name]) => element("option", { value }, name)));
}

function valueOf(control, type) {
  if (type === "boolean") return control.checked;
  if (control.value === "") return null;
  return ["number", "integer"].includes(type) ? Number(control.value) : control.value;
}

function showRun(step, session, { status, started }) {
  const run = (session.state.executions ?? []).find((one) => one.id === started);
  if (!run) return;
  const outputs = Object.entries(run.outputs ?? {});
  const nodes = [
    element("p", { class: `step-${run.status}` }, [STATES[run.status], run.error].filter(Boolean).join(": ")),
    outputs.length > 0 && element("dl", {}, outputs.flatMap(([name, value]) => [
      element("dt", {}, name),
      element("dd", {}, typeof value === "string" ? value : JSON.stringify(value)),
    ])),
  ];
  status.replaceChildren(...nodes.filter(Boolean));
}
