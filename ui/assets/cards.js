// The buttons of a card: one for details, and one with a menu if there are choices.
function actionsOf(board, film) {
  const { details, choices } = board.actions
  const opener = action(details, film)
  opener.onclick = () => board.act({ film: film.id, name: details })
  const row = make("div", "actions")
  row.append(opener, ...(choices.length ? menuOf(board, film) : []))
  return row
}

function menuOf(board, film) {
  const { menu, choices } = board.actions
  const list = make("div", "menu")
  const button = action(menu, film)
  const close = () => list.hidePopover()
  const items = choices.map((name) => {
    const one = make("button", "choice", name)
    Object.assign(one, { type: "button", role: "menuitem", tabIndex: -1 })
    one.onclick = () => { close(); board.act({ film: film.id, name }) }
    return one
  })
  list.append(...items)
  list.role = "menu"
  list.popover = "auto"
  list.setAttribute("aria-label", button.getAttribute("aria-label"))
  list.onkeydown = (event) => moveIn(list, items, event)
  button.popoverTargetElement = list
  button.setAttribute("aria-haspopup", "menu")
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
  return [button, list]
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

