/* The frame around every screen: markings, name, navigation, filters, actions. It holds no state but open menus. */
import { el, followTheme, go, link, svg } from "../crisis-dashboard.panel/dom.js"

const OPEN = { name: "", find: "" }

const MENUS = new Map()
let shownFilters = []
let menusAt = ""

/** What the menus of a release hold; fetched once, it does not travel with every change. */
function menus() {
  const address = menusAt
  if (!MENUS.has(address)) MENUS.set(address, fetch(new URL(address, document.baseURI)).then((answer) => answer.json()))
  return MENUS.get(address)
}

function logo() {
  return svg("svg", { viewBox: "0 0 26 20", class: "cs-logo-mark", "aria-hidden": "true" },
    svg("path", { d: "M2 17 9 6l4 6 3-4 8 9Z", class: "cs-logo-line" }), svg("path", { d: "M16.5 0.8 19.7 4l-3.2 3.2L13.3 4Z", class: "cs-logo-dot" }))
}

function banner(marking, where) {
  return el(
    "div",
    { class: `cs-banner cs-banner-${where}`, "data-marking": marking.code, role: "note", "aria-label": `Marking: ${marking.text}` },
    el("span", { class: "cs-banner-left" }, marking.left),
    el("strong", {}, marking.text),
    el("span", { class: "cs-banner-right" }, where === "top" ? "Overall marking of this view" : ""),
  )
}

function menuButton(filter, root) {
  const button = el(
    "button",
    {
      type: "button", class: `cs-filter${filter.none && filter.value.length ? " is-set" : ""}`, "aria-expanded": "false", "aria-haspopup": "true",
      "aria-disabled": filter.why ? "true" : null, title: filter.why || null, "data-filter": filter.name,
    },
    el("em", {}, filter.label), el("span", { class: "cs-filter-value" }, filter.shown), filter.why ? el("span", { class: "cs-hidden" }, filter.why) : "",
  )
  button.addEventListener("click", () => { if (!filter.why) toggle(root, filter.name) })
  return button
}

function options(filter, menu) {
  const box = el("div", { class: "cs-options", role: "group", "aria-label": filter.label })
  const want = OPEN.find.toLowerCase()
  for (const [code, name] of menu.options) {
    if (want && !name.toLowerCase().includes(want) && !code.toLowerCase().includes(want)) continue
    const input = el("input", { type: menu.single ? "radio" : "checkbox", name: `cs-${filter.name}`, value: code })
    input.checked = filter.value.includes(code)
    input.addEventListener("change", () => {
      const kept = menu.single ? [code] : menu.options.map(([other]) => other).filter((other) => (other === code ? input.checked : filter.value.includes(other)))
      if (menu.single) OPEN.name = ""
      go(kept.length ? filter.pattern.replace("{}", kept.join(",")) : filter.none)
    })
    box.append(el("label", { class: "cs-option" }, input, el("span", {}, name)))
  }
  if (!box.childElementCount) box.append(el("p", { class: "cs-none" }, "No such choice."))
  return box
}

function dayInput(filter, menu) {
  const input = el("input", { type: "date", value: filter.value[0], min: menu.min, max: menu.max, "aria-label": filter.label })
  input.addEventListener("change", () => {
    if (!input.value || !input.checkValidity()) return
    OPEN.name = ""
    go(filter.pattern.replace("{}", input.value))
  })
  return input
}

function menuOf(filter, menu) {
  const panel = el("div", { class: "cs-menu", "data-menu": filter.name })
  if (menu.note) panel.append(el("p", { class: "cs-menu-note" }, menu.note))
  if (menu.min) {
    panel.append(dayInput(filter, menu))
    return panel
  }
  if (menu.options.length > 12) {
    const find = el("input", { type: "search", class: "cs-find", placeholder: `Find ${filter.label.toLowerCase()}`, "aria-label": `Find ${filter.label.toLowerCase()}`, value: OPEN.find })
    find.addEventListener("input", () => { OPEN.find = find.value; panel.querySelector(".cs-options").replaceWith(options(filter, menu)) })
    panel.append(find)
  }
  panel.append(options(filter, menu))
  if (filter.value.length && filter.none) panel.append(link(filter.none, { class: "cs-clear" }, `Clear ${filter.label}`))
  return panel
}

