// The buttons of a card: one for details, and one with a menu.
function actionsOf(board, film) {
  const { details, menu, choices } = board.actions
  const act = (name) => board.act({ film: film.id, name })
  const opener = action(details, film)
  opener.onclick = () => act(details)
  const list = make("div", "menu")
  const button = action(menu, film)
  const items = choices.map((choice) => {
    const one = make("button", "choice", choice)
    Object.assign(one, { type: "button", role: "menuitem", tabIndex: -1, onclick: () => { list.hidePopover(); act(choice) } })
    return one
  })
  list.append(...items)
  list.role = "menu"
  list.popover = "auto"
  list.setAttribute("aria-label", button.getAttribute("aria-label"))
  list.onkeydown = (event) => moveIn(list, items, event)
  button.popoverTargetElement = list
  button.setAttribute("aria-haspopup", "menu")
  const close = () => list.hidePopover()
  list.ontoggle = ({ newState }) => {
    const isOpen = newState === "open"
    button.setAttribute("aria-expanded", String(isOpen))
    if (isOpen) {
      putBeside(list, button)
      items[0].focus()
      // It would stay where it is while the page moves.
      window.addEventListener("scroll", close, { capture: true, once: true })
    } else window.removeEventListener("scroll", close, { capture: true })
  }
  const row = make("div", "actions")
  row.append(opener, button, list)
  return row
}

function action(label, film) {
  const button = make("button", "action", label)
  button.type = "button"
  button.setAttribute("aria-label", `${label}: ${film.title}`)
  return button
}

// Below the button, or above it where there is no room.
function putBeside(list, button) {
  const { left, top, bottom } = button.getBoundingClientRect()
  const { width, height } = list.getBoundingClientRect()
  list.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`
  list.style.top = `${bottom + height + 8 > window.innerHeight ? top - height - 4 : bottom + 4}px`
}

function moveIn(list, items, event) {
  const now = items.indexOf(list.getRootNode().activeElement)
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key]
  if (event.key === "Tab") list.hidePopover()
  if (to === undefined) return
  event.preventDefault()
  items[(to + items.length) % items.length].focus()
}

