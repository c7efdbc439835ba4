/* A figure as a PNG that carries its question, what it shows, its source and its marking. */

const SCALE = 2
const SIDE = 16
const BAR = 24
const LINE = 18

/** Ask a map in its sandbox for a picture of itself; it answers with one drawing and can be asked for nothing else. */
function framed(frame) {
  return new Promise((resolve) => {
    const hear = (event) => {
      if (event.source !== frame.contentWindow || typeof event.data?.picture !== "string") return
      window.removeEventListener("message", hear)
      resolve(event.data.picture)
    }
    window.addEventListener("message", hear)
    frame.contentWindow.postMessage("picture", "*")
  })
}

/** The drawing of a figure as text. */
async function drawing(holder) {
  const own = holder.querySelector(":scope > svg.cs-drawn")
  if (own) return new XMLSerializer().serializeToString(own)
  const address = await window.Plotly.toImage(holder, { format: "svg", width: holder.clientWidth, height: holder.clientHeight })
  return decodeURIComponent(address.slice(address.indexOf(",") + 1))
}

let letters = null

/** The faces of the sans letters with their files inside: a picture may not load anything, or it falls back to other letters. */
function faces() {
  const sheet = [...document.styleSheets].find((one) => one.href?.includes("dashboard.css"))
  const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule && rule.cssText.includes("Source Sans 3"))
  return Promise.all(rules.map(async (rule) => {
    const [whole, path] = rule.cssText.match(/url\("([^"]+)"\)/)
    const file = await (await fetch(new URL(path, sheet.href))).arrayBuffer()
    const text = Array.from(new Uint8Array(file), (byte) => String.fromCharCode(byte)).join("")
    return rule.cssText.replace(whole, `url("data:font/woff2;base64,${btoa(text)}")`)
  }))
}

/** A drawing with its letters inside, ready to be painted. */
async function pictured(text) {
  letters ??= faces()
  const style = `<style>${(await letters).join("")}</style>`
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text.replace(/<svg[^>]*>/, (head) => head + style))}`
  await picture.decode()
  return picture
}

function wrapped(pen, text, width) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim()
    if (pen.measureText(longer).width > width && lines[lines.length - 1]) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}

function writeLines(pen, lines, y) {
  pen.font = "13px 'Source Sans 3', Arial, sans-serif"
  pen.fillStyle = colour("ink2")
  lines.forEach((line, at) => pen.fillText(line, SIDE, y + at * LINE))
}

function writeMarking(pen, marking, y, width) {
  pen.fillStyle = marking.ground
  pen.fillRect(0, y, width, BAR)
  pen.fillStyle = marking.ink
  pen.font = "700 13px 'Source Sans 3', Arial, sans-serif"
  pen.textAlign = "center"
  pen.fillText(marking.full, width / 2, y + 17)
  pen.textAlign = "left"
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

/** Paint question, picture, words and marking one below the other. */
function painted(picture, data, [across, down]) {
  const canvas = document.createElement("canvas")
  const pen = canvas.getContext("2d")
  pen.font = "13px 'Source Sans 3', Arial, sans-serif"
  const words = [data.subtitle, data.sentence, ...(data.credit ?? [])].filter(Boolean).map((text) => wrapped(pen, text, across))
  const below = words.slice(1).flat()
  const top = BAR + 34 + words[0].length * LINE + 8
  const [width, height] = [across + 2 * SIDE, top + down + below.length * LINE + BAR + 32]
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  pen.scale(SCALE, SCALE)
  pen.fillStyle = colour("paper")
  pen.fillRect(0, 0, width, height)
  writeMarking(pen, data.marking, 0, width)
  pen.fillStyle = colour("ink")
  pen.font = "650 19px 'Source Serif 4', Georgia, serif"
  pen.fillText(data.title, SIDE, BAR + 28)
  writeLines(pen, words[0], BAR + 50)
  pen.drawImage(picture, SIDE, top, across, down)
  writeLines(pen, below, top + down + LINE)
  writeMarking(pen, data.marking, height - BAR, width)
  return canvas
}

/** Save the figure or the framed map of a panel as a PNG. */
export async function saveImage(root, data) {
  const frame = root.querySelector(":scope > iframe")
  const holder = frame ?? root.querySelector(".cs-plot")
  if (!holder || holder.dataset.painted === "no") return
  const picture = await pictured(frame ? await framed(frame) : await drawing(holder))
  const download = document.createElement("a")
  download.href = painted(picture, data, [holder.clientWidth, holder.clientHeight]).toDataURL("image/png")
  download.download = `${data.file}.png`
  download.click()
}