/** Show the open menu and no other; its choices are drawn anew for the address as it stands. */
async function show(root) {
  const name = OPEN.name
  for (const button of root.querySelectorAll("[data-filter]")) button.setAttribute("aria-expanded", String(button.dataset.filter === name))
  const filter = shownFilters.find((one) => one.name === name)
  const held = filter ? menuOf(filter, (await menus())[name]) : null
  if (OPEN.name !== name) return null
  const before = root.querySelector(".cs-menu")
  const scroll = before?.dataset.menu === name ? before.querySelector(".cs-options")?.scrollTop : 0
  before?.remove()
  if (!held) return null
  root.querySelector(`.cs-slot-${name}`).append(held)
  const edge = held.getBoundingClientRect().right - document.documentElement.clientWidth + 16
  if (edge > 0) held.style.marginLeft = `${-edge}px`
  if (scroll) held.querySelector(".cs-options").scrollTop = scroll
  return held
}

async function toggle(root, name) {
  OPEN.name = OPEN.name === name ? "" : name
  OPEN.find = ""
  const held = await show(root)
  held?.querySelector("input")?.focus()
}

function filterBar(data, root) {
  const bar = el("div", { class: "cs-filters", role: "search", "aria-label": "Filters" })
  const set = data.filters.filter((filter) => filter.value.length && filter.none).length
  bar.append(el("button", { type: "button", class: "cs-filter cs-filters-toggle", "aria-expanded": "false", on: { click: (event) => {
    const isOpen = bar.classList.toggle("is-open")
    event.currentTarget.setAttribute("aria-expanded", String(isOpen))
  } } }, set ? `Filters: ${set} set` : "Filters: none"))
  const group = el("div", { class: "cs-seg", role: "group", "aria-label": "Regions by" })
  for (const choice of data.taxonomies) group.append(link(choice.href, { "aria-current": choice.on ? "true" : null, title: choice.text }, el("span", { class: "cs-long" }, choice.text), el("span", { class: "cs-short" }, choice.short)))
  bar.append(el("div", { class: "cs-tax" }, el("span", { class: "cs-lab" }, "Regions by"), group))
  for (const filter of data.filters) bar.append(el("div", { class: `cs-slot cs-slot-${filter.name}` }, menuButton(filter, root)))
  if (data.clear) bar.append(link(data.clear, { class: "cs-clear-all" }, "Clear all"))
  return bar
}

async function share(event, data) {
  const button = event.currentTarget
  const address = new URL(data.here, document.baseURI).href
  try {
    await navigator.clipboard.writeText(address)
    button.textContent = "Link copied"
  } catch {
    window.prompt("Copy this link", address)
  }
  const said = button.closest(".cs-frame").querySelector(".cs-said")
  said.textContent = data.shareWords
  setTimeout(() => { button.textContent = "Share this view"; said.textContent = "" }, 4000)
}

function header(data) {
  const nav = el("nav", { class: "cs-nav", "aria-label": "Screens" })
  for (const page of data.pages) nav.append(link(page.href, { "aria-current": page.on ? "page" : null }, page.text))
  const menuToggle = el("button", { type: "button", class: "cs-burger", "aria-label": "Screens", "aria-expanded": "false", on: { click: (event) => {
    const isOpen = nav.classList.toggle("is-open")
    event.currentTarget.setAttribute("aria-expanded", String(isOpen))
  } } }, el("span", { "aria-hidden": "true" }, "☰"))
  return el(
    "header", { class: "cs-header" }, menuToggle,
    link(data.home, { class: "cs-logo" }, logo(), el("span", {}, "Crisis Situation")), nav,
    el("div", { class: "cs-actions" },
      el("span", { class: "cs-said", role: "status" }),
      el("button", { type: "button", class: "cs-button", on: { click: (event) => share(event, data) } }, "Share this view"),
      data.export ? el("a", { class: "cs-button", href: data.export, download: true }, "Export") : ""),
  )
}

