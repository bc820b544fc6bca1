// Back and Forward show the part of a page that was on the screen. Links load a page anew, Streamlit scrolls an element
// and not the document, and its page grows as it is drawn: a browser alone begins at the top.
{
  const STORE = "cinewatch.scroll"
  const TICK = 100
  const MOST_TICKS = 100
  // So long the page has to stand still at its place: what is above may still arrive.
  const CALM_TICKS = 5
  const places = {}
  let timer = 0

  // Steps of the same address are one where a browser does not tell them apart.
  const step = () => globalThis.navigation?.currentEntry?.key ?? location.href
  const scroller = () => document.querySelector("[data-testid=stMain]")

  function note({ target }) {
    // A page that is left for another is emptied first: then nobody has scrolled it to its top.
    const isEmpty = target.scrollHeight <= target.clientHeight
    if (!timer && !isEmpty && target.dataset?.testid === "stMain") places[step()] = target.scrollTop
  }

  function stop() {
    clearInterval(timer)
    timer = 0
  }

  function restore() {
    stop()
    const wanted = places[step()]
    if (wanted === undefined) return
    let ticks = 0
    let calm = 0
    let hasBegun = false
    timer = setInterval(() => {
      const page = scroller()
      const isDrawn = document.querySelector("[data-test-script-state=notRunning]")
      // Until then, it is the page that is left.
      hasBegun ||= !isDrawn
      if (page && page.scrollHeight - page.clientHeight >= wanted) {
        calm = hasBegun && isDrawn && Math.abs(page.scrollTop - wanted) <= 1 ? calm + 1 : 0
        page.scrollTop = wanted
      }
      if (calm === CALM_TICKS || ++ticks === MOST_TICKS) stop()
    }, TICK)
  }

  function leave() {
    const page = scroller()
    if (page && !timer) places[step()] = page.scrollTop
    try {
      sessionStorage.setItem(STORE, JSON.stringify(places))
    } catch {
      // This browser stores nothing: Back begins at the top.
    }
  }

  try {
    Object.assign(places, JSON.parse(sessionStorage.getItem(STORE)))
  } catch {
    // As above.
  }
  // Whoever does something meanwhile stays where they are.
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(kind, stop, { capture: true, passive: true })
  }
  addEventListener("scroll", note, { capture: true, passive: true })
  addEventListener("popstate", restore)
  addEventListener("pagehide", leave)
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") restore()
}
