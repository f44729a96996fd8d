"use strict";

const LATEST = 30;
const EVERY_MS = 1500;
const WORDS = { queued: "Waiting", rendering: "Rendering", success: "Ready", error: "Failed" };

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function duration(seconds) {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

const FATES = { waiting: "is tried again", delivered: "delivered", "given up": "given up", lost: "lost on purpose" };

function showDelivery(delivery) {
  const name = delivery.kind === "webhook" ? "Webhook" : "Upload";
  const attempts = delivery.attempts === 1 ? "1 attempt" : `${delivery.attempts} attempts`;
  const fate = delivery.fate === "waiting" && delivery.attempts === 0 ? "is sent" : FATES[delivery.fate];
  const said = delivery.last ? ` (${attempts}, ${delivery.last})` : "";
  return element("p", `facts delivery ${delivery.fate.replace(" ", "-")}`, `${name} to ${delivery.to}: ${fate}${said}`);
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function showResult(result, now) {
  const row = element("p", "result");
  const word = result.expired ? "Expired" : WORDS[result.state];
  row.append(element("span", `state ${result.expired ? "gone" : result.state}`, word));
  if (result.state === "rendering") {
    const bar = element("progress", "");
    bar.value = result.progress;
    bar.setAttribute("aria-label", "Progress");
    row.append(bar, `${Math.round(result.progress * 100)} %`);
  }
  if (result.error) row.append(element("span", "", result.error.message));
  if (result.url && !result.expired) {
    const link = element("a", "", `Play (${result.duration_seconds.toFixed(1)} s)`);
    link.href = result.url;
    row.append(link, element("span", "facts", `the link works for another ${duration(result.expires_at - now)}`));
  }
  return row;
}

function showTask(task, now) {
  const item = document.createElement("li");
  const script = task.text || "Spoken by a recording";
  const text = script.length > 280 ? `${script.slice(0, 280)}…` : script;
  const sent = new Date(task.submitted_at * 1000).toLocaleTimeString();
  item.append(element("p", "script", text));
  const facts = [task.avatar ?? "a photo", task.voice, task.size.replace("x", "\u00a0×\u00a0"), sent];
  item.append(element("p", "facts", facts.filter(Boolean).join(" · ")));
  for (const result of task.results) item.append(showResult(result, now), ...result.deliveries.map(showDelivery));
  return item;
}

let shown = "";

function show(state) {
  for (const [name, count] of Object.entries(state.results)) document.getElementById(name).textContent = count;
  document.getElementById("billed").textContent = `$${state.counts.billed_usd.toFixed(2)}`;
  document.getElementById("balance").textContent = `$${state.balance.amount.toFixed(2)}`;
  document.getElementById("media").textContent = `${state.media.count} (${size(state.media.bytes)})`;
  const { delivered, waiting, "given up": givenUp } = state.deliveries;
  const open = [waiting && `${waiting} open`, givenUp && `${givenUp} given up`].filter(Boolean);
  document.getElementById("deliveries").textContent = [delivered, ...open].join(", ");
  document.getElementById("empty").hidden = state.tasks.length > 0;
  const list = document.createElement("ol");
  list.append(...state.tasks.reverse().map((task) => showTask(task, state.now)));
  if (list.innerHTML === shown) return;
  shown = list.innerHTML;
  const focused = document.activeElement instanceof HTMLAnchorElement ? document.activeElement.href : null;
  const tasks = document.getElementById("tasks");
  tasks.replaceChildren(...list.childNodes);
  if (focused) [...tasks.querySelectorAll("a")].find((link) => link.href === focused)?.focus();
}

async function refresh() {
  const lost = document.getElementById("lost");
  try {
    const answer = await fetch(`/_control/state?last=${LATEST}`);
    show(await answer.json());
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(refresh, EVERY_MS);
}

refresh();
