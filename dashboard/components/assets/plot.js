/* Bars, squares and words drawn as SVG from the dictionary Plotly would take: some hundred marks in a few milliseconds. */

import { svg } from "./dom.js"
import { measured, words } from "./plotwords.js"

const PAD = 3
const BASELINE = 0.32
let patterns = 0

const of = (value, at) => (Array.isArray(value) ? value[at] : value)
const bounded = (value) => Math.round(value * 100) / 100

/** A pair of axes under one name: the values in order of first sight, the range, the ticks. */
function axisOf(layout, name, data) {
  const axis = layout[`${name[0]}axis${name.slice(1)}`] ?? {}
  const values = data.filter((trace) => (trace[`${name[0]}axis`] ?? name[0]) === name).flatMap((trace) => trace[name[0]] ?? [])
  const kinds = values.some((value) => typeof value === "string") ? [...new Set(values)] : null
  const count = kinds?.length ?? 0
  const range = axis.range ?? (axis.autorange === "reversed" ? [count - 0.5, -0.5] : [-0.5, count - 0.5])
  const at = (value) => (typeof value === "string" ? kinds.indexOf(value) : value)
  return { ...axis, name, range, at, ticks: ticksOf(axis, kinds, range) }
}

function ticksOf(axis, kinds, range) {
  const places = axis.tickvals ?? kinds?.map((_, at) => at) ?? steps(range, axis.nticks ?? 6)
  const texts = axis.ticktext ?? (kinds && !axis.tickvals ? kinds : places.map((place) => place.toLocaleString("en-US")))
  return places.map((place, at) => ({ place, text: `${texts[at]}${axis.ticksuffix ?? ""}` }))
}

/** Round places over a range, at most a number of them. */
function steps([low, high], most) {
  const rough = Math.abs(high - low) / most
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = unit * ([1, 2, 5].find((each) => rough <= each * unit) ?? 10)
  const first = Math.ceil(Math.min(low, high) / step)
  return Array.from({ length: Math.floor(Math.max(low, high) / step) - first + 1 }, (_, at) => (first + at) * step)
}

const isLabelled = (axis) => axis.visible !== false && axis.showticklabels !== false
const widest = (axis) => Math.max(0, ...axis.ticks.map((tick) => measured(tick.text, axis.tickfont).width))
const highest = (axis) => Math.max(0, ...axis.ticks.map((tick) => measured(tick.text, axis.tickfont).height))

/** The room between the margins, which grow until the labels of the axes fit. */
function roomOf(layout, axes, width, height) {
  const { l, r, t, b } = layout.margin
  const room = { l, r, t, b }
  for (const axis of axes.filter((one) => isLabelled(one) && one.automargin !== false)) {
    const side = axis.name[0] === "y" ? "l" : axis.side === "top" ? "t" : "b"
    const turned = Math.abs(Math.sin(((axis.tickangle || 0) * Math.PI) / 180)) * widest(axis)
    room[side] = Math.max(room[side], side === "l" ? widest(axis) + PAD : highest(axis) + turned + 2 * PAD)
  }
  return { left: room.l, top: room.t, width: Math.max(width - room.l - room.r, 1), height: Math.max(height - room.t - room.b, 1) }
}

/** Give an axis its way from values to px. */
function placed(axis, room) {
  const [from, to] = axis.domain ?? [0, 1]
  const [low, high] = axis.range
  const share = (value) => from + ((axis.at(value) - low) / (high - low)) * (to - from)
  axis.px = axis.name[0] === "x" ? (value) => room.left + room.width * share(value) : (value) => room.top + room.height * (1 - share(value))
  axis.ends = [from, to].map((end) => (axis.name[0] === "x" ? room.left + room.width * end : room.top + room.height * (1 - end)))
}

function across(axis, value, [from, to], colour, width) {
  const at = bounded(axis.px(value))
  const ends = axis.name[0] === "x" ? { x1: at, x2: at, y1: from, y2: to } : { y1: at, y2: at, x1: from, x2: to }
  return svg("line", { ...ends, stroke: colour, "stroke-width": width, "shape-rendering": "crispEdges" })
}

function grid(axis, other) {
  if (axis.visible === false) return []
  const found = axis.showgrid ? axis.ticks.filter((tick) => !axis.zeroline || tick.place !== 0).map((tick) => across(axis, tick.place, other.ends, axis.gridcolor, 1)) : []
  return axis.zeroline ? [...found, across(axis, 0, other.ends, axis.zerolinecolor, axis.zerolinewidth ?? 1)] : found
}

function labels(axis, other) {
  if (!isLabelled(axis)) return []
  const { size } = axis.tickfont
  return axis.ticks.map(({ place, text }) => {
    const rows = measured(text, axis.tickfont).rows - 1
    if (axis.name[0] === "y") return words(text, other.ends[0] - PAD, axis.px(place) + BASELINE * size - rows * 0.65 * size, axis.tickfont, "end")
    const isTop = axis.side === "top"
    const y = isTop ? other.ends[1] - PAD - 0.4 * size - rows * 1.3 * size : other.ends[0] + PAD + size
    return words(text, axis.px(place), y, axis.tickfont, axis.tickangle ? (isTop ? "start" : "end") : "middle", axis.tickangle || 0)
  })
}

