// The map draws itself as one picture when the page around it asks; nothing else of the frame can be read from there.
window.addEventListener("message", (event) => {
  if (event.data !== "picture" || event.source !== window.parent) return
  const map = document.querySelector(".leaflet-container")
  const { left, top, width, height } = map.getBoundingClientRect()
  const name = map.querySelector(".leaflet-overlay-pane svg").namespaceURI
  const picture = document.createElementNS(name, "svg")
  for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) picture.setAttribute(key, value)
  const add = (kind, attributes, text = "") => {
    const node = document.createElementNS(name, kind)
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
    node.textContent = text
    return picture.appendChild(node)
  }
  add("rect", { width, height, fill: getComputedStyle(map).backgroundColor })
  const pane = L.DomUtil.getPosition(document.querySelector(".leaflet-map-pane"))
  const shapes = add("g", { transform: `translate(${pane.x} ${pane.y})` })
  for (const path of map.querySelectorAll(".leaflet-overlay-pane path")) shapes.append(path.cloneNode())
  for (const label of map.querySelectorAll(".leaflet-marker-icon, .leaflet-control-scale-line:first-child")) {
    const box = label.getBoundingClientRect()
    const style = getComputedStyle(label)
    const isRight = style.textAlign === "right"
    const isMiddle = style.textAlign === "center"
    const x = box.left - left + (isRight ? box.width : isMiddle ? box.width / 2 : 0)
    const halo = label.className.includes("cs-count") ? "none" : getComputedStyle(document.documentElement).getPropertyValue("--paper")
    add("text", {
      x, y: box.top - top + box.height / 2, "dominant-baseline": "central", "text-anchor": isRight ? "end" : isMiddle ? "middle" : "start",
      fill: style.color, stroke: halo, "stroke-width": 3, "paint-order": "stroke", "font-family": style.fontFamily,
      "font-size": style.fontSize, "font-weight": style.fontWeight, "font-style": style.fontStyle,
    }, label.textContent)
    if (label.className.includes("scale")) add("path", { d: `M${box.left - left} ${box.bottom - top - 8}v8h${box.width}v-8`, fill: "none", stroke: style.color, "stroke-width": 2 })
  }
  event.source.postMessage({ picture: new XMLSerializer().serializeToString(picture), width, height }, "*")
})
