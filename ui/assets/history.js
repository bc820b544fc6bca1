// One step in the browser's history for each page and for each choice that adds one, and none that nobody took. On the
// way to another page Streamlit first changes the address of the page that is left, and afterwards fills in what was
// chosen on the other one before. Left alone, each of these is a step, and Back leads to a page nobody has seen.
{
  const PAUSE = 1000
  const push = history.pushState.bind(history)
  // Whether somebody has clicked or pressed a key on this page. What changes the address before is no step.
  let acted = false
  // The address before a change, until it is clear that no other page follows: only then the change is a step.
  let before = ""
  let timer = 0

  // A film's dialog opens and closes on the step that is there: Back leads to no dialog that was closed.
  function withoutDialog(address) {
    const { pathname, searchParams } = new URL(address ?? "", document.baseURI)
    searchParams.delete("details")
    searchParams.sort()
    return `${pathname}?${searchParams}`
  }

  function settle() {
    clearTimeout(timer)
    if (!before) return
    const now = location.href
    history.replaceState({}, "", before)
    before = ""
    push({}, "", now)
  }

  function act(event) {
    if (!event.isTrusted) return
    settle()
    acted = true
  }

  function change(state, address) {
    if (acted && !before && withoutDialog(address) !== withoutDialog(location.href)) {
      before = location.href
      timer = setTimeout(settle, PAUSE)
    }
    history.replaceState(state, "", address)
  }

  function open(state, address) {
    clearTimeout(timer)
    if (before) history.replaceState({}, "", before)
    before = ""
    acted = false
    push(state, "", address)
    // Another page begins at its top; Streamlit leaves it where the last one was.
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
  }

  history.pushState = (state, unused, address) => {
    const { pathname } = new URL(address ?? "", document.baseURI)
    pathname === location.pathname ? change(state, address) : open(state, address)
  }
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, act, true)
  // Somebody goes back before the change has become a step: what it changed is where they want to be.
  addEventListener("popstate", () => {
    clearTimeout(timer)
    if (before) push({}, "", before)
    before = ""
    acted = false
  }, true)
}
