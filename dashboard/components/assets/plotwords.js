/* Words on a drawn figure: bold, small and broken lines as figures write them, measured and set; what a mark says when pointed at. */

import { el, svg } from "./dom.js"

const FAMILY = '"Source Sans 3", Arial, sans-serif'
const LINE = 1.3
const WIDTHS = new Map()
let pen = null

/** Lines of runs: "<b>41</b> of 60<br>posts" is two lines, the first of two runs. Any other markup stays as it is written. */
function lines(text) {
  return String(text).split(/<br\s*\/?>/).map((line) => {
    const runs = []
    let [bold, size] = [false, 0]
    for (const part of line.split(/(<\/?(?:b|span)(?: [^>]*)?>)/)) {
      if (part === "<b>" || part === "</b>") bold = part === "<b>"
      else if (/^<\/?span/.test(part)) size = Number(part.match(/font-size:\s*(\d+)px/)?.[1] ?? 0)
      else if (part) runs.push({ text: part, bold, size })
    }
    return runs
  })
}

function widthOf(text, size, weight) {
  const key = `${weight} ${size} ${text}`
  if (!WIDTHS.has(key)) {
    pen ??= document.createElement("canvas").getContext("2d")
    pen.font = `${weight} ${size}px ${FAMILY}`
    WIDTHS.set(key, pen.measureText(text).width)
  }
  return WIDTHS.get(key)
}

/** Width and height of a text in px. */
export function measured(text, font) {
  const rows = lines(text)
  const widths = rows.map((runs) => runs.reduce((sum, run) => sum + widthOf(run.text, run.size || font.size, run.bold ? 700 : font.weight ?? 400), 0))
  return { width: Math.max(0, ...widths), height: ((rows.length - 1) * LINE + 1) * font.size, rows: rows.length }
}

/** Measures taken before the letters had arrived are of other letters. */
export function forget() {
  WIDTHS.clear()
}

/**
 * Set a text with the baseline of its first line at y.
 * @param {string} anchor start, middle or end
 */
export function words(text, x, y, font, anchor = "start", turn = 0) {
  const look = { style: "white-space: pre", "font-size": font.size, fill: font.color, "text-anchor": anchor }
  if (font.weight) look["font-weight"] = font.weight
  if (turn) look.transform = `rotate(${turn} ${x} ${y})`
  const node = svg("text", { x, y, ...look })
  lines(text).forEach((runs, at) => {
    const line = at ? svg("tspan", { x, y: y + at * LINE * font.size }) : node
    for (const run of runs) {
      const style = { ...(run.bold && { "font-weight": 700 }), ...(run.size && { "font-size": run.size }) }
      line.append(Object.keys(style).length ? svg("tspan", style, run.text) : run.text)
    }
    if (at) node.append(line)
  })
  return node
}

/** Show what a mark says beside the pointer, and follow its address on a click. */
export function listen(holder, go) {
  const tip = el("div", { class: "cs-tip", hidden: true })
  const markAt = (event) => holder.marks?.[event.target.getAttribute?.("data-mark")]
  holder.addEventListener("pointermove", (event) => {
    const said = markAt(event)?.hover
    tip.hidden = !said
    if (!said) return
    if (tip.said !== said) {
      tip.said = said
      tip.replaceChildren(...lines(said).map((runs) => el("div", {}, runs.map((run) => (run.bold ? el("b", {}, run.text) : run.text)))))
    }
    if (!tip.isConnected) holder.append(tip)
    const room = holder.getBoundingClientRect()
    const [x, y] = [event.clientX - room.left, event.clientY - room.top]
    tip.style.left = `${x + 14 + tip.offsetWidth > room.width ? Math.max(0, x - 10 - tip.offsetWidth) : x + 14}px`
    tip.style.top = `${y - tip.offsetHeight - 6}px`
  })
  holder.addEventListener("pointerleave", () => { tip.hidden = true })
  holder.addEventListener("click", (event) => {
    const code = markAt(event)?.code
    if (code) go(code)
  })
}
