// The complaint that is written without a server: kept on this device as it is typed, photos too, then queued and sent.
import { announce, locale } from "../page.js";
import { shrink } from "../uploads.js";
import { deliverAll } from "./delivering.js";
import { allItems, findItem, keepItem, recall } from "./outbox.js";

const LONGEST_TITLE = 80; // letters, as in the service worker
const DONE = "/luring/#menunggu";

export async function writeComplaint(form) {
  const item = await begun();
  fill(form, item);
  form.hidden = false;
  const most = Number(form.dataset.mostPhotos), list = form.querySelector("[data-photos]");
  const showPhotos = () => list.replaceChildren(...item.files.map((file, n) => rowOf(file, form.dataset.remove, async () => {
    item.files.splice(n, 1);
    showPhotos();
    await save();
  })));
  showPhotos();

  // One after the other, in the order of typing; what has been sent meanwhile is not written again.
  let last = Promise.resolve(true);
  const save = (state = "draft") => {
    last = last.then(async () => {
      if ((await findItem(item.key))?.state === "sent") { location.assign(DONE); return false; }
      Object.assign(item, { state, at: Date.now(), fields: answersOf(form) });
      item.title = item.fields.text.trim().slice(0, LONGEST_TITLE);
      delete item.problem;
      await keepItem(item);
      history.replaceState(null, "", `?kiriman=${item.key}`);
      return true;
    });
    return last;
  };

  let timer;
  form.addEventListener("input", ({ target }) => {
    if (target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await save();
      form.querySelector("[data-save-state] span").textContent =
        `${form.dataset.saved} ${new Date().toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" })}`;
    }, 300);
  });
  form.addEventListener("change", async ({ target }) => {
    showContact(form);
    if (target.type !== "file") return;
    const chosen = await Promise.all([...target.files].map(shrink));
    target.value = "";
    const taken = chosen.slice(0, most - item.files.length);
    item.files.push(...taken.map((blob) => ({ name: blob.name, blob })));
    try { await save(); } finally { showPhotos(); } // what is shown is kept, also when the browser ends now
    announce(taken.length < chosen.length ? form.dataset.tooMany : taken.map((one) => one.name).join(", "));
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (!form.reportValidity() || !(await save("waiting"))) return;
    await sendSoon();
    location.assign(DONE);
  });
}

// The one named in the address, else the draft written last, else a new one.
async function begun() {
  const asked = new URLSearchParams(location.search), owner = (await recall("person")) || "";
  const found = asked.has("kiriman") ? await findItem(asked.get("kiriman"))
    : asked.has("baru") ? null : (await allItems()).filter((one) => one.state === "draft" && one.owner === owner).pop();
  if (found?.kind === "complaint" && found.state !== "sent") return found;
  return { key: crypto.randomUUID(), kind: "complaint", owner, state: "draft", at: Date.now(), title: "", fields: {}, files: [] };
}

function answersOf(form) {
  const given = new FormData(form), number = (name) => (given.get(name) ? Number(given.get(name)) : null);
  const isAnonymous = given.get("who") === "anonymous";
  const contact = (name) => (isAnonymous ? "" : given.get(name).trim());
  return {
    text: given.get("text"), kind: given.get("kind"), place: given.get("place").trim(),
    latitude: number("latitude"), longitude: number("longitude"),
    is_anonymous: isAnonymous, is_secret: given.has("is_secret"), language: document.documentElement.lang,
    name: contact("name"), email: contact("email"), phone: contact("phone"),
  };
}

function fill(form, { fields, problem }) {
  for (const [name, value] of Object.entries(fields)) {
    const control = form.elements.namedItem(name);
    if (name === "is_anonymous") form.elements.who.value = value ? "anonymous" : "contact";
    else if (control?.type === "checkbox") control.checked = value;
    else if (control && value !== null) control.value = value;
  }
  showContact(form);
  const refusal = form.querySelector("[data-problem]");
  refusal.hidden = !problem;
  refusal.querySelector("[data-slot=problem]").textContent = problem || "";
}

function showContact(form) {
  const isAnonymous = form.elements.who.value === "anonymous";
  form.querySelector("[data-contact]").hidden = isAnonymous;
  form.elements.namedItem("name").required = !isAnonymous;
}

function rowOf(file, remove, take) {
  const row = Object.assign(document.createElement("div"), { className: "file-row" });
  const picture = Object.assign(new Image(), { alt: "", src: URL.createObjectURL(file.blob) });
  picture.onload = () => URL.revokeObjectURL(picture.src);
  const name = Object.assign(document.createElement("p"), { textContent: file.name });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet button-small", textContent: remove });
  button.setAttribute("aria-label", `${remove} ${file.name}`);
  button.onclick = take;
  row.append(picture, name, button);
  return row;
}

// By the service worker, which goes on when this page is closed; without one, by the page.
async function sendSoon() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("pendapa-outbox").catch(() => {});
  if (registration?.active) registration.active.postMessage({ type: "deliver" });
  else if (navigator.onLine) await deliverAll().catch(() => {});
}
