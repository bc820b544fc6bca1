// Draws films as a wall or a shelf. Each is a plain link: the browser's history then has one step a page.
export default function (component) {
  const { data, parentElement } = component
  const list = parentElement.querySelector("ul")
  list.className = data.layout
  list.setAttribute("aria-label", data.label)
  list.replaceChildren(...data.films.map(item))
}

function item(film) {
  const link = element("a", "film")
  link.href = film.address
  link.target = "_self"
  const poster = element("div", "poster")
  // Where TMDB's image is missing or blocked, the generated one below it shows.
  poster.style.backgroundImage = [film.image, film.placeholder].filter(Boolean).map((url) => `url("${url}")`).join(",")
  link.append(poster, element("h3", "title", film.title), element("p", "facts", film.facts))
  if (film.line) link.append(element("p", "line", film.line))
  const entry = element("li", "")
  entry.append(link)
  return entry
}

function element(tag, className, text = "") {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}
