// Once somebody has clicked or pressed a key, the page is used, and the style sheet hides it no more.
for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => { document.documentElement.dataset.used = "" }, { capture: true, once: true })
}
