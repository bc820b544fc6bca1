"""When a page has settled: nothing has changed on it for a while, and it shows the expected chart."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from benchmarks import browser

_QUIET = 400
"""Milliseconds without a change after which a page has settled."""
# Notes when the page last changed; what is on a canvas changes with the elements around it.
_WATCH = """() => {
    if (window.watching) return;
    window.watching = true;
    window.changed = 0;
    new MutationObserver(() => { window.changed = performance.now(); })
        .observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
_SETTLED = f"""(sign) => {{
    const charts = [...document.querySelectorAll("[aria-label], h3")].map(e => e.ariaLabel || e.innerText);
    const idle = document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning";
    return idle && charts.some(label => label.includes(sign)) && performance.now() - window.changed > {_QUIET};
}}"""


def open_page(page: Page, link: str) -> None:
    """Open a link and wait until its page has settled."""
    browser.go(page, link)
    page.evaluate(_WATCH)
    page.wait_for_function(_SETTLED, arg="", timeout=90_000)
    page.wait_for_timeout(1_000)


def until_settled(page: Page, act: Callable[[], None], sign: str) -> float:
    """Act, and return the milliseconds to the last change of the page; a chart label must then contain `sign`."""
    begun = page.evaluate("() => performance.now()")
    act()
    page.wait_for_function(_SETTLED, arg=sign, timeout=60_000)
    return float(page.evaluate("() => window.changed")) - float(begun)
