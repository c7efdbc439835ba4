/* Draw a figure whose colours are names; the names are CSS variables, so one figure serves both themes.
   Maps and figures over time are Plotly's; plain ones, bars and squares and words, are drawn by plot.js in a tenth of the time. */

import { go } from "./dom.js"
import { drawPlain } from "./plot.js"
import { forget, listen as listenToMarks } from "./plotwords.js"

const GEOMETRY = new Map()
const PALETTES = new Map()
const DRAWN = new Set()
const MODES = { displayModeBar: false, scrollZoom: false, responsive: true, doubleClick: false, topojsonURL: "app/static/topojson/" }
let library = null

/** Plotly, loaded once for every figure of the page. */
function plotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly)
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = new URL(document.querySelector("meta[name=cs-plotly]").content, document.baseURI).href
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => reject(new Error("Plotly could not be loaded"))
    document.head.append(script)
  })
  return library
}

/** Outlines by address, fetched once; a map never travels with a change of figures. */
function geometry(address) {
  if (!GEOMETRY.has(address)) GEOMETRY.set(address, fetch(new URL(address, document.baseURI)).then((answer) => answer.json()))
  return GEOMETRY.get(address)
}

function colourOf(style, cache, name) {
  if (!cache.has(name)) {
    const [variable, alpha] = name.split("/")
    const value = style.getPropertyValue(`--${variable}`).trim()
    cache.set(name, alpha ? fade(value, Number(alpha)) : value)
  }
  return cache.get(name)
}

function fade(hex, alpha) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
  return `rgba(${r},${g},${b},${alpha})`
}

function resolved(value, style, cache) {
  if (typeof value === "string") {
    if (value.startsWith("@")) return colourOf(style, cache, value.slice(1))
    return value.includes("{@") ? value.replace(/\{@([\w-]+)\}/g, (whole, name) => colourOf(style, cache, name)) : value
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, style, cache))
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, style, cache)]))
}

const AXIS = { showline: false, zeroline: false, ticks: "", tickfont: { size: 12, color: "@ink3" }, title: { text: "" }, automargin: true, fixedrange: true, gridcolor: "@rule", gridwidth: 1, linecolor: "@ink" }
const BASE = {
  font: { family: '"Source Sans 3", Arial, sans-serif', size: 13, color: "@ink" },
  paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", margin: { l: 4, r: 4, t: 4, b: 24 }, showlegend: false, separators: ".,",
  bargap: 0.35, hovermode: "closest", dragmode: false, barmode: "stack", uniformtext: { mode: false },
  hoverlabel: { bgcolor: "@surface", bordercolor: "@ink", align: "left", font: { size: 13, color: "@ink", family: '"Source Sans 3", Arial, sans-serif' } },
}

function layoutOf(layout) {
  const whole = { ...BASE, ...layout, margin: { ...BASE.margin, ...layout.margin } }
  for (const name of Object.keys(layout)) if (/^[xy]axis\d*$/.test(name)) whole[name] = { ...AXIS, ...layout[name] }
  if (!layout.geo) {
    whole.xaxis = { ...AXIS, showgrid: false, ...layout.xaxis }
    whole.yaxis = { ...AXIS, showgrid: true, ...layout.yaxis }
  }
  whole.annotations = (layout.annotations ?? []).map((note) => ({ showarrow: false, xanchor: "left", ...note, font: { size: 12, color: "@ink2", ...note.font } }))
  return whole
}

const RADIAN = Math.PI / 180

/** Height of a latitude on the Equal Earth projection, in units of the globe's radius. */
function equalEarthY(latitude) {
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin(latitude * RADIAN))
  return 1.340264 * t - 0.081106 * t ** 3 + 0.000893 * t ** 7 + 0.003796 * t ** 9
}

/** Widen a world map's longitudes until it fills its frame, around the middle of what it shows; it is never stretched. */
function filled(geo, holder) {
  const [low, high] = geo.lonaxis.range
  geo.center = { lon: (low + high) / 2, lat: (geo.lataxis.range[0] + geo.lataxis.range[1]) / 2 }
  const height = equalEarthY(geo.lataxis.range[1]) - equalEarthY(geo.lataxis.range[0])
  const wanted = (holder.clientWidth / Math.max(holder.clientHeight, 1)) * height * 1.07 / (0.8616 * RADIAN)
  const spare = Math.min(wanted, 350) - (high - low)
  if (!(spare > 0)) return geo
  const west = Math.max(low - spare / 2, -168)
  return { ...geo, lonaxis: { ...geo.lonaxis, range: [west, Math.min(west + (high - low) + spare, 190)] } }
}

/** Parts laid over others, key by key; null takes a key away. */
function laid(base, parts) {
  return Object.fromEntries(Object.entries({ ...base, ...parts }).filter(([, value]) => value !== null))
}

/** Lists that another trace has under the same name travel once: "=2" is the list of trace 2. */
function pointed(data) {
  return data.map((trace) => Object.fromEntries(Object.entries(trace).map(([key, value]) => [key, typeof value === "string" && /^=\d+$/.test(value) ? data[Number(value.slice(1))][key] : value])))
}

