/* One file of the inbox: counts, names to match, issues, sums, figures it would change, proposal and decision. */
import { el, go } from "../crisis-dashboard.panel/dom.js"
import { label, moment, STAGES } from "./inbox.js"
import { count } from "./inboxwire.js"

const SEVERITIES = { error: ["Error", "Errors"], warning: ["Warning", "Warnings"], info: ["Note", "Notes"] }
const NAMED = { country_code: "country", agency_code: "agency", heading: "heading" }
const BEFORE_A_PROPOSAL = ["ok", "partial", "refused"]

function section(title, subtitle, ...content) {
  return el("section", { class: "cs-sec", "aria-label": title }, el("h2", { class: "cs-q" }, title), subtitle ? el("p", { class: "cs-sub" }, subtitle) : "", content)
}

function table(caption, heads, rows, { isRight = () => false } = {}) {
  const side = (at) => (isRight(at) ? "cs-r" : null)
  return el("div", { class: "cs-scroll cs-free", tabindex: "0", role: "region", "aria-label": caption },
    el("table", {}, el("caption", { class: "cs-hidden" }, caption), el("thead", {}, el("tr", {}, heads.map((head, at) => el("th", { scope: "col", class: side(at) }, head)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, at) => el(at ? "td" : "th", { scope: at ? null : "row", class: side(at) }, cell)))))))
}

function head([file, title]) {
  if (!file) return el("p", { class: "cs-absence" }, "Choose a file of the inbox, or send one: its report stands here.")
  const { upload, stage, decision } = file
  return el("section", { class: "cs-sec", "aria-label": "The file" },
    el("h2", { class: "cs-q cs-file-name" }, upload.name),
    el("p", { class: "cs-file-line" }, label(stage, decision?.release), el("b", {}, STAGES[stage] ?? stage), el("span", {}, `${title}, ${count(upload.bytes)} bytes, received ${moment(upload.received_at)}`), el("code", { class: "cs-code", title: `SHA-256 ${upload.sha256}` }, `SHA-256 ${upload.sha256.slice(0, 12)}`)))
}

function progress(file) {
  if (file?.stage !== "checking") return ""
  return el("p", { class: "cs-progress" }, file.progress?.rows ? `Being checked: ${count(file.progress.rows)} rows read so far.` : "Being checked.")
}

function figure(name, value, below, isMain) {
  return el("div", { class: "cs-figure", "data-count": name }, el("dt", {}, name), el("dd", { class: "cs-value" }, el("b", {}, value)), el("dd", { class: "cs-below" }, below ?? (isMain ? "" : "")))
}

function counts(report) {
  if (!report) return ""
  if (report.status === "refused") return el("p", { class: "cs-bold" }, el("strong", {}, "Nothing of it is loaded."), " What was loaded before stays. Its first misfit is below, with its mend.")
  const number = (severity) => report.groups.filter((group) => group.severity === severity).reduce((sum, group) => sum + group.count, 0)
  const figures = [
    figure("Rows received", count(report.rows_in), "= used + set aside"),
    figure("Used", count(report.accepted), "would be in the figures"),
    figure("Set aside", count(report.rejected), "kept with reason and mend"),
    report.located ? figure("Located", `${count(report.located[0])} of ${count(report.located[1])}`, "used rows with a point") : "",
    figure("Errors", count(number("error")), "each sets a row aside"),
    figure("Warnings", count(number("warning")), "read, withheld or doubtful"),
  ]
  const sheets = report.parts.length > 1 ? table("Rows by sheet", ["Sheet", "Received", "Used", "Set aside"], report.parts.map((part) => [part.sheet ?? "the file", count(part.rows_in), count(part.accepted), count(part.rejected)]), { isRight: (at) => at > 0 }) : ""
  return [el("dl", { class: "cs-strip" }, figures), sheets]
}

function whoField(state, key) {
  const input = el("input", { type: "text", name: `who-${key}`, maxlength: "120", required: true, autocomplete: "name", value: state.who })
  input.addEventListener("input", () => { state.who = input.value })
  return el("label", { class: "cs-field" }, el("span", { class: "cs-lab" }, "Your name"), input)
}

function options(pairs, none) {
  return [el("option", { value: "" }, none), ...pairs.map(([code, name]) => el("option", { value: code }, name === code ? code : `${name} (${code})`))]
}

