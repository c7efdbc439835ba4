/* Small tools both components share: elements, links that are addresses, status shapes, source marks. */

const SVG = "http://www.w3.org/2000/svg"

/** Make an element; text is always text, never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act)
    else node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""))
  return node
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children)
  return node
}

/** Go to an address of this dashboard without loading the page anew; back and forward keep working. */
export function go(href, { quietly = false } = {}) {
  const target = new URL(href, document.baseURI)
  if (target.href === location.href) return
  if (quietly) {
    history.replaceState({}, "", target)
    return
  }
  history.pushState({}, "", target)
  window.dispatchEvent(new PopStateEvent("popstate"))
}

/** A link that a click follows in place and a middle click opens in a new tab. */
export function link(href, attributes, ...children) {
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return
    event.preventDefault()
    go(href)
  }
  return el("a", { href, ...attributes, on: { click: follow } }, ...children)
}

const SHAPES = {
  COMPLEX: "M7 0.5 13.5 7 7 13.5 0.5 7Z",
  FAILED: "M1.5 1.5H12.5V12.5H1.5Z",
  FAILING: "M0.8 2H13.2L7 12.8Z",
  POST: "M7 0.6 12.6 3.8V10.2L7 13.4 1.4 10.2V3.8Z",
  DESCRIBED: "M7 1.2 13.2 12H0.8Z",
}

/** The shape of a status; the word always stands beside it. */
export function statusShape(code) {
  if (!SHAPES[code]) return el("span", { class: "cs-dash", "aria-hidden": "true" }, "–")
  const path = svg("path", { d: SHAPES[code], class: `cs-status-${code}` })
  return svg("svg", { viewBox: "0 0 14 14", width: 14, height: 14, class: "cs-shape", "aria-hidden": "true" }, path)
}

/** Agency colour chip; the name always stands beside it. */
export function agencyChip(code) {
  return el("span", { class: "cs-chip-agency", style: `--chip:var(--agency-${code})`, "aria-hidden": "true" })
}

/** The ring that opens the rows behind a figure: filled, half or hollow. */
export function sourceMark(mark, href, label) {
  const ring = svg("svg", { viewBox: "0 0 10 10", width: 10, height: 10, "aria-hidden": "true" })
  ring.append(svg("circle", { cx: 5, cy: 5, r: 3.9, class: "cs-ring" }))
  if (mark === "reported") ring.append(svg("circle", { cx: 5, cy: 5, r: 3.9, class: "cs-ring-full" }))
  if (mark === "computed") ring.append(svg("path", { d: "M5 1.1A3.9 3.9 0 0 1 5 8.9Z", class: "cs-ring-full" }))
  const words = { reported: "Reported by a source.", computed: "Computed from rows.", estimate: "Estimate or bound." }
  return link(href, { class: "cs-mark", "aria-label": label, title: `${words[mark]} Open.` }, ring)
}

let themeNow = ""

/** Follow Streamlit's light or dark theme: our colours hang on one attribute of the page. */
export function followTheme(node) {
  const ground = getComputedStyle(node).getPropertyValue("--st-background-color").trim()
  const hex = ground.startsWith("#") ? ground.slice(1, 7) : "ffffff"
  const bright = parseInt(hex.slice(0, 2), 16) + parseInt(hex.slice(2, 4), 16) + parseInt(hex.slice(4, 6), 16)
  themeNow = bright < 384 ? "dark" : "light"
  if (document.documentElement.dataset.theme !== themeNow) document.documentElement.dataset.theme = themeNow
  return themeNow
}
