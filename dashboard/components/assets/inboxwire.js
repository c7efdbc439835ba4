/* What the inbox asks of the server: every answer is an object, with `words` where something did not go well. */

const LOST = "The server does not answer; try again."

export function count(number) {
  return number === null || number === undefined ? "[x]" : Number(number).toLocaleString("en-US").replace("-", "−")
}

async function read(answer) {
  try {
    const said = await answer.json()
    return answer.ok ? said : { words: said.words ?? LOST, isGone: answer.status === 404 }
  } catch {
    return { words: LOST }
  }
}

export async function ask(path) {
  try {
    return await read(await fetch(new URL(path, document.baseURI), { cache: "no-store" }))
  } catch {
    return { words: LOST }
  }
}

export async function tell(path, said) {
  try {
    const headers = { "X-Inbox": "1", "Content-Type": "application/json" }
    return await read(await fetch(new URL(path, document.baseURI), { method: "POST", headers, body: JSON.stringify(said) }))
  } catch {
    return { words: LOST }
  }
}

/** Send a file as it is; `told` hears what share of it is out. Only this way of asking says so. */
export function send(kind, file, told) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const query = new URLSearchParams({ kind, name: file.name })
    request.open("POST", new URL(`/inbox/files?${query}`, document.baseURI))
    request.setRequestHeader("X-Inbox", "1")
    request.setRequestHeader("Content-Type", "application/octet-stream")
    request.responseType = "json"
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) told(event.loaded / event.total) })
    request.addEventListener("load", () => resolve(request.status === 201 ? request.response : { words: request.response?.words ?? LOST }))
    request.addEventListener("error", () => resolve({ words: LOST }))
    request.send(file)
  })
}
