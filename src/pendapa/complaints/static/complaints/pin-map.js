// A pin on a map: it fills in the coordinates, as the device's position does. All of it is fetched when the map is opened.
import { drawGrid, drawNames, nearestPlace } from "./map-ground.js";

const STEP = 12, FINE_STEP = 2; // pixels by one press of an arrow key, and with Shift
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const NEAR = 16, FAR = 12, NATION = { centre: [-2.5, 118], zoom: 4 };

export async function openPinMap(form, box) {
  const { script, styles, own, places } = box.dataset;
  const [answer] = await Promise.all([fetch(places), load("script", { src: script }), load("link", { rel: "stylesheet", href: styles }), load("link", { rel: "stylesheet", href: own })]);
  if (!answer.ok) throw new Error(String(answer.status));
  showMap(form, box, await answer.json());
}

function load(name, given) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement(name), given, { onload: resolve, onerror: reject }));
  });
}

function showMap(form, box, { centre, places }) {
  const { L } = window, said = box.dataset, field = form.elements;
  const frame = box.querySelector("[data-map-frame]");
  frame.hidden = false;
  const map = L.map(frame.querySelector("[data-map]"), { zoomControl: false, attributionControl: false });
  L.control.zoom({ zoomInTitle: said.nearer, zoomOutTitle: said.farther }).addTo(map);
  lookAt(map, typedPlace(field), centre, places);
  if (said.tiles) {
    L.control.attribution({ prefix: false }).addTo(map);
    L.tileLayer(said.tiles, { maxZoom: 19, attribution: escaped(said.credit) }).addTo(map);
  } else drawGrid(L, map);
  drawNames(L, map, places);

  const icon = L.divIcon({ className: "map-pin", html: box.querySelector("template").innerHTML, iconSize: [36, 36], iconAnchor: [18, 34] });
  const pin = L.marker(map.getCenter(), { icon, draggable: true, autoPan: true }).addTo(map);
  pin.getElement().setAttribute("aria-label", said.pin);
  pin.getElement().setAttribute("aria-describedby", "map-help");

  const put = (place) => {
    pin.setLatLng(place);
    map.panInside(pin.getLatLng(), { padding: [40, 40] });
    const { lat, lng } = pin.getLatLng().wrap();
    field.latitude.value = lat.toFixed(6);
    field.longitude.value = lng.toFixed(6);
    field.latitude.dispatchEvent(new Event("input", { bubbles: true }));
    box.querySelector("[data-map-status]").textContent = `${said.placed} ${lat.toFixed(4)}, ${lng.toFixed(4)}`;
    offerVillage(form, box, nearestPlace(map, pin.getLatLng(), places));
  };
  map.on("click", ({ latlng }) => put(latlng));
  pin.on("dragend", () => put(pin.getLatLng()));
  pin.getElement().addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? FINE_STEP : STEP;
    put(map.containerPointToLatLng(map.latLngToContainerPoint(pin.getLatLng()).add(way.map((one) => one * far))));
  });
  box.querySelector("[data-map-middle]").addEventListener("click", () => put(map.getCenter()));
  pin.getElement().focus();
}

function lookAt(map, typed, centre, places) {
  if (typed) map.setView(typed, NEAR);
  else if (places.length) map.fitBounds(places.map((one) => [one.latitude, one.longitude]), { maxZoom: NEAR, padding: [30, 30] });
  else map.setView(centre ?? NATION.centre, centre ? FAR : NATION.zoom);
}

function typedPlace(field) {
  const place = [field.latitude, field.longitude].map((one) => Number.parseFloat(one.value.replace(",", ".")));
  return place.every(Number.isFinite) ? place : null;
}

// The village is offered, never chosen for the person: we only know where others reported from.
function offerVillage(form, box, place) {
  const button = box.querySelector("[data-map-village]");
  button.hidden = !place || form.querySelector(`input[name="place.code"][value="${place.code}"]:checked`) !== null;
  if (button.hidden) return;
  button.textContent = box.dataset.village.replace("{village}", place.name);
  button.onclick = () => {
    const found = form.querySelector("[data-place-results]");
    const label = Object.assign(document.createElement("label"), { className: "choice", htmlFor: "id_place_on_map" });
    const choice = Object.assign(document.createElement("input"), { type: "radio", name: "place.code", value: place.code, id: "id_place_on_map", checked: true });
    label.append(choice, Object.assign(document.createElement("span"), { textContent: place.name }));
    found.replaceChildren(label);
    button.hidden = true;
    box.querySelector("[data-map-status]").textContent = box.dataset.chosen.replace("{village}", place.name);
    form.elements.latitude.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function escaped(text) {
  return Object.assign(document.createElement("i"), { textContent: text }).innerHTML;
}