/** One line a name: what the file says, and what it stands for. A column that is missing asks for its heading instead. */
function nameLine(name, at, columns, data) {
  const pairs = name.column === "heading" ? columns.map(([code]) => [code, code]) : data.codes[name.column]
  if (name.rule === "missing-column") {
    const input = el("input", { type: "text", name: `name-${at}`, maxlength: "120", "aria-label": `Heading that stands for ${name.asked}`, placeholder: "heading as in the file" })
    return { node: el("tr", {}, el("th", { scope: "row" }, `No heading for ${name.asked}`), el("td", {}, "missing column"), el("td", {}, input)), read: () => input.value.trim() && { column: "heading", spelling: input.value.trim(), code: name.asked } }
  }
  const chosen = el("select", { name: `name-${at}`, "aria-label": `${name.spelling} stands for` }, options(pairs, "not matched"))
  const unit = name.column === "heading" ? "heading" : `${NAMED[name.column]}, ${count(name.count)} ${name.count === 1 ? "row" : "rows"}`
  return { node: el("tr", {}, el("th", { scope: "row" }, name.spelling), el("td", {}, unit), el("td", {}, chosen)), read: () => chosen.value && { column: name.column, spelling: name.spelling, code: chosen.value } }
}

function names([report, stage], state, desk, data) {
  const found = (report?.names ?? []).filter((name) => (name.spelling && !name.spelling.endsWith("…")) || name.rule === "missing-column")
  if (!found.length || !BEFORE_A_PROPOSAL.includes(stage)) return ""
  const columns = data.forms.find((form) => form.kind === state.file.upload.kind).columns
  const lines = found.map((name, at) => nameLine(name, at, columns, data))
  const submit = (event) => {
    event.preventDefault()
    const chosen = lines.map((line) => line.read()).filter(Boolean)
    if (chosen.length) desk.act(...chosen.map((one) => ["matches", { ...one, who: state.who }]))
  }
  const rows = el("table", { class: "cs-names" }, el("caption", { class: "cs-hidden" }, "Names and headings to match"), el("thead", {}, el("tr", {}, ["In the file", "Is", "Stands for"].map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, lines.map((line) => line.node)))
  return section("Which names are not known?", "Match each once: the spelling is kept with your name and the day, and the file is checked again. Leave what is a mistake; its sender mends it.",
    el("form", { class: "cs-form", "data-form": "names", on: { submit } }, rows, el("div", { class: "cs-form-line" }, whoField(state, "names"), el("button", { class: "cs-button", type: "submit" }, "Match and check again"))))
}

function place(issue) {
  return [issue.sheet ? `sheet ${issue.sheet}` : "", issue.row ? `row ${count(issue.row)}` : "", issue.column ? issue.column : ""].filter(Boolean).join(", ") || "the file"
}

/** The message without its place, which has a column of its own. */
function message(issue) {
  const before = `${issue.file}${issue.sheet ? `, sheet '${issue.sheet}'` : ""}${issue.row ? ` row ${issue.row}` : ""}${issue.column ? `, column '${issue.column}'` : ""}: `
  return issue.message.startsWith(before) ? issue.message.slice(before.length) : issue.message
}

function group(one, issues, state) {
  const key = `${one.severity} ${one.rule}`
  const own = issues.filter((issue) => issue.severity === one.severity && issue.rule === one.rule)
  const rows = own.map((issue) => [place(issue), el("span", { class: "cs-given" }, issue.value ?? ""), message(issue), issue.mend ?? ""])
  const node = el("details", { class: "cs-group", "data-rule": one.rule, "data-severity": one.severity, open: state.open.has(key) },
    el("summary", {}, el("b", {}, count(one.count)), el("span", { class: `cs-severity cs-severity-${one.severity}` }, SEVERITIES[one.severity]?.[0] ?? one.severity), el("span", { class: "cs-rule" }, one.rule), el("span", { class: "cs-cell-sub" }, own.length ? message(own[0]) : "")),
    table(`${one.rule}, ${count(one.count)}`, ["Place", "Value", "What is wrong", "Mend"], rows),
    own.length < one.count ? el("p", { class: "cs-sub" }, `${count(own.length)} of ${count(one.count)} shown; the CSV has all.`) : "")
  node.addEventListener("toggle", () => { if (node.open) state.open.add(key); else state.open.delete(key) })
  return node
}

function issues([report, severity, identity], state, desk) {
  if (!report) return ""
  if (!report.issues_total) return section("What does not fit?", "", el("p", { class: "cs-absence" }, "Every row fits, and nothing in them was changed."))
  const total = (code) => report.groups.filter((one) => one.severity === code).reduce((sum, one) => sum + one.count, 0)
  const turn = (code, text) => el("button", { type: "button", "aria-pressed": String(severity === code), on: { click: () => { state.severity = code; desk.draw() } } }, text)
  const filter = el("div", { class: "cs-seg cs-seg-buttons", role: "group", "aria-label": "Severity" }, turn("", `All ${count(report.issues_total)}`), Object.entries(SEVERITIES).filter(([code]) => total(code)).map(([code, [, many]]) => turn(code, `${many} ${count(total(code))}`)))
  const shown = report.groups.filter((one) => !severity || one.severity === severity)
  const foot = el("div", { class: "cs-foot" }, el("a", { href: `/inbox/files/${identity}/issues.csv`, download: true }, `CSV of all ${count(report.issues_total)}`))
  const node = section("What does not fit?", "By rule, the gravest first. An error sets its row aside; a warning says what was withheld or read differently; a note says how the file was read.", filter, el("div", { class: "cs-groups" }, shown.map((one) => group(one, report.issues, state))), foot)
  return node
}

function sums(report) {
  if (!report || report.status === "refused") return ""
  const unknown = Object.entries(report.unknown ?? {}).filter(([, number]) => number)
  const words = unknown.map(([name, number]) => `${name} unknown: ${count(number)}`).join("; ")
  const rows = report.reconciliation.map((line) => [line.agency ?? (line.agency === null ? "no agency" : "all"), line.column, count(line.rows_in), count(line.accepted), count(line.rejected), amount(line.received), amount(line.kept), amount(line.set_aside)])
  if (!rows.length && !words) return ""
  return section("Does it add up?", "Received = kept + set aside, rows and values, by agency, as far as the values could be read. Unknown is not zero and is left out of sums.",
    rows.length ? table("Sums by agency", ["Agency", "Column", "Rows", "Used", "Set aside", "Received", "Kept", "Set aside"], rows, { isRight: (at) => at > 1 }) : "",
    words ? el("p", { class: "cs-bold" }, el("strong", {}, words)) : "")
}

/** Money comes as a text with its cents and keeps them. */
function amount(value) {
  if (typeof value !== "string") return count(value)
  const [whole, cents] = value.split(".")
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",").replace("-", "−")}${cents ? `.${cents}` : ""}`
}

function figures([preview, stage, replaces]) {
  if (!preview || !["ok", "partial", "proposed"].includes(stage)) return ""
  const title = "Which figures would change?"
  if (preview.state === "working") return section(title, "", el("p", { class: "cs-progress", role: "status" }, "A draft is being sealed and compared; nobody else can open it."))
  if (preview.state === "failed") return section(title, "", el("p", { class: "cs-absence" }, `The figures could not be compared: ${preview.words}`))
  if (!preview.figures.length) return section(title, `Against release ${preview.release}.`, el("p", { class: "cs-absence" }, "No figure would change."))
  const rows = preview.figures.map((one) => [one.label, one.place || "all countries", one.before, el("span", { class: "cs-hl" }, one.after)])
  return section(title, `Release ${preview.release} beside a draft with this file${replaces ? ` in place of ${replaces}` : ""}. UNOFFICIAL: the draft is in no release and has no link.`, table("Figures that would change", ["Figure", "Where", "Now", "With this file"], rows))
}

function field(text, input) {
  return el("label", { class: "cs-field" }, el("span", { class: "cs-lab" }, text), input)
}

/** Accepted returns of the same form and agency, of which a mended one takes the place. */
function replacedField(returns) {
  const names = returns.map((one) => [one.id, `${one.id} ${one.name}, received ${moment(one.received).slice(0, -10)}${one.agencies.length ? `, ${one.agencies.join(", ")}` : ""}`])
  const chosen = el("select", { name: "replaces" }, el("option", { value: "" }, "none, its rows are new"), names.map(([code, text]) => el("option", { value: code }, text)))
  return { node: returns.length ? field("Replaces", chosen) : "", read: () => chosen.value }
}

function proposeForm(returns, state, desk, data) {
  const replaced = replacedField(returns)
  const marking = el("select", { name: "marking", required: true }, options(data.markings.map((code) => [code, code]), "choose"))
  const words = el("input", { type: "text", name: "words", maxlength: "200", required: true, placeholder: "what it is, whose, of which period" })
  const submit = (event) => { event.preventDefault(); desk.act(["proposal", { who: state.who, marking: marking.value, words: words.value, replaces: replaced.read() }]) }
  return el("form", { class: "cs-form cs-form-line", "data-form": "proposal", on: { submit } }, whoField(state, "proposal"), field("Marking", marking), field("What it is, for the list of sources", words), replaced.node, el("button", { class: "cs-button cs-button-main", type: "submit" }, "Propose a release"))
}

function decideForm(state, desk) {
  const submit = (event) => { event.preventDefault(); desk.act(["decision", { who: state.who, answer: event.submitter.value }]) }
  return el("form", { class: "cs-form cs-form-line", "data-form": "decision", on: { submit } }, whoField(state, "decision"), el("button", { class: "cs-button cs-button-main", type: "submit", value: "yes" }, "Yes, seal a release"), el("button", { class: "cs-button", type: "submit", value: "no" }, "No"))
}

function discardForm(state, desk) {
  const submit = (event) => { event.preventDefault(); desk.act(["discard", { who: state.who }]) }
  return el("details", { class: "cs-discard" }, el("summary", {}, "Discard this file"), el("form", { class: "cs-form cs-form-line", "data-form": "discard", on: { submit } }, whoField(state, "discard"), el("button", { class: "cs-button", type: "submit" }, "Discard, keep nothing of it")))
}

function proposed(proposal) {
  return el("p", { class: "cs-bold" }, el("strong", {}, `${proposal.who} proposed it on ${moment(proposal.at)}.`), ` ${proposal.marking}. ${proposal.words}${/[.!?]$/.test(proposal.words) ? "" : "."}${proposal.replaces ? ` It replaces ${proposal.replaces}, whose rows leave the record.` : ""}`)
}

function decided(decision) {
  const verb = decision.is_accepted ? "said yes" : "said no"
  const open = () => go(`/?v=1&rel=${encodeURIComponent(decision.release)}`)
  return el("p", { class: "cs-bold" }, el("strong", {}, `${decision.who} ${verb} on ${moment(decision.at)}.`), " ", decision.is_accepted ? el("button", { type: "button", class: "cs-button", on: { click: open } }, `Open release ${decision.release}`) : "")
}

function release([stage, accepted, proposal, decision, isBusy, returns], state, desk, data) {
  if (!stage || stage === "checking") return ""
  const title = "Does it become a release?"
  if (isBusy) return section(title, "", el("p", { class: "cs-progress", role: "status" }, stage === "proposed" ? "Working; a release takes up to a minute to seal." : "Working."))
  const end = stage === "accepted" ? "" : discardForm(state, desk)
  if (decision) return section(title, "", proposal ? proposed(proposal) : "", decided(decision), end)
  if (stage === "proposed") return section(title, "A yes puts the used rows into the record and seals a new release; links to earlier releases show what they showed.", proposed(proposal), decideForm(state, desk), end)
  if (!accepted) return section(title, "", el("p", { class: "cs-absence" }, "It has no row that could be used. Mend it and send it again, or match its names."), end)
  return section(title, "Nothing of it is in a figure until a named person says yes to a proposal.", proposeForm(returns, state, desk, data), end)
}

/** The parts of the chosen file: name of the slot, what it depends on, how it is drawn. */
export function fileParts(state, desk, data) {
  const file = state.file
  const report = file?.report ?? null
  const dependsOn = [file?.stage, report?.accepted, file?.proposal, file?.decision, state.isBusy, file?.returns ?? [], file?.upload.id]
  return [
    ["head", [file && { upload: file.upload, stage: file.stage, decision: file.decision }, file && desk.title(file.upload.kind)], head],
    ["progress", file && { stage: file.stage, progress: file.progress }, progress],
    ["counts", report, counts],
    ["names", [report, file?.stage, file?.upload.id], (value) => names(value, state, desk, data)],
    ["issues", [report, state.severity, file?.upload.id], (value) => issues(value, state, desk)],
    ["sums", report, sums],
    ["figures", [file?.preview, file?.stage, file?.proposal?.replaces], figures],
    ["release", dependsOn, (value) => release(value, state, desk, data)],
  ]
}