/** Put focus back on what had it before the frame was drawn anew. */
async function refocus(root, focused, menu) {
  await menu
  if (focused) root.querySelector(focused)?.focus()
}

function listen(root) {
  document.addEventListener("click", (event) => {
    if (!OPEN.name || event.composedPath().some((node) => node.classList?.contains("cs-slot"))) return
    OPEN.name = ""
    show(root)
  })
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !OPEN.name) return
    const button = root.querySelector(`[data-filter="${OPEN.name}"]`)
    OPEN.name = ""
    show(root)
    button?.focus()
  })
}

function skipLink() {
  const skip = el("a", { href: "#cs-answer", class: "cs-skip" }, "Skip to the answer")
  skip.addEventListener("click", (event) => {
    event.preventDefault()
    const answer = document.querySelector("h1")
    answer?.setAttribute("tabindex", "-1")
    answer?.focus()
  })
  return skip
}

/** Swap one part of the frame, unless it is as it was. */
function part(root, name, value, draw) {
  const text = JSON.stringify(value)
  const slot = root.querySelector(`:scope > [data-part="${name}"]`)
  if (slot.shown === text) return
  slot.shown = text
  slot.replaceChildren(draw(value))
}

const EMBED = ["embed", "embed_options"]

/** Whether the address bar still says what the server was asked: the reader may have gone on or back meanwhile. */
function isAsked(data) {
  const pages = data.pages.map((page) => new URL(page.href, document.baseURI).pathname)
  const here = new URL(data.here, document.baseURI).pathname
  if (location.pathname !== here && pages.includes(location.pathname)) return false
  const said = [...new URLSearchParams(location.search)].filter(([name]) => !EMBED.includes(name.toLowerCase()))
  const text = (pairs) => JSON.stringify(pairs.map((pair) => JSON.stringify(pair)).sort())
  return text(said) === text(data.asked)
}

/** Write the address out in full: release, day and comparison too, so that a copied address shows the same figures. */
function writeOut(data) {
  if (data.asked === null) return
  // Streamlit reads none of more than a thousand parameters: such an address is refused by name, never shown as the default.
  const parameters = location.search.split("&").length
  if (parameters > 1000) {
    go(`${location.pathname}?parameters=${parameters}`, { quietly: true })
    window.dispatchEvent(new PopStateEvent("popstate"))
  } else if (isAsked(data)) go(data.here, { quietly: true })
}

export default function frame({ data, parentElement }) {
  followTheme(parentElement)
  if (document.documentElement.lang !== data.lang) document.documentElement.lang = data.lang
  if (document.title !== data.title) document.title = data.title
  writeOut(data)
  let root = parentElement.querySelector(":scope > .cs-frame")
  if (!root) {
    const slots = ["top", "header", "filters", "bottom"].map((name) => el("div", { "data-part": name }))
    root = el("div", { class: "cs-frame" }, skipLink(), slots)
    parentElement.append(root)
    listen(root)
  }
  shownFilters = data.filters
  if (menusAt !== data.menus) {
    menusAt = data.menus
    window.requestIdleCallback?.(() => menus())
  }
  const focused = root.contains(document.activeElement) ? focusKey(document.activeElement) : ""
  const wasOpen = root.querySelector(".cs-filters")?.classList.contains("is-open")
  part(root, "top", data.marking, (marking) => banner(marking, "top"))
  part(root, "bottom", data.marking, (marking) => banner(marking, "bottom"))
  part(root, "header", [data.pages, data.home, data.here, data.shareWords], () => header(data))
  part(root, "filters", [data.filters, data.taxonomies, data.clear, data.menus], () => filterBar(data, root))
  if (wasOpen) root.querySelector(".cs-filters").classList.add("is-open")
  refocus(root, focused, OPEN.name ? show(root) : null)
  root.dataset.here = data.here
  return undefined
}

function focusKey(node) {
  if (node.matches("input[name]")) return `input[name="${node.name}"][value="${CSS.escape(node.value)}"]`
  if (node.dataset.filter) return `[data-filter="${node.dataset.filter}"]`
  return ""
}
