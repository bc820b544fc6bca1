// Draws films as a wall, a shelf or cards. Each is a plain link: the browser's history then has one step a page.
export default function (component) {
  const { data, parentElement } = component
  const board = boardOf(parentElement, component)
  Object.assign(board, { actions: data.actions, act: (action) => component.setTriggerValue("action", action) })
  board.show = () => show(board, parentElement.querySelector("ul"), data)
  board.listen ??= () => board.show()
  window.addEventListener("later", board.listen)
  board.show()
  return () => window.removeEventListener("later", board.listen)
}

function show(board, list, data) {
  list.className = data.layout
  list.setAttribute("aria-label", data.label)
  const entries = data.films.map((film) => entryOf(board, film.detailed ? film : { ...film, ...window.later?.[film.id] }))
  // What stays where it is keeps the focus.
  if (entries.length !== list.children.length || entries.some((entry, place) => entry !== list.children[place])) {
    list.replaceChildren(...entries)
  }
  // The style sheet keeps room for cards until there are some.
  if (data.layout === "cards") document.documentElement.dataset.cards = "drawn"
  board.drawn = new Map(data.films.map((film, place) => [film.id, entries[place]]))
}

function entryOf(board, film) {
  const { marks, lines, image, detailed, ...rest } = film
  const known = JSON.stringify(rest)
  const before = board.drawn.get(film.id)
  const entry = before?.known === known ? before : item(board, film)
  entry.known = known
  entry.fill(film)
  entry.bar.update(marks)
  return entry
}

function item(board, film) {
  const link = make("a", "film")
  link.href = film.address
  link.target = "_self"
  const poster = make("div", "poster")
  const lines = make("div", "lines")
  link.append(poster, make("h3", "title", film.title), lines)
  const entry = make("li", "")
  entry.bar = controls(board, film, false)
  entry.bar.addEventListener("shown", ({ detail }) => entry.classList.toggle("unwanted", Boolean(detail.not_interested)))
  entry.append(link, entry.bar)
  if (board.actions) entry.append(actionsOf(board, film))
  entry.fill = ({ image, placeholder, lines: texts }) => {
    // Where TMDB's image is missing or blocked, the generated one below it shows.
    poster.style.backgroundImage = [image, placeholder].filter(Boolean).map((url) => `url("${url}")`).join(",")
    lines.replaceChildren(...texts.map((text) => make("p", "line", text)))
  }
  return entry
}
