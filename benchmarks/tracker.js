/* Watches a page from inside: when was the last choice made, and when did the last visible thing change?
   It runs in every frame before the frame's own scripts; all frames of one host keep one clock in the top window. */
(() => {
  const home = (() => {
    try {
      return window.top.document ? window.top : window
    } catch {
      return window
    }
  })()
  const clock = () => performance.timeOrigin + performance.now()
  home.watched ??= { chosen: 0, changed: 0, painted: 0, frames: 0 }
  const watched = home.watched
  let isPainting = false

  const changed = () => {
    watched.changed = clock()
    watched.frames = 0
    if (isPainting) return
    isPainting = true
    requestAnimationFrame(() => {
      setTimeout(() => {
        isPainting = false
        watched.painted = clock()
      })
    })
  }

  const isVisible = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement
    return !element?.closest("head")
  }
  const observer = new MutationObserver((records) => {
    if (records.some((record) => isVisible(record.target))) changed()
  })
  const observe = (root) => observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
  observe(document)
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (options) {
    const shadow = attach.call(this, options)
    observe(shadow)
    return shadow
  }

  const drawn = [
    [CanvasRenderingContext2D, ["clearRect", "drawImage", "fill", "fillRect", "fillText", "stroke"]],
    [WebGLRenderingContext, ["clear", "drawArrays", "drawElements"]],
    [WebGL2RenderingContext, ["clear", "drawArrays", "drawElements"]],
  ]
  for (const [kind, names] of drawn) {
    for (const name of names) {
      const act = kind.prototype[name]
      kind.prototype[name] = function (...given) {
        changed()
        return act.apply(this, given)
      }
    }
  }

  for (const kind of ["pointerup", "click", "change", "keydown"]) {
    window.addEventListener(kind, (event) => { if (event.isTrusted) watched.chosen = clock() }, { capture: true, passive: true })
  }
  if (home !== window) return
  const frame = () => {
    watched.frames += 1
    requestAnimationFrame(frame)
  }
  frame()
  home.isQuiet = (wanted) => watched.changed > 0 && watched.frames > 3 && clock() - watched.changed >= wanted
})()
