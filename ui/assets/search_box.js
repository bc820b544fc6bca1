// A search box: what is typed goes to the app after a pause, and what the app finds is a list below it, until a choice.
const PAUSE = 200

const boxes = new WeakMap()
let made = 0

export default function searchBox({ data, parentElement, setStateValue, setTriggerValue }) {
  const box = boxes.get(parentElement) ?? create(parentElement)
  boxes.set(parentElement, box)
  Object.assign(box, { data, setStateValue, setTriggerValue })
  box.label.textContent = data.label
  box.input.placeholder = data.placeholder
  box.input.title = data.hint
  box.input.maxLength = data.longest
  // The app has taken what was typed, unless something else stands there by now.
  if (data.closed && box.closed !== data.closed.at) {
    if (box.input.value === data.closed.text) empty(box)
    box.closed = data.closed.at
  }
  follow(box)
  show(box)
  confirm(box)
}

// Tells the app that its last choice is on the screen, once the rest of the page is drawn with it.
function confirm(box) {
  const number = box.data.number ?? 0
  if (number <= (box.number ?? 0)) return
  box.number = number
  setTimeout(() => { if (box.input.isConnected) box.setStateValue("seen", number) })
}

function create(parent) {
  const [label, input, list] = ["label", "input", "ul"].map((tag) => parent.querySelector(tag))
  const box = { label, input, list, active: 0, moved: false, open: false }
  const id = ++made
  input.id = `input-${id}`
  list.id = `list-${id}`
  label.htmlFor = input.id
  input.setAttribute("aria-controls", list.id)
  input.oninput = () => type(box)
  input.onkeydown = (key) => press(box, key)
  input.onclick = () => open(box)
  // A click on the list takes the focus away before it is a click.
  list.onmousedown = (event) => event.preventDefault()
  input.onblur = () => { box.open = false; show(box) }
  return box
}

function open(box) {
  box.open = true
  show(box)
}

function type(box) {
  clearTimeout(box.timer)
  Object.assign(box, { active: 0, moved: false, open: true })
  // The app may draw the box again before the pause is over; only a box that has gone asks nothing.
  box.timer = setTimeout(() => { if (box.input.isConnected) box.setStateValue("typed", event(box)) }, PAUSE)
  show(box)
}

// What stands in the box, and when: the same text may be typed again.
function event(box) {
  return { text: box.input.value, at: Date.now() }
}

function press(box, key) {
  const films = listed(box)
  if (key.isComposing) return
  if (key.key === "ArrowDown" || key.key === "ArrowUp") {
    const step = key.key === "ArrowDown" ? 1 : films.length - 1
    // The first arrow key marks the first film, if none is marked yet.
    const isMarked = box.moved || (isFresh(box) && box.data.sure)
    if (films.length) box.active = isMarked && box.open ? (box.active + step) % films.length : 0
    Object.assign(box, { moved: true, open: true })
  } else if (key.key === "Enter") {
    if (!box.input.value.trim()) {
      if (box.moved) choose(box, films[box.active], true)
    } else if (!films.length) {
      clearTimeout(box.timer)
      if (box.data.leads) {
        box.entered = box.input.value
        box.setStateValue("typed", event(box))
        follow(box)
      } else box.setTriggerValue("chosen", event(box))
    } else if (box.moved || box.data.sure) choose(box, films[box.active], box.moved)
  } else if (key.key === "Escape") {
    empty(box)
  } else return
  key.preventDefault()
  key.stopPropagation()
  show(box)
}

// Where films lead to their pages, Enter may come before the app has answered: its answer is followed if it is sure.
function follow(box) {
  if (!box.entered || !isFresh(box)) return
  const isMeant = box.entered === box.input.value && box.data.sure
  box.entered = ""
  if (isMeant) choose(box, box.data.films[0], false)
}

function choose(box, film, isExplicit) {
  clearTimeout(box.timer)
  if (film.address) {
    window.location.assign(film.address)
    return
  }
  box.setTriggerValue("chosen", { ...event(box), id: film.id, explicit: isExplicit })
  empty(box)
}

function empty(box) {
  clearTimeout(box.timer)
  box.input.value = ""
  Object.assign(box, { active: 0, moved: false, open: false })
}

// Whether the app's answer is to the text that stands there now.
function isFresh(box) {
  return box.input.value.trim() !== "" && box.data.typed === box.input.value
}

// The films that may be chosen: those found, or the most popular ones as long as nothing is typed.
function listed(box) {
  if (box.input.value.trim() === "") return box.data.popular
  return isFresh(box) ? box.data.films : []
}

function show(box) {
  const films = box.open ? listed(box) : []
  const rows = films.flatMap((film, place) => rowsOf(box, films, place))
  if (films.length && isFresh(box) && box.data.question) rows.unshift(text("li", "note", box.data.question))
  if (box.open && isFresh(box) && box.data.message) rows.push(text("li", "note", box.data.message))
  box.list.replaceChildren(...rows)
  box.list.hidden = !rows.length
  box.input.setAttribute("aria-expanded", String(rows.length > 0))
  const active = box.list.querySelector("[aria-selected=true]")
  if (active) box.input.setAttribute("aria-activedescendant", active.id)
  else box.input.removeAttribute("aria-activedescendant")
  active?.scrollIntoView({ block: "nearest" })
}

function rowsOf(box, films, place) {
  const film = films[place]
  const row = document.createElement("li")
  row.role = "option"
  row.id = `${box.list.id}-${place}`
  const isActive = place === box.active && (box.moved || (isFresh(box) && box.data.sure))
  row.setAttribute("aria-selected", String(isActive))
  if (film.poster) {
    const picture = text("span", "poster", "")
    picture.style.background = film.poster
    row.append(picture)
  }
  row.append(text("span", "title", film.label))
  row.onclick = () => choose(box, film, true)
  const isFirst = film.person && film.person !== films[place - 1]?.person
  return isFirst ? [text("li", "note", film.heading), row] : [row]
}

function text(tag, className, content) {
  const element = document.createElement(tag)
  element.className = className
  element.textContent = content
  if (tag === "li") element.role = "presentation"
  return element
}