const isDark = (colour) => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  return (r * 299 + g * 587 + b * 114) / 1000 < 128
}

/** The hatch of a bar: lines over its own colour, or over the paper. */
function hatch(svgRoot, pattern, colour, at) {
  const side = bounded((of(pattern.size, at) ?? 8) * Math.SQRT2)
  const isOver = pattern.fillmode === "overlay"
  const ground = isOver ? colour : of(pattern.bgcolor, at)
  const ink = isOver ? (isDark(colour) ? "#ffffff" : "#444444") : of(pattern.fgcolor, at)
  const id = `cs-hatch-${(patterns += 1)}`
  const path = `M${-side / 4},${side / 4}l${side / 2},${-side / 2}M0,${side}L${side},0M${(side / 4) * 3},${(side / 4) * 5}l${side / 2},${-side / 2}`
  svgRoot.append(svg("pattern", { id, width: side, height: side, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: side, height: side, fill: ground }),
    svg("path", { d: path, stroke: ink, "stroke-width": pattern.solidity * pattern.size })))
  return `url(#${id})`
}

/** A mark that can be pointed at and clicked. */
function marked(node, trace, at, marks) {
  if (trace.hoverinfo === "skip") node.setAttribute("pointer-events", "none")
  else {
    const code = of(trace.customdata, at)
    node.setAttribute("data-mark", marks.push({ hover: of(trace.hovertext, at), code }) - 1)
    if (code) node.setAttribute("class", "cs-hit")
  }
  return node
}

function bars(trace, { x, y, layout, stacks, marks, root, width }) {
  const isAcross = trace.orientation === "h"
  const [long, short] = isAcross ? [x, y] : [y, x]
  return trace[isAcross ? "x" : "y"].flatMap((value, at) => {
    const place = short.at(trace[isAcross ? "y" : "x"][at])
    const isStacked = layout.barmode === "stack" && !trace.base
    const begun = trace.base ? of(trace.base, at) : isStacked ? stacks.get(place) ?? 0 : 0
    if (isStacked) stacks.set(place, begun + value)
    const half = (of(trace.width, at) ?? 1 - layout.bargap) / 2
    const [near, far] = [long.px(begun), long.px(begun + value)]
    const [one, two] = [short.px(place - half), short.px(place + half)]
    const box = { from: Math.min(near, far), size: Math.abs(far - near), at: Math.min(one, two), thick: Math.abs(two - one) }
    const line = trace.marker.line ?? {}
    const shape = isAcross ? { x: box.from, y: box.at, width: box.size, height: box.thick } : { x: box.at, y: box.from, width: box.thick, height: box.size }
    const colour = of(trace.marker.color, at)
    const fill = trace.marker.pattern ? hatch(root, trace.marker.pattern, colour, at) : colour
    for (const side of Object.keys(shape)) shape[side] = bounded(shape[side])
    const rim = of(line.width, at) ? { stroke: of(line.color, at), "stroke-width": of(line.width, at) } : {}
    const drawn = value || rim.stroke ? [marked(svg(value ? "rect" : "path", value ? { ...shape, fill, ...rim } : { d: `M${shape.x},${shape.y}${isAcross ? `v${shape.height}` : `h${shape.width}`}`, ...rim }), trace, at, marks)] : []
    return of(trace.text, at) ? [...drawn, barWords(trace, at, isAcross, far, (one + two) / 2, { width, x, y })] : drawn
  })
}

/** The end of the highest column that words as wide as these would cover, so that they stand above all of them. */
function cleared(trace, [from, to], { x, y }) {
  const under = trace.y.filter((_, at) => {
    const half = (of(trace.width, at) ?? 1) / 2
    return x.px(trace.x[at] - half) < to && x.px(trace.x[at] + half) > from
  })
  return Math.min(...under.map((value) => y.px(value)))
}

/** The words of a bar: within its end, or beyond it; those above a column keep within the figure. */
function barWords(trace, at, isAcross, far, middle, { width, x, y }) {
  const isInside = trace.textposition === "inside"
  const given = { ...trace.textfont, ...(isInside && trace.insidetextfont) }
  const font = { ...given, size: of(given.size, at) ?? 13, color: of(given.color, at) ?? trace.ink }
  const size = measured(trace.text[at], font)
  const lower = (size.rows - 1) * 1.3 * font.size
  const kept = Math.max(size.width / 2, Math.min(middle, width - size.width / 2))
  const isAbove = !isAcross && !isInside && typeof trace.x[at] === "number" && !trace.base
  const end = isAbove ? Math.min(far, cleared(trace, [kept - size.width / 2, kept + size.width / 2], { x, y })) : far
  const node = isAcross
    ? words(trace.text[at], end + (isInside ? -PAD : PAD), middle + BASELINE * font.size - lower / 2, font, isInside ? "end" : "start")
    : words(trace.text[at], kept, isInside ? end + PAD + font.size : end - PAD - 0.4 * font.size - lower, font, "middle")
  node.setAttribute("pointer-events", "none")
  return node
}

