// What has come for the films of a wall since it was drawn. The wall may be drawn after this as well.
export default function ({ data }) {
  tell(data.films)
  return () => tell(undefined)
}

function tell(films) {
  window.later = films
  window.dispatchEvent(new Event("later"))
}