/** Stretches of the wide figure's lists: "~0:15:30" under some names is that part of what trace 0 has under them. */
function stretched(value, data, path = []) {
  if (typeof value === "string" && /^~\d+:\d+:\d+$/.test(value)) {
    const [number, first, end] = value.slice(1).split(":").map(Number)
    return path.reduce((held, key) => held[key], data[number]).slice(first, end)
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stretched(item, data, [...path, key])]))
}

/** What a figure becomes under 560 px: what differs laid over the wide one, some traces left out, some marks smaller. */
function narrow(figure, holder) {
  if (!figure.narrow || !holder.clientWidth || holder.clientWidth >= 560) return { ...figure, data: pointed(figure.data) }
  const { drop = [], shrink = 1, data: patches, layout, ...parts } = figure.narrow
  const smaller = (size) => (Array.isArray(size) ? size.map((each) => each * shrink) : size * shrink)
  const whole = pointed(patches ? patches.map((patch, at) => laid(figure.data[at], stretched(patch, figure.data))) : figure.data)
  const data = whole.filter((trace) => !drop.includes(trace.name)).map((trace) => (trace.marker?.size && shrink !== 1
    ? { ...trace, marker: { ...trace.marker, size: smaller(trace.marker.size) }, ...(trace.textfont && { textfont: { ...trace.textfont, size: smaller(trace.textfont.size) } }) }
    : trace))
  return { ...figure, ...parts, layout: laid(figure.layout, layout), data }
}

async function traces(figure, style, cache) {
  return Promise.all(figure.data.map(async (trace) => {
    const drawn = resolved(trace, style, cache)
    if (trace.geojson) drawn.geojson = await geometry(trace.geojson)
    if (trace.lines) Object.assign(drawn, await geometry(trace.lines), { lines: undefined })
    return drawn
  }))
}

/** Let go of figures that have left the page: Plotly listens to the window for each until it is told, and so keeps them. */
function letGo(library) {
  for (const holder of DRAWN) {
    if (holder.isConnected) continue
    library.purge(holder)
    Object.assign(holder, { asked: "", figure: null, listens: false })
    DRAWN.delete(holder)
  }
}

const SIZES = new ResizeObserver((changes) => {
  for (const { target } of changes) if (target.isConnected && target.given?.plain) drawFigure(target, target.given, target.theme)
})

/** What the colour names of a theme stand for. */
function palette(theme) {
  if (!PALETTES.has(theme)) PALETTES.set(theme, { style: getComputedStyle(document.documentElement), cache: new Map() })
  return PALETTES.get(theme)
}

/** Draw a plain figure at once, and again when its room changes or its letters arrive. */
function plain(holder, given, theme) {
  if (!holder.given) {
    SIZES.observe(holder)
    listenToMarks(holder, (code) => { if (holder.figure.click) go(holder.figure.click.replace("{}", code)) })
  }
  Object.assign(holder, { given, theme, figure: narrow(given, holder) })
  holder.style.height = `${holder.figure.height}px`
  const { style, cache } = palette(theme)
  const layout = resolved(layoutOf(holder.figure.layout), style, cache)
  const data = resolved(holder.figure.data, style, cache)
  holder.marks = drawPlain(holder, data, layout, Math.max(holder.clientWidth, 1), holder.figure.height)
  holder.dataset.painted = theme
  if (document.fonts.status !== "loading") return
  document.fonts.ready.then(() => {
    forget()
    holder.asked = ""
    drawFigure(holder, holder.given, holder.theme)
  })
}

/** Draw or redraw; only the newest call of a holder reaches the screen. */
export async function drawFigure(holder, given, theme) {
  const asked = `${theme}${given.plain ? holder.clientWidth : holder.clientWidth < 560}${JSON.stringify({ ...given, click: "" })}`
  if (holder.asked === asked && holder.figure) {
    holder.figure = { ...holder.figure, click: given.click }
    return
  }
  holder.asked = asked
  const turn = (holder.turn = (holder.turn ?? 0) + 1)
  holder.dataset.painted = "no"
  holder.style.height = typeof given.height === "number" ? `${given.height}px` : given.height
  if (given.plain) {
    plain(holder, given, theme)
    return
  }
  const library = window.Plotly ?? (await plotly())
  if (holder.turn !== turn) return
  const { style, cache } = palette(theme)
  const figure = narrow(given, holder)
  if (typeof figure.height === "number") holder.style.height = `${figure.height}px`
  const layout = resolved(layoutOf(figure.layout), style, cache)
  if (layout.geo) layout.geo = filled(layout.geo, holder)
  const data = await traces(figure, style, cache)
  if (holder.turn !== turn) return
  holder.figure = figure
  if (!DRAWN.has(holder)) letGo(library)
  await library.react(holder, data, layout, MODES)
  DRAWN.add(holder)
  if (!holder.listens) listen(holder)
  holder.dataset.painted = theme
}

function listen(holder) {
  holder.listens = true
  holder.on("plotly_click", (event) => {
    const code = event.points?.[0]?.customdata
    if (code && holder.figure.click) go(holder.figure.click.replace("{}", code))
  })
}
