"""When a page stands: nothing has changed on it for a while, and it shows what was asked for."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from benchmarks import browser

_QUIET = 400
"""Milliseconds without a change after which a picture stands."""
# Notes when the page last changed; what is on a canvas changes with the elements around it.
_WATCH = """() => {
    if (window.watching) return;
    window.watching = true;
    window.changed = 0;
    new MutationObserver(() => { window.changed = performance.now(); })
        .observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
_STANDS = f"""(sign) => {{
    const charts = [...document.querySelectorAll("[aria-label], h3")].map(e => e.ariaLabel || e.innerText);
    const idle = document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning";
    return idle && charts.some(told => told.includes(sign)) && performance.now() - window.changed > {_QUIET};
}}"""


def open_page(page: Page, link: str) -> None:
    """Open a link, and wait until its page stands."""
    browser.go(page, link)
    page.evaluate(_WATCH)
    page.wait_for_function(_STANDS, arg="", timeout=90_000)
    page.wait_for_timeout(1_000)


def until_it_stands(page: Page, act: Callable[[], None], sign: str) -> float:
    """Act, and return the milliseconds to the last change of the page, which has `sign` in a chart's words then."""
    begun = page.evaluate("() => performance.now()")
    act()
    page.wait_for_function(_STANDS, arg=sign, timeout=60_000)
    return float(page.evaluate("() => window.changed")) - float(begun)
