/* The inbox: files in, their reports out. What it shows is in no release and in no address; it asks the server itself. */
import { el, followTheme } from "../crisis-dashboard.panel/dom.js"
import { ask, count, send, tell } from "./inboxwire.js"
import { fileParts } from "./inboxfile.js"

const STAGES = {
  checking: "Being checked", ok: "All rows fit", partial: "Some rows set aside", refused: "Refused",
  proposed: "Proposed", accepted: "Accepted", declined: "Declined",
}
const BUSY_MS = 1000
const LOST_MS = 3000
const MOST_BYTES = 200 * 1024 * 1024

const state = { kind: "deployments", chosen: "", severity: "", open: new Set(), who: "", said: "", sending: "", isBusy: false, uploads: null, file: null }
let timer = 0

/** Swap one part of the desk, unless it is as it was; what is being typed stays. */
function part(root, name, value, draw) {
  const slot = root.querySelector(`[data-part="${name}"]`)
  const text = JSON.stringify(value ?? null)
  if (slot.shown === text) return
  slot.shown = text
  slot.replaceChildren(...[draw(value)].flat().filter(Boolean))
}

/** The label of everything that is in no release. */
export function label(stage, release) {
  if (stage === "accepted") return el("span", { class: "cs-official" }, release ? `In release ${release}` : "In a release")
  return el("span", { class: "cs-unofficial" }, "UNOFFICIAL", el("span", {}, "in no release"))
}

function chooser(desk, data) {
  const kinds = data.forms.map((form) => {
    const input = el("input", { type: "radio", name: "cs-inbox-kind", value: form.kind, on: { change: () => { state.kind = form.kind; desk.draw() } } })
    input.checked = state.kind === form.kind
    return el("label", { class: "cs-option" }, input, el("span", {}, el("b", {}, form.title), el("span", { class: "cs-cell-sub" }, `One row is ${form.grain}.`)))
  })
  return el("fieldset", { class: "cs-kinds" }, el("legend", { class: "cs-lab" }, "Form"), kinds)
}

function dropZone(desk) {
  const input = el("input", { type: "file", id: "cs-inbox-file", class: "cs-file-input", on: { change: () => { if (input.files.length) sendAll(desk, [...input.files]) ; input.value = "" } } })
  const zone = el("label", { class: "cs-drop", for: "cs-inbox-file" }, el("b", {}, "Drop a file here, or choose one"), el("span", {}, "CSV, XLSX, XLS, JSON, GeoJSON, IATI XML, Parquet or a ZIP of these; up to 200 MiB"), input)
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over") })
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"))
  zone.addEventListener("drop", (event) => {
    event.preventDefault()
    zone.classList.remove("is-over")
    sendAll(desk, [...event.dataTransfer.files])
  })
  return zone
}

async function sendAll(desk, files) {
  for (const file of files) {
    state.said = ""
    if (file.size > MOST_BYTES) {
      state.said = `${file.name} is larger than 200 MiB; send it in parts.`
      continue
    }
    const answer = await send(state.kind, file, (share) => { state.sending = `Sending ${file.name}: ${Math.round(share * 100)} %`; desk.draw() })
    state.sending = ""
    if (answer.words) state.said = answer.words
    else choose(desk, answer.id)
  }
  desk.refresh()
}

function choose(desk, identity) {
  if (state.chosen !== identity) {
    state.file = null
    state.severity = ""
    state.open.clear()
  }
  state.chosen = identity
  state.said = ""
  desk.refresh()
}

function uploadList(desk, uploads) {
  if (!uploads) return el("p", { class: "cs-sub" }, "Looking.")
  if (!uploads.length) return el("p", { class: "cs-absence" }, "No file waits in the inbox.")
  return el("ul", { class: "cs-uploads" }, uploads.map((upload) => el("li", {},
    el("button", { type: "button", class: "cs-upload", "data-upload": upload.id, "aria-pressed": String(upload.id === state.chosen), on: { click: () => choose(desk, upload.id) } },
      el("b", {}, upload.name), el("span", { class: "cs-cell-sub" }, `${desk.title(upload.kind)}, ${moment(upload.received_at)}`), el("span", { class: "cs-stage" }, STAGES[upload.stage] ?? upload.stage)),
    label(upload.stage))))
}

