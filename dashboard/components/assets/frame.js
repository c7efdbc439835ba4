/* The frame around every screen: markings, name, navigation, filters, actions. It holds no state but open menus. */
import { el, followTheme, go, link } from "./dom.js"

const OPEN = { name: "", find: "" }

function logo() {
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  mark.setAttribute("viewBox", "0 0 26 20")
  mark.setAttribute("class", "cs-logo-mark")
  mark.setAttribute("aria-hidden", "true")
  for (const [d, name] of [["M2 17 9 6l4 6 3-4 8 9Z", "cs-logo-line"], ["M16.5 0.8 19.7 4l-3.2 3.2L13.3 4Z", "cs-logo-dot"]]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path")
    path.setAttribute("d", d)
    path.setAttribute("class", name)
    mark.append(path)
  }
  return mark
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
  const values = filter.value
  const shown = values.length === 0 ? filter.all : values.length > 2 ? `${values.length} ${filter.many}` : values.map((code) => filter.names[code] ?? code).join(", ")
  const button = el(
    "button",
    {
      type: "button", class: `cs-filter${values.length && filter.none ? " is-set" : ""}`, "aria-expanded": "false",
      "aria-haspopup": "true", "aria-disabled": filter.why ? "true" : null, title: filter.why || null, "data-filter": filter.name,
    },
    el("em", {}, filter.label), el("span", { class: "cs-filter-value" }, shown), filter.why ? el("span", { class: "cs-hidden" }, filter.why) : "",
  )
  button.addEventListener("click", () => { if (!filter.why) toggle(root, filter.name) })
  return button
}

function options(filter) {
  const box = el("div", { class: "cs-options", role: "group", "aria-label": filter.label })
  const want = OPEN.find.toLowerCase()
  for (const [code, name, count] of filter.options) {
    if (want && !name.toLowerCase().includes(want) && !code.toLowerCase().includes(want)) continue
    const input = el("input", { type: filter.single ? "radio" : "checkbox", name: `cs-${filter.name}`, value: code })
    input.checked = filter.value.includes(code)
    input.addEventListener("change", () => {
      const kept = filter.single ? [code] : filter.options.map(([other]) => other).filter((other) => (other === code ? input.checked : filter.value.includes(other)))
      go(kept.length ? filter.pattern.replace("{}", kept.join(",")) : filter.none)
      if (filter.single) OPEN.name = ""
    })
    box.append(el("label", { class: "cs-option" }, input, el("span", {}, name), count === undefined ? "" : el("b", {}, String(count))))
  }
  if (!box.childElementCount) box.append(el("p", { class: "cs-none" }, "No such choice."))
  return box
}

function menu(filter, root) {
  const panel = el("div", { class: "cs-menu", "data-menu": filter.name, hidden: OPEN.name !== filter.name })
  if (filter.note) panel.append(el("p", { class: "cs-menu-note" }, filter.note))
  if (filter.kind === "day") {
    const input = el("input", { type: "date", value: filter.value[0], min: filter.min, max: filter.max, "aria-label": filter.label })
    input.addEventListener("change", () => { if (input.value && input.checkValidity()) { OPEN.name = ""; go(filter.pattern.replace("{}", input.value)) } })
    panel.append(input)
    return panel
  }
  if (filter.options.length > 12) {
    const find = el("input", { type: "search", class: "cs-find", placeholder: `Find ${filter.label.toLowerCase()}`, "aria-label": `Find ${filter.label.toLowerCase()}`, value: OPEN.find })
    find.addEventListener("input", () => { OPEN.find = find.value; panel.querySelector(".cs-options").replaceWith(options(filter)) })
    panel.append(find)
  }
  panel.append(options(filter))
  if (filter.value.length && filter.none) panel.append(link(filter.none, { class: "cs-clear" }, `Clear ${filter.label}`))
  return panel
}

function show(root) {
  for (const panel of root.querySelectorAll(".cs-menu")) panel.hidden = panel.dataset.menu !== OPEN.name
  for (const button of root.querySelectorAll("[data-filter]")) button.setAttribute("aria-expanded", String(button.dataset.filter === OPEN.name))
}

function toggle(root, name) {
  OPEN.name = OPEN.name === name ? "" : name
  OPEN.find = ""
  show(root)
  const panel = root.querySelector(`[data-menu="${name}"]`)
  if (panel && !panel.hidden) {
    panel.style.marginLeft = ""
    const edge = panel.getBoundingClientRect().right - document.documentElement.clientWidth + 16
    panel.style.marginLeft = edge > 0 ? `${-edge}px` : ""
    panel.querySelector("input")?.focus()
  }
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
  for (const filter of data.filters) bar.append(el("div", { class: `cs-slot cs-slot-${filter.name}` }, menuButton(filter, root), menu(filter, root)))
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

export default function frame({ data, parentElement }) {
  followTheme(parentElement)
  if (document.documentElement.lang !== data.lang) document.documentElement.lang = data.lang
  if (document.title !== data.title) document.title = data.title
  if (location.pathname + location.search !== new URL(data.here, document.baseURI).pathname + new URL(data.here, document.baseURI).search && !data.held) go(data.here, { quietly: true })
  const text = JSON.stringify(data)
  if (parentElement.dataset.shown === text) return undefined
  parentElement.dataset.shown = text
  let root = parentElement.querySelector(":scope > .cs-frame")
  if (!root) {
    root = el("div", { class: "cs-frame" })
    parentElement.append(root)
    document.addEventListener("click", (event) => {
      if (OPEN.name && !event.composedPath().some((node) => node.classList?.contains("cs-slot"))) { OPEN.name = ""; show(root) }
    })
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !OPEN.name) return
      const button = root.querySelector(`[data-filter="${OPEN.name}"]`)
      OPEN.name = ""
      show(root)
      button?.focus()
    })
  }
  const focused = root.contains(document.activeElement) ? focusKey(document.activeElement) : ""
  const wasOpen = root.querySelector(".cs-filters")?.classList.contains("is-open")
  root.replaceChildren(
    link("#cs-answer", { class: "cs-skip" }, "Skip to the answer"),
    banner(data.marking, "top"), header(data), filterBar(data, root), banner(data.marking, "bottom"),
  )
  if (wasOpen) root.querySelector(".cs-filters").classList.add("is-open")
  root.querySelector(".cs-skip").onclick = (event) => { event.preventDefault(); event.stopImmediatePropagation(); const answer = document.querySelector("h1"); answer?.setAttribute("tabindex", "-1"); answer?.focus() }
  show(root)
  if (focused) root.querySelector(focused)?.focus()
  return undefined
}

function focusKey(node) {
  if (node.matches("input[name]")) return `input[name="${node.name}"][value="${CSS.escape(node.value)}"]`
  if (node.dataset.filter) return `[data-filter="${node.dataset.filter}"]`
  return ""
}
