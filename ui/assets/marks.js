// What a visitor marks: three switches and five stars for a film. A click shows at once and goes to the app, again and
// again until the app says that it has it: clicks that come faster than the page is drawn would be lost otherwise.
const PATHS = {
  watchlist: "M6 3h12a1 1 0 0 1 1 1v17l-7-4.5L5 21V4a1 1 0 0 1 1-1z",
  watched: "M12 5C6.5 5 2.7 9 1.5 12c1.2 3 5 7 10.5 7s9.3-4 10.5-7C21.3 9 17.5 5 12 5zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8z",
  not_interested: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.5c1.6 0 3.1.5 4.3 1.4L5.9 16.3A7.5 7.5 0 0 1 12 4.5zm0 15c-1.6 0-3.1-.5-4.3-1.4L18.1 7.7A7.5 7.5 0 0 1 12 19.5z",
}
const KEYS_PAUSE = 400
const boards = new WeakMap()
let lastNumber = 0

// Everything that one component has to remember between two drawings.
function boardOf(parentElement, { data, setTriggerValue }) {
  const board = boards.get(parentElement) ?? { pending: new Map(), drawn: new Map() }
  boards.set(parentElement, board)
  Object.assign(board, { send: setTriggerValue, labels: data.labels })
  for (const [name, change] of board.pending) if (change.n <= data.handled) board.pending.delete(name)
  return board
}

// The switches and the stars of a film. `update` shows what the app knows, and above it what it does not know yet.
function controls(board, film, inWords) {
  const bar = make("div", "marks")
  const switches = Object.keys(PATHS).map((kind) => toggle(board, film, kind, inWords))
  const stars = rating(board, film)
  bar.append(...switches, stars)
  const update = (marks) => {
    const shown = { ...marks }
    for (const change of board.pending.values()) if (change.film === film.id) shown[change.kind] = change.value
    for (const button of switches) button.setAttribute("aria-pressed", String(Boolean(shown[button.dataset.kind])))
    stars.show(shown.rating ?? null)
    bar.dispatchEvent(new CustomEvent("shown", { detail: shown }))
  }
  bar.update = (marks) => { bar.marks = marks; update(marks) }
  bar.refresh = () => update(bar.marks)
  return bar
}

function change(board, film, kind, value, bar, pause = 0) {
  lastNumber = Math.max(Date.now(), lastNumber + 1)
  board.pending.set(`${film.id} ${kind}`, { n: lastNumber, film: film.id, kind, value })
  bar.refresh()
  clearTimeout(board.timer)
  board.timer = setTimeout(() => board.send("marks", [...board.pending.values()]), pause)
}

function toggle(board, film, kind, inWords) {
  const button = make("button", "mark")
  const label = board.labels[kind]
  button.type = "button"
  button.dataset.kind = kind
  button.title = label
  button.setAttribute("aria-label", `${label}: ${film.title}`)
  button.append(icon(PATHS[kind]), ...(inWords ? [make("span", "", label)] : []))
  button.onclick = () => change(board, film, kind, button.getAttribute("aria-pressed") !== "true", button.parentElement)
  return button
}

function rating(board, film) {
  const stars = make("div", "stars")
  const filled = make("span", "filled", "★★★★★")
  stars.append(make("span", "", "★★★★★"), filled)
  Object.assign(stars, { role: "slider", tabIndex: 0, title: board.labels.rating })
  for (const [name, value] of [["label", `${board.labels.rating}: ${film.title}`], ["valuemin", "0"], ["valuemax", "5"]]) {
    stars.setAttribute(`aria-${name}`, value)
  }
  stars.show = (value) => {
    stars.value = value
    stars.classList.toggle("rated", value !== null)
    stars.setAttribute("aria-valuenow", String(value ?? 0))
    stars.setAttribute("aria-valuetext", value === null ? "Not rated" : `${value} of 5 stars`)
    preview(value)
  }
  const preview = (value) => { filled.style.width = `${((value ?? 0) / 5) * 100}%` }
  const set = (value, pause) => change(board, film, "rating", value || null, stars.parentElement, pause)
  stars.onpointermove = (event) => { if (event.pointerType === "mouse") preview(under(event, stars)) }
  stars.onpointerleave = () => preview(stars.value)
  // The same star again takes the rating away.
  stars.onclick = (event) => { const value = under(event, stars); set(value === stars.value ? null : value, 0) }
  stars.onkeydown = (event) => {
    const value = pressed(event.key, stars.value ?? 0)
    if (value === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    // Streamlit has shortcuts for single letters.
    event.stopPropagation()
    set(value, KEYS_PAUSE)
  }
  return stars
}

function under(event, stars) {
  const { left, width } = stars.getBoundingClientRect()
  return Math.min(5, Math.max(0.5, Math.ceil(((event.clientX - left) / width) * 10) / 2))
}

// The rating that a key stands for; `null` for other keys.
function pressed(key, value) {
  const steps = { ArrowRight: 0.5, ArrowUp: 0.5, ArrowLeft: -0.5, ArrowDown: -0.5 }
  if (key in steps) return Math.min(5, Math.max(0, value + steps[key]))
  if (key === "End") return 5
  if (["Home", "Delete", "Backspace"].includes(key)) return 0
  return /^[0-5]$/.test(key) ? Number(key) : null
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  shape.setAttribute("d", path)
  shape.setAttribute("fill-rule", "evenodd")
  svg.append(shape)
  return svg
}

function make(tag, className, text = "") {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}
