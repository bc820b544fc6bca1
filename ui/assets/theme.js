// Streamlit keeps the choice of light or dark for the path that a visitor enters by. This makes it one choice for all pages.
{
  const here = `stActiveTheme-${location.pathname}-v2`, everywhere = "cinewatch-theme"
  const copy = (from, to) => {
    const chosen = localStorage.getItem(from)
    if (chosen === null) localStorage.removeItem(to)
    else localStorage.setItem(to, chosen)
  }
  try {
    copy(everywhere, here)
    const before = localStorage.getItem(here)
    // A tab in which nothing was chosen says nothing about the others.
    addEventListener("pagehide", () => { if (localStorage.getItem(here) !== before) copy(here, everywhere) })
  } catch (error) {
    console.info("The choice of light or dark is not kept: this browser stores nothing.", error.name)
  }
}
