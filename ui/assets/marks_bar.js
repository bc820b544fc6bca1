// Draws what a visitor marks of one film.
export default function (component) {
  const { data, parentElement } = component
  const place = parentElement.querySelector(".place")
  const board = boardOf(parentElement, component)
  if (board.film !== data.film.id) {
    board.film = data.film.id
    board.bar = controls(board, data.film, data.layout === "words")
    place.replaceChildren(board.bar)
  }
  board.bar.update(data.film.marks)
}
