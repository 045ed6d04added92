// What the pages of a report gain with script: the position of the device, the place in a photo, and the puzzle.
import { placeInPhoto } from "./photo-place.js";

for (const form of document.querySelectorAll("form[data-report]")) {
  const box = form.querySelector("[data-position]");
  if (box && navigator.geolocation) offerPosition(form, box);
  const map = form.querySelector("[data-pin-map]");
  if (map) offerMap(form, map);
  if (form.elements.photo_place) watchPhotos(form);
  if (form.elements.puzzle) import("./puzzle.js").then((m) => m.solveInBackground(form));
}

function offerPosition(form, box) {
  const button = box.querySelector("button"), status = box.querySelector("[data-position-status]");
  box.hidden = false;
  button.addEventListener("click", () => {
    status.textContent = box.dataset.seeking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        form.elements.latitude.dispatchEvent(new Event("input", { bubbles: true }));
        status.textContent = box.dataset.found;
      },
      () => { status.textContent = box.dataset.denied; },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  });
}

function offerMap(form, box) {
  const button = box.querySelector("[data-map-open]"), status = box.querySelector("[data-map-status]");
  box.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = box.dataset.loading;
    try {
      await (await import("./pin-map.js")).openPinMap(form, box);
      status.textContent = "";
      button.hidden = true;
    } catch {
      status.textContent = box.dataset.failed;
      button.disabled = false;
    }
  });
}

// Photos are made smaller on the device, which drops where they were taken: it is read before, and only if allowed.
function watchPhotos(form) {
  const allowed = form.elements.photo_place;
  let originals = [];
  const read = async () => {
    if (!allowed.checked || form.elements.photo_latitude.value) return;
    for (const file of originals) {
      const place = await placeInPhoto(file);
      if (!place) continue;
      [form.elements.photo_latitude.value, form.elements.photo_longitude.value] = place.map((one) => one.toFixed(6));
      return;
    }
  };
  form.addEventListener("change", ({ target }) => {
    if (target.name === "photos") originals = [...originals, ...target.files];
    if (target === allowed && !allowed.checked) form.elements.photo_latitude.value = form.elements.photo_longitude.value = "";
    read();
  }, { capture: true });
}
