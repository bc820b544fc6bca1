// Says at the foot of the window what has just changed, and offers to undo it, for as long as somebody needs to read it.
const STAYS = 8000

// A page may draw this again elsewhere; what was told once is not told again.
const told = { number: 0 }

export default function ({ data, parentElement, setTriggerValue }) {
  const [box, text, undo, close] = [".notice", "p", ".undo", ".close"].map((name) => parentElement.querySelector(name))
  const hide = () => { box.hidden = true }
  const wait = () => {
    clearTimeout(box.timer)
    box.timer = setTimeout(() => box.matches(":hover, :focus-within") ? wait() : hide(), STAYS)
  }
  close.onclick = hide
  undo.onclick = () => {
    undo.disabled = true
    setTriggerValue("undo", data.number)
  }
  if (data.number !== told.number) {
    told.number = data.number
    text.textContent = data.text
    undo.hidden = !data.undo
    undo.disabled = false
    box.hidden = !data.text
    wait()
  }
  return () => clearTimeout(box.timer)
}
