// Draws a row of links. A plain click tells the page which one was chosen; any other click follows the link.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const row = parentElement.querySelector("p")
  const label = document.createElement("span")
  label.textContent = data.label
  const links = data.links.map(([name, address], number) => {
    const link = document.createElement("a")
    link.textContent = name
    link.href = address
    link.onclick = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      setTriggerValue("opened", number)
    }
    return link
  })
  row.replaceChildren(...(data.label ? [label] : []), ...links)
}