const SIDES = { left: ["end", -1], center: ["middle", 0], right: ["start", 1] }
const LEVELS = { top: -1, middle: 0, bottom: 1 }

function points(trace, { x, y, marks }) {
  const { marker = {}, textfont, textposition = "middle center" } = trace
  const [level, side] = textposition.split(" ")
  return trace.x.flatMap((value, at) => {
    const [left, top] = [bounded(x.px(value)), bounded(y.px(trace.y[at]))]
    const half = trace.mode.includes("markers") ? of(marker.size, at) / 2 : 0
    const found = half ? [marked(symbol(of(marker.symbol, at), left, top, half, { fill: of(marker.color, at), stroke: of(marker.line?.color, at), "stroke-width": of(marker.line?.width, at) }), trace, at, marks)] : []
    const text = trace.mode.includes("text") ? of(trace.text, at) : ""
    if (!text) return found
    const [anchor, shift] = SIDES[side]
    const away = half ? half / 0.8 + 1 : 0
    const { rows } = measured(text, textfont)
    const lower = textfont.size * 0.75 + LEVELS[level] * away + ((LEVELS[level] - 1) * ((rows - 1) * 1.3 + 1) * textfont.size) / 2
    const node = words(text, left + shift * away, top + lower, { ...textfont, color: of(textfont.color, at) }, anchor)
    node.setAttribute("pointer-events", "none")
    return [...found, node]
  })
}

function symbol(kind, x, y, half, look) {
  const drawn = Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined))
  if (kind === "square") return svg("rect", { x: bounded(x - half), y: bounded(y - half), width: bounded(2 * half), height: bounded(2 * half), ...drawn })
  const wide = (half * 2) / Math.sqrt(3)
  return svg("path", { d: `M${bounded(x - wide)},${bounded(y - half / 2)}H${bounded(x + wide)}L${x},${bounded(y + half)}Z`, ...drawn })
}

/** The way to px of one side of a shape or note: of an axis, or of the paper. */
function way(axes, ref, fallback, room) {
  if (ref !== "paper") return axes.get(ref ?? fallback).px
  return fallback === "x" ? (share) => room.left + share * room.width : (share) => room.top + (1 - share) * room.height
}

/** A line from end to end, or a path of corners "M0,0L4,0" on its axes. */
function outline(shape, axes, room) {
  const [x, y] = [way(axes, shape.xref, "x", room), way(axes, shape.yref, "y", room)]
  const path = shape.path ?? `M${shape.x0},${shape.y0}L${shape.x1},${shape.y1}`
  const d = path.replace(/(-?[\d.e+-]+),(-?[\d.e+-]+)/g, (_, across, up) => `${bounded(x(Number(across)))},${bounded(y(Number(up)))}`)
  return svg("path", { d, fill: "none", stroke: shape.line.color, "stroke-width": shape.line.width, "shape-rendering": "crispEdges" })
}

function note(given, axes, room) {
  const [x, y] = [way(axes, given.xref, "x", room)(given.x), way(axes, given.yref, "y", room)(given.y)]
  const { size } = given.font
  const { height } = measured(given.text, given.font)
  const top = { top: y + 2, middle: y - height / 2, bottom: y - height - 2 }[given.yanchor ?? "middle"]
  return words(given.text, x + 2, top + size, given.font)
}

/**
 * Draw a figure whose colours are resolved: traces of bars, squares, notches and words, lines as shapes, notes at the left.
 * @returns what each mark says and stands for, by its number
 */
export function drawPlain(holder, data, layout, width, height) {
  const names = new Set(["x", "y", ...data.flatMap((trace) => [trace.xaxis ?? "x", trace.yaxis ?? "y"])])
  const axes = new Map([...names].map((name) => [name, axisOf(layout, name, data)]))
  const room = roomOf(layout, [...axes.values()], width, height)
  for (const axis of axes.values()) placed(axis, room)
  const partner = (axis) => axes.get(axis.anchor ?? (axis.name[0] === "x" ? "y" : "x"))
  const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "cs-drawn", "font-family": layout.font.family })
  const [marks, stacks] = [[], new Map()]
  for (const axis of axes.values()) root.append(...grid(axis, partner(axis)))
  const ordered = [...data].sort((one, two) => (one.type === "bar" ? 0 : 1) - (two.type === "bar" ? 0 : 1))
  for (const trace of ordered) {
    const drawing = { x: axes.get(trace.xaxis ?? "x"), y: axes.get(trace.yaxis ?? "y"), layout, stacks, marks, root, width }
    root.append(...(trace.type === "bar" ? bars({ ink: layout.font.color, ...trace }, drawing) : points(trace, drawing)))
  }
  root.append(...(layout.shapes ?? []).map((shape) => outline(shape, axes, room)))
  for (const axis of axes.values()) root.append(...labels(axis, partner(axis)))
  root.append(...layout.annotations.map((given) => note(given, axes, room)))
  holder.replaceChildren(root)
  return marks
}
