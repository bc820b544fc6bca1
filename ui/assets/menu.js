// On a phone the menu lies over the page. Once a page is chosen, it closes, so that the page is seen.
addEventListener("click", (event) => {
  if (!event.composedPath().some((part) => part.dataset?.testid === "stSidebarNavLink")) return
  // After Streamlit has taken the click.
  setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click())
})
