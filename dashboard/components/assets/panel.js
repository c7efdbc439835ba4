/* One view on the page: question, figure or table, sentence, source mark, actions. It draws what it is given. */
import { agencyChip, el, followTheme, go, link, sourceMark, statusShape, svg } from "./dom.js"
import { drawFigure } from "./figure.js"

/** Rows beyond which a table scrolls in a room of its own. */
const LONG = 40

function cellContent(cell) {
  if (cell === null || typeof cell !== "object") return [cell === null ? "" : String(cell)]
  if (cell.parts) return cell.parts.map((part) => el("span", { class: "cs-part" }, cellContent(part)))
  const kind = cell.k ? `cs-${cell.k}` : null
  const text = cell.href ? link(cell.href, { class: kind }, cell.t) : /^https?:/.test(cell.out ?? "") ? outward(cell, kind) : el("span", { class: kind, title: cell.title }, cell.t)
  const nodes = []
  if (cell.status !== undefined) nodes.push(statusShape(cell.status))
  if (cell.agency) nodes.push(agencyChip(cell.agency))
  nodes.push(text)
  if (cell.mark) nodes.push(sourceMark(cell.mark, cell.open, cell.label))
  if (cell.sub) nodes.push(el("span", { class: "cs-cell-sub" }, cell.sub))
  return nodes
}

/** An address outside this dashboard: nothing is fetched unless the reader follows it, in a tab that knows nothing of this one. */
function outward(cell, kind) {
  return el("a", { href: cell.out, class: kind, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, cell.t, el("span", { class: "cs-hidden" }, " (opens outside this dashboard)"))
}

function columnClass(column) {
  return [column.align === "right" ? "cs-r" : "", column.minor ? "cs-minor" : ""].filter(Boolean).join(" ") || null
}

function table(spec, caption) {
  const head = el("tr", {}, spec.columns.map((column) => el("th", { scope: "col", class: columnClass(column) }, column.head || el("span", { class: "cs-hidden" }, column.words || "Source"))))
  const body = el("tbody")
  for (const row of spec.rows) {
    const cells = row.cells ?? row
    const line = el("tr", { class: row.kind ? `cs-row-${row.kind}` : null })
    cells.forEach((cell, index) => {
      const tag = index === 0 && !spec.plain ? "th" : "td"
      line.append(el(tag, { scope: tag === "th" ? "row" : null, class: columnClass(spec.columns[index]) }, cellContent(cell)))
    })
    const target = row.href ?? (spec.linked && !row.kind ? cells[0].href : "")
    if (target) {
      line.classList.add("cs-row-link")
      line.addEventListener("click", (event) => { if (!event.target.closest("a")) go(target) })
    }
    body.append(line)
  }
  const isLong = spec.rows.length > LONG
  const scrolls = isLong || spec.wide || spec.tight
  return cued(el("div", { class: `cs-scroll${spec.wide ? " cs-wide" : spec.tight ? " cs-tight" : isLong ? " cs-long" : ""}`, tabindex: scrolls ? "0" : null, role: scrolls ? "region" : null, "aria-label": scrolls ? caption : null },
    el("table", {}, el("caption", { class: "cs-hidden" }, caption), el("thead", {}, head), body)))
}

/** A table that is wider than its room says so above its head, and can be reached by the keyboard. */
function cued(room) {
  new ResizeObserver(() => {
    const isCut = room.scrollWidth > room.clientWidth + 1
    room.classList.toggle("cs-cut", isCut)
    if (isCut) room.tabIndex = 0
  }).observe(room)
  return room
}

function sparkline(values) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return ""
  const low = Math.min(...known)
  const range = Math.max(...known) - low || 1
  const at = (value, index) => [2 + (index * 62) / (values.length - 1), 18 - ((value - low) * 14) / range]
  const points = values.map((value, index) => (value === null ? null : at(value, index))).filter(Boolean)
  const line = svg("polyline", { points: points.map((point) => point.join(",")).join(" "), class: "cs-spark-line" })
  const [x, y] = points[points.length - 1]
  return svg("svg", { viewBox: "0 0 68 22", width: 68, height: 22, class: "cs-spark", "aria-hidden": "true" }, line, svg("circle", { cx: x, cy: y, r: 2.6, class: "cs-spark-dot" }))
}

