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
  const text = task.text.length > 280 ? `${task.text.slice(0, 280)}…` : task.text;
  const sent = new Date(task.submitted_at * 1000).toLocaleTimeString();
  item.append(element("p", "script", text));
  item.append(element("p", "facts", [task.avatar, task.voice, task.size.replace("x", "\u00a0×\u00a0"), sent].join(" · ")));
  item.append(...task.results.map((result) => showResult(result, now)));
  return item;
}

let shown = "";

function show(state) {
  for (const [name, count] of Object.entries(state.results)) document.getElementById(name).textContent = count;
  document.getElementById("billed").textContent = `$${state.counts.billed_usd.toFixed(2)}`;
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
