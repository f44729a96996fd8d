/** One call or dispatch in the inspector: a line, and when it is opened what was sent and answered. */

import { element } from "../element.js";
import { slackDate } from "../clock.js";

/** What `keyed` needs to show `record`. */
export function recordPart(record, zone) {
  const signature = JSON.stringify([record.status, record.latency_ms, zone]);
  return { key: String(record.id), signature, build: () => row(record, zone) };
}

function row(record, zone) {
  const details = element("details", { class: "record" }, line(record, zone));
  details.addEventListener("toggle", () => details.open && !details.dataset.filled && fill(details, record));
  return element("li", {}, details);
}

function line(record, zone) {
  const isCall = record.direction === "call";
  const failed = Boolean(record.error) || Number(record.status) >= 400;
  return element(
    "summary",
    {},
    element("span", { class: `way way-${record.direction}` }, isCall ? "call" : "dispatch"),
    element("span", { class: "record-name" }, record.name),
    record.retry ? element("span", { class: "badge" }, `retry ${record.retry}`) : null,
    element("span", { class: failed ? "record-status record-failed" : "record-status" }, outcomeOf(record)),
    element("span", { class: "record-time" }, latency(record.latency_ms)),
    element("time", { class: "record-time" }, slackDate(record.at, "{time_secs}", { zone })),
  );
}

const outcomeOf = ({ error, status }) => error || (status === null || status === undefined ? "–" : String(status));

const latency = (milliseconds) => (typeof milliseconds === "number" ? `${Math.round(milliseconds)} ms` : "");

function fill(details, record) {
  details.dataset.filled = "true";
  const where = [record.team, record.user].filter(Boolean).join(" · ");
  if (where) details.append(element("p", { class: "hint" }, where));
  details.append(...part("Request", record.request), ...part("Response", record.response));
}

function part(name, value) {
  if (value === null || value === undefined) return [];
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return [
    element("p", { class: "record-part" }, name),
    element("pre", { tabindex: "0", role: "region", "aria-label": name }, text),
  ];
}