function strip(figures) {
  return el("dl", { class: "cs-strip" }, figures.map((figure) => el("div", { class: "cs-figure", "data-figure": figure.id, "data-state": figure.state },
    el("dt", {}, figure.label), sparkline(figure.trend ?? []),
    el("dd", { class: "cs-value" }, el("b", {}, figure.text), figure.suffix ? el("small", {}, figure.suffix) : "", sourceMark(figure.mark, figure.open, `Source of ${figure.text} ${figure.label}`)),
    el("dd", { class: "cs-below" }, figure.delta ? el("span", { class: "cs-hl" }, figure.delta) : "", figure.below ? el("span", {}, figure.below) : ""))))
}

function list(items) {
  return el("ul", { class: "cs-list" }, items.map((item) => el("li", {},
    el("span", { class: item.lead && item.lead.hl ? "cs-hl cs-lead" : "cs-lead" }, item.lead?.t ?? ""),
    el("span", { class: "cs-item" }, el("strong", {}, cellContent(item.title)), item.text ? el("span", { class: "cs-item-text" }, item.text) : ""),
    item.status ? statusShape(item.status) : "")))
}

function swatch(key) {
  return el("span", { class: "cs-key-item" }, key.status !== undefined ? statusShape(key.status) : key.agency ? agencyChip(key.agency) : !key.sw ? "" : el("i", { class: `cs-sw cs-sw-${key.sw}`, "aria-hidden": "true" }),
    key.href ? link(key.href, {}, key.t) : el("span", {}, key.t), key.n === undefined ? "" : el("b", {}, key.n))
}

function heading(data) {
  const nodes = []
  if (data.title) nodes.push(el(`h${data.level ?? 2}`, { class: "cs-q" }, data.title))
  if (data.subtitle) nodes.push(el("p", { class: "cs-sub" }, data.subtitle))
  const head = el("div", { class: "cs-head" }, el("div", {}, nodes))
  for (const choice of data.switches ?? []) {
    head.append(el("div", { class: "cs-switch" }, el("span", { class: "cs-lab" }, choice.label), el("div", { class: "cs-seg", role: "group", "aria-label": choice.label },
      choice.options.map((option) => link(option.href, { "aria-current": option.on ? "true" : null }, option.t)))))
  }
  return head
}

function foot(data, root) {
  const items = []
  const [rule, id] = (data.mark?.text ?? "").split(" · ")
  if (data.mark) items.push(el("span", { class: "cs-foot-source" }, sourceMark(data.mark.kind, data.mark.open, `Source of ${data.title || data.sentence}`), link(data.mark.open, {}, rule, id ? el("span", { class: "cs-foot-id" }, ` · ${id}`) : "")))
  if (data.twin) items.push(link(data.twin.href, {}, data.twin.text))
  if (data.csv) items.push(el("a", { href: data.csv, download: true }, "CSV"))
  if (data.image) items.push(el("button", { type: "button", on: { click: async () => (await import("./image.js")).saveImage(root, data) } }, "Image"))
  if (data.more) items.push(link(data.more.href, { class: "cs-more" }, data.more.t))
  return items.length ? el("div", { class: "cs-foot-room" }, el("div", { class: "cs-foot" }, items)) : ""
}

/** A page of its own in a sandbox; it stays as it is while its address does, so that nothing flickers. */
function frame(value, root, theme) {
  const kept = root.querySelector(":scope > iframe")
  const node = kept && kept.getAttribute("src") === value[theme] ? kept : el("iframe", { class: "cs-map-frame", src: value[theme], sandbox: "allow-scripts" })
  node.title = value.title
  return node
}

