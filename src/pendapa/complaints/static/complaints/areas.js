// Rectangles drawn on a photo, written as lines of per cent into the field that also takes them typed.
const SVG = "http://www.w3.org/2000/svg";
const SMALLEST = 1;

for (const frame of document.querySelectorAll("[data-areas]")) draw(frame, document.getElementById(frame.dataset.areas));

function draw(frame, list) {
  const canvas = document.createElementNS(SVG, "svg");
  canvas.setAttribute("viewBox", "0 0 100 100");
  canvas.setAttribute("preserveAspectRatio", "none");
  canvas.setAttribute("aria-hidden", "true");
  frame.append(canvas);
  document.querySelector("[data-areas-help]")?.removeAttribute("hidden");
  let start = null;
  let drawn = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (value) => Math.min(99.9, Math.max(0, value));
    return [within(((event.clientX - box.left) / box.width) * 100), within(((event.clientY - box.top) / box.height) * 100)];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.target.tagName === "rect") return takeAway(list, Number(event.target.dataset.index));
    start = place(event);
    drawn = canvas.appendChild(rectangle([...start, 0, 0]));
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (start) shape(drawn, between(start, place(event)));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!start) return;
    const area = between(start, place(event));
    start = null;
    drawn.remove();
    if (area[2] >= SMALLEST && area[3] >= SMALLEST) write(list, [...read(list), area]);
  });
  canvas.addEventListener("pointercancel", () => {
    start = null;
    drawn?.remove();
  });
  list.addEventListener("input", () => show(canvas, list));
  show(canvas, list);
}

function between(one, other) {
  return [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1])];
}

function read(list) {
  const lines = list.value.split("\n").map((line) => line.trim().split(/[\s,;]+/).map(Number));
  return lines.filter((area) => area.length === 4 && area.every(Number.isFinite));
}

function write(list, areas) {
  list.value = areas.map((area) => area.map((value) => Math.round(value * 10) / 10).join(" ")).join("\n");
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

function takeAway(list, index) {
  write(list, read(list).filter((_area, place) => place !== index));
}

function show(canvas, list) {
  canvas.replaceChildren(...read(list).map((area, index) => named(rectangle(area), index)));
}

function named(element, index) {
  element.dataset.index = index;
  return element;
}

function rectangle(area) {
  const element = document.createElementNS(SVG, "rect");
  shape(element, area);
  return element;
}

function shape(element, area) {
  ["x", "y", "width", "height"].forEach((name, index) => element.setAttribute(name, area[index]));
}
