// What has come for the films of a wall since it was drawn. The wall may be drawn after this as well.
export default function ({ data }) {
  window.later = data.films
  window.dispatchEvent(new Event("later"))
  return () => { delete window.later }
}
