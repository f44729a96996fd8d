"""Measures the page on a channel of 1,000 messages: `python -m tests.browser.measure` prints one JSON line.

Opening is from the click on the channel until its newest message is painted; a frame is the time between two
animation frames while the channel is scrolled to its very first message; an update is from a posted message until it
is painted.
"""

import asyncio
import json
import sys
import time

from playwright.async_api import Page, async_playwright

from playground.serving import listening_socket, running
from playground.slack.server import build_app
from playground.slack.settings import Settings
from tests.browser.conftest import CHROMIUM
from tests.browser.test_history import fill

COUNT = 1000
OPEN = """async (newest) => {
  const start = performance.now();
  [...document.querySelectorAll(".place")].find((one) => one.textContent.includes("launch")).click();
  while (!document.querySelector("main").textContent.includes(newest)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
SCROLL = """async (oldest) => {
  const scroller = document.querySelector(".list .scroller");
  const frames = [];
  let before = performance.now();
  for (let count = 0; count < 4000 && !scroller.textContent.includes(oldest); count += 1) {
    scroller.scrollTop -= 60;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - before);
    before = now;
  }
  frames.sort((one, other) => one - other);
  const at = (share) => Math.round(frames[Math.floor((frames.length - 1) * share)] * 10) / 10;
  return { frames: frames.length, p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), worst_ms: at(1) };
}"""
UPDATE = """async (text) => {
  const start = performance.now();
  const act = { act: "post", user: "U0BOB", channel: "C0LAUNCH", text };
  fetch("/_control/act", { method: "POST", body: JSON.stringify(act) });
  while (!document.querySelector("main").textContent.includes(text)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


async def measure(page: Page, url: str) -> dict[str, object]:
    """What it takes to load the page, open the channel, scroll through it and see a new message."""
    started = time.perf_counter()
    await page.goto(f"{url}/#C0LAUNCH")
    await page.get_by_text(f"Message {COUNT - 1} of many").wait_for()
    loaded_ms = (time.perf_counter() - started) * 1000
    await page.get_by_role("button", name="general").click()
    opened_ms = await page.evaluate(OPEN, f"Message {COUNT - 1} of many")
    updated_ms = await page.evaluate(UPDATE, "Fresh at the end")
    scrolled = await page.evaluate(SCROLL, "Message 0 of many")
    updated_whole_ms = await page.evaluate(UPDATE, "Fresh with everything drawn")
    return {
        "messages": COUNT,
        "load_ms": round(loaded_ms),
        "open_ms": round(opened_ms),
        "update_ms": round(updated_ms),
        "update_with_all_drawn_ms": round(updated_whole_ms),
        "scroll": scrolled,
    }


async def main() -> None:
    """Start a local Slack, fill a channel, measure, print."""
    async with running(build_app(Settings()), listening_socket(0)) as url, async_playwright() as playwright:
        await fill(url, COUNT)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        sys.stdout.write(json.dumps(await measure(page, url)) + "\n")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
