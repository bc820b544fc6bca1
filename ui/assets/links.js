// Draws links in a row, below each other, or as tiles. Each is plain: the browser's history then has one step a page.
export default function (component) {
  const { data, parentElement } = component
  const row = parentElement.querySelector("p")
  const links = data.links.map(([name, address, colour]) => {
    const link = document.createElement("a")
    link.textContent = name
    link.href = address
    link.target = "_self"
    if (colour) link.style.setProperty("--tile", colour)
    return link
  })
  row.className = data.layout
  row.replaceChildren(...(data.label && data.layout === "row" ? [labelOf(data.label)] : []), ...links)
  if (data.label && data.layout !== "row") {
    row.role = "group"
    row.setAttribute("aria-label", data.label)
  }
}

function labelOf(text) {
  const label = document.createElement("span")
  label.textContent = text
  return label
}
