// Draws films as a wall or a shelf. Each is a plain link: the browser's history then has one step a page.
export default function (component) {
  const { data, parentElement } = component
  const list = parentElement.querySelector("ul")
  const board = boardOf(parentElement, component)
  list.className = data.layout
  list.setAttribute("aria-label", data.label)
  const entries = data.films.map((film) => entryOf(board, film))
  // What stays where it is keeps the focus.
  if (entries.length !== list.children.length || entries.some((entry, place) => entry !== list.children[place])) {
    list.replaceChildren(...entries)
  }
  board.drawn = new Map(data.films.map((film, place) => [film.id, entries[place]]))
}

function entryOf(board, film) {
  const { marks, ...facts } = film
  const known = JSON.stringify(facts)
  const before = board.drawn.get(film.id)
  const entry = before?.known === known ? before : item(board, film)
  entry.known = known
  entry.bar.update(marks)
  return entry
}

function item(board, film) {
  const link = make("a", "film")
  link.href = film.address
  link.target = "_self"
  const poster = make("div", "poster")
  // Where TMDB's image is missing or blocked, the generated one below it shows.
  poster.style.backgroundImage = [film.image, film.placeholder].filter(Boolean).map((url) => `url("${url}")`).join(",")
  link.append(poster, make("h3", "title", film.title), make("p", "facts", film.facts))
  if (film.line) link.append(make("p", "line", film.line))
  const entry = make("li", "")
  entry.bar = controls(board, film, false)
  entry.bar.addEventListener("shown", ({ detail }) => entry.classList.toggle("unwanted", Boolean(detail.not_interested)))
  entry.append(link, entry.bar)
  return entry
}
