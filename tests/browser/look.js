// What a careful eye looks for on a page: text that is cut, runs out or touches other text, figures left unpainted.
(theme) => {
  const box = (node) => node.getBoundingClientRect()
  const all = (selector) => [...document.querySelectorAll(selector)]
  const isShown = (node) => box(node).width > 1 && getComputedStyle(node).visibility !== "hidden"
  const isFree = (node) => isShown(node) && !node.closest(".cs-scroll, .cs-hidden")
  const named = (node) => `${node.tagName} ${node.className} "${node.textContent.slice(0, 60)}"`
  const wide = document.documentElement.clientWidth

  const cut = all("h1, h2, h3, button, th, dt, dd, .cs-nav a, .cs-banner, .cs-foot a, .cs-sub")
    .filter((node) => isFree(node) && node.clientWidth && node.scrollWidth > node.clientWidth + 1)
    .filter((node) => !node.querySelector(".cs-filter-value"))
  const outside = all("h1, h2, h3, p, button, dd, .cs-panel table, .cs-plot")
    .filter((node) => isFree(node) && !node.closest(".cs-filters") && box(node).right > wide + 1)

  const labels = []
  const touching = []
  for (const plot of all(".cs-plot")) {
    const view = plot.closest("[data-view]")?.dataset.view
    const edge = box(plot)
    const texts = [...plot.querySelectorAll("svg text")].filter((text) => text.textContent.trim() && box(text).width > 0)
    for (const text of texts) {
      const [left, right] = [box(text).left - edge.left, edge.right - box(text).right].map(Math.round)
      const isRunningOut = !text.closest(".geo") && (left < -2 || right < -2)
      if (isRunningOut) labels.push(`${view}: "${text.textContent.slice(0, 60)}" (${left}, ${right} px)`)
    }
    // A slanted text's box is larger than the text, so it says nothing about touching.
    const level = texts.filter((text) => !/rotate\((?!0[,)])/.test(text.getAttribute("transform") ?? ""))
    level.forEach((one, at) => {
      for (const other of level.slice(at + 1)) {
        const across = Math.min(box(one).right, box(other).right) - Math.max(box(one).left, box(other).left)
        const down = Math.min(box(one).bottom, box(other).bottom) - Math.max(box(one).top, box(other).top)
        if (across > 5 && down > 8) touching.push(`${view}: "${one.textContent.slice(0, 30)}" and "${other.textContent.slice(0, 30)}"`)
      }
    })
  }

  const banners = all(".cs-banner-top, .cs-banner-bottom").map((node) => [box(node).top, box(node).bottom])
  const isPainted = (plot) => plot.dataset.painted === theme && plot.querySelector("svg")
  return {
    sideways: document.documentElement.scrollWidth - wide,
    cut: cut.map((node) => `${named(node)} ${node.scrollWidth}>${node.clientWidth}`),
    outside: outside.map(named),
    labels,
    touching,
    h1: all("h1").length,
    banners,
    high: window.innerHeight,
    marked: all(".cs-banner strong").map((node) => node.textContent),
    unpainted: all(".cs-plot").filter((plot) => !isPainted(plot)).length,
    unnamed: all(".cs-plot").filter((plot) => !plot.getAttribute("aria-label")).length,
    theme: document.documentElement.dataset.theme,
    lang: document.documentElement.lang,
    title: document.title,
    raw: (document.body.innerText.match(/\b(NaN|nan|undefined|null|None|NaT)\b|<NA>|\[object/g) ?? []).join(" "),
  }
}