function block(kind, value, data, root, theme) {
  if (kind === "strip") return strip(value)
  if (kind === "table") return table(value, data.title || data.sentence || "Rows")
  if (kind === "list") return list(value)
  if (kind === "key") return el("div", { class: "cs-key" }, value.map(swatch))
  if (kind === "answer") return el("div", { class: "cs-answer", id: "cs-answer" }, value.when ? el("p", { class: "cs-when" }, value.when) : "", value.crumbs ? el("nav", { class: "cs-crumbs", "aria-label": "Where you are" }, value.crumbs.map((crumb) => (crumb.href ? link(crumb.href, {}, crumb.t) : el("span", { "aria-current": "page" }, crumb.t)))) : "",
    el("div", { class: "cs-answer-line" }, el("h1", {}, value.h1), value.status ? el("span", { class: "cs-status-chip" }, statusShape(value.status.code), el("b", {}, value.status.t), el("span", {}, value.status.since ?? ""), value.status.mark ? sourceMark(value.status.mark, value.status.open, "Source of the status") : "") : "",
      value.steps ? el("span", { class: "cs-steps" }, value.steps.map((step) => link(step.href, { class: "cs-button" }, step.t))) : ""),
    value.lead ? el("p", { class: "cs-dek" }, value.lead) : "")
  if (kind === "notices") return el("div", { class: "cs-notices", role: "alert" }, value.map((notice) => el("p", {}, el("strong", {}, notice.strong), " ", notice.t)))
  if (kind === "choices") return el("ul", { class: "cs-choices" }, value.map((choice) => el("li", {}, link(choice.href, { class: "cs-button" }, choice.t), choice.text ? el("span", {}, choice.text) : "")))
  if (kind === "nothing") return el("p", { class: "cs-nothing" }, value)
  if (kind === "absence") return el("p", { class: "cs-absence" }, value)
  if (kind === "bold") return el("p", { class: "cs-bold" }, el("strong", {}, value.strong), " ", value.t)
  if (kind === "lines") return el("div", { class: "cs-lines" }, value.map((line) => el("p", {}, line.strong ? el("strong", {}, line.strong) : "", line.strong ? " " : "", line.code ? el("code", {}, line.code) : "", line.t ?? "", line.href ? link(line.href, {}, line.link) : "")))
  if (kind === "notes") return el("div", { class: "cs-notes" }, value.map((note) => el("p", {}, note)))
  if (kind === "search") return searchBox(value)
  if (kind === "pager") return el("nav", { class: "cs-pager", "aria-label": "Pages" }, el("span", {}, value.t), value.links.map((page) => link(page.href, {}, page.t)))
  if (kind === "copy") return copyLine(value)
  if (kind === "frame") return frame(value, root, theme)
  if (kind === "marking") return el("div", { class: "cs-banner cs-banner-inline", "data-marking": value.code, role: "note" }, el("strong", {}, value.full || value.text))
  return el("p", {}, String(value))
}

/** Words to take along, and a button that copies them. */
function copyLine(value) {
  const button = el("button", { type: "button", class: "cs-button" }, "Copy")
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(value.t)
      button.textContent = "Copied"
    } catch {
      window.prompt(value.label, value.t)
    }
    setTimeout(() => { button.textContent = "Copy" }, 4000)
  })
  return el("p", { class: "cs-cite" }, el("span", {}, value.t), button)
}

function searchBox(value) {
  const input = el("input", { type: "search", maxlength: "100", value: value.value, placeholder: value.placeholder, "aria-label": value.placeholder })
  return el("form", { class: "cs-search", role: "search", on: { submit: (event) => { event.preventDefault(); go(input.value ? value.pattern.replace("{}", encodeURIComponent(input.value)) : value.none) } } }, input, el("button", { class: "cs-button", type: "submit" }, "Search"))
}

function draw(root, data, theme) {
  const holder = data.figure && !data.figure.hidden ? root.querySelector(":scope > .cs-plot") ?? el("div", { class: "cs-plot" }) : null
  const focus = root.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null
  const nodes = [heading(data)]
  for (const [kind, value] of data.blocks ?? []) {
    if (kind === "figure") nodes.push(holder)
    else nodes.push(block(kind, value, data, root, theme))
  }
  if (data.sentence && data.title) nodes.push(el("p", { class: "cs-hidden", "data-sentence": data.id }, data.sentence))
  nodes.push(foot(data, root))
  const wanted = nodes.filter(Boolean)
  for (const child of [...root.childNodes]) if (!wanted.includes(child)) child.remove()
  wanted.forEach((node, index) => { if (root.childNodes[index] !== node) root.insertBefore(node, root.childNodes[index] ?? null) })
  root.className = `cs-panel${data.plain ? " cs-plain" : ""}${data.title ? " cs-sec" : ""}`
  root.dataset.view = data.id
  if (holder) {
    holder.setAttribute("role", "img")
    holder.setAttribute("aria-label", data.sentence || data.title)
    drawFigure(holder, data.figure, theme)
  }
  if (focus) [...root.querySelectorAll("a[href], button")].find((node) => node.getAttribute("href") === focus)?.focus()
}

export default function panel({ data, parentElement }) {
  const theme = document.documentElement.dataset.theme || followTheme(parentElement)
  const text = theme + JSON.stringify(data)
  let root = parentElement.querySelector(":scope > .cs-panel")
  if (!root) {
    root = el("section", {})
    parentElement.append(root)
    root.classList.add("cs-panel")
  }
  if (root.shown === text) return undefined
  root.shown = text
  if (data.title) root.setAttribute("aria-label", data.title)
  draw(root, data, theme)
  return undefined
}
