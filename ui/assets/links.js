// Draws a row of links. Each is a plain link: the browser's history then has one step a page.
export default function (component) {
  const { data, parentElement } = component
  const row = parentElement.querySelector("p")
  const label = document.createElement("span")
  label.textContent = data.label
  const links = data.links.map(([name, address]) => {
    const link = document.createElement("a")
    link.textContent = name
    link.href = address
    link.target = "_self"
    return link
  })
  row.className = data.stacked ? "stacked" : ""
  row.replaceChildren(...(data.label ? [label] : []), ...links)
}