export function moment(text) {
  const day = new Date(text)
  return `${day.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })} ${day.toISOString().slice(11, 16)} UTC`
}

function skeleton() {
  const slot = (name, attributes = {}) => el("div", { "data-part": name, ...attributes })
  return [
    el("div", { class: "cs-desk" },
      el("div", { class: "cs-desk-side" },
        el("section", { class: "cs-sec", "aria-label": "Send a file" }, el("h2", { class: "cs-q" }, "What was sent?"), slot("chooser"), slot("drop"), slot("sending", { role: "status" }), slot("said", { role: "alert" })),
        el("section", { class: "cs-sec", "aria-label": "Files of the inbox" }, el("h2", { class: "cs-q" }, "What is in the inbox?"), slot("uploads"))),
      el("div", { class: "cs-desk-main" }, slot("head"), slot("progress", { role: "status" }), slot("counts"), slot("names"), slot("issues"), slot("sums"), slot("figures"), slot("release"))),
  ]
}

function draw(root, desk, data) {
  part(root, "chooser", [state.kind, data.forms], () => chooser(desk, data))
  part(root, "drop", "drop", () => dropZone(desk))
  part(root, "sending", state.sending, (text) => (text ? el("p", { class: "cs-sub" }, text) : ""))
  part(root, "said", state.said, (text) => (text ? el("p", { class: "cs-said-no" }, text) : ""))
  part(root, "uploads", [state.uploads, state.chosen], ([uploads]) => uploadList(desk, uploads))
  for (const [name, value, drawn] of fileParts(state, desk, data)) part(root, name, value, drawn)
}

/** Ask for the list and the chosen file; again soon while anything is under way. */
async function refresh(root, desk) {
  clearTimeout(timer)
  if (!root.isConnected) return
  const asked = state.chosen
  const [list, file] = await Promise.all([ask("/inbox/files"), asked ? ask(`/inbox/files/${asked}`) : null])
  if (asked !== state.chosen) return
  const lost = list.words || (file?.words && !file.isGone)
  if (!list.words) state.uploads = list.uploads
  if (file?.isGone) Object.assign(state, { chosen: "", file: null })
  else if (file && !file.words) state.file = file
  if (lost) state.said = "The server does not answer; asking again."
  else if (state.said.startsWith("The server does not answer")) state.said = ""
  draw(root, desk, desk.data)
  const isUnderWay = state.uploads?.some((upload) => upload.stage === "checking") || state.file?.stage === "checking" || state.file?.preview?.state === "working"
  clearTimeout(timer)
  if (lost) timer = setTimeout(() => refresh(root, desk), LOST_MS)
  else if (isUnderWay) timer = setTimeout(() => refresh(root, desk), BUSY_MS)
}

/** Have something done to the chosen file, and show what came of it. */
async function act(root, desk, acts) {
  Object.assign(state, { isBusy: true, said: "" })
  draw(root, desk, desk.data)
  for (const [path, said] of acts) {
    const answer = await tell(`/inbox/files/${state.chosen}/${path}`, said)
    if (answer.words) {
      state.said = answer.words
      break
    }
  }
  state.isBusy = false
  await refresh(root, desk)
  root.querySelector("[data-part=said]").scrollIntoView({ block: "nearest" })
}

export default function inbox({ data, parentElement }) {
  followTheme(parentElement)
  let root = parentElement.querySelector(":scope > .cs-inbox")
  if (!root) {
    root = el("div", { class: "cs-panel cs-plain cs-inbox" }, skeleton())
    root.dataset.view = "inbox"
    parentElement.append(root)
    root.desk = {
      title: (kind) => root.desk.data.forms.find((form) => form.kind === kind)?.title ?? kind,
      draw: () => draw(root, root.desk, root.desk.data),
      refresh: () => refresh(root, root.desk),
      act: (...acts) => act(root, root.desk, acts),
    }
  }
  root.desk.data = data
  draw(root, root.desk, data)
  refresh(root, root.desk)
  return () => clearTimeout(timer)
}

export { count, STAGES }
