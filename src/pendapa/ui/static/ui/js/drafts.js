// Keeps what a person types on this device until the form has been sent: nothing is lost to a dead battery or network.
// Identity numbers stay out: the device may be shared.
import { locale, words } from "./page.js";

const PREFIX = "pendapa-draft:";
const SENT = "pendapa-draft-sent";
const SEVEN_DAYS = 7 * 24 * 3600 * 1000;
const isKept = (control) =>
  control && control.name && control.name !== "csrfmiddlewaretoken" && !["file", "password", "hidden", "submit", "button"].includes(control.type)
  && !/one-time-code|password/.test(control.autocomplete) && !control.closest("[data-private], [data-kind=nik]");

export function keepDraft(form) {
  const key = PREFIX + form.dataset.draft;
  settleSent();
  restore(form, key);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      write(key, { at: Date.now(), answers: answersOf(form) });
      say(form, `${words.saved} ${new Date().toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" })}`);
    }, 400);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine || form.elements._offline) {
      noteSent(form.dataset.draft);
      return;
    }
    event.preventDefault();
    clearTimeout(timer);
    write(key, { at: Date.now(), answers: answersOf(form) });
    say(form, words.offline);
  });
}

// A name stands for all the pages of its draft as well: "<id>" for "<id>-<page>".
export function forgetDraft(name) {
  try {
    for (const key of Object.keys(localStorage))
      if (key === PREFIX + name || key.startsWith(`${PREFIX}${name}-`)) localStorage.removeItem(key);
  } catch { /* storage is switched off */ }
}

// What is sent is on its way until the answer says that it arrived: only then is the copy of this device forgotten.
function noteSent(name) {
  for (const flash of document.querySelectorAll(".flash")) flash.dataset.seen = "";
  try { sessionStorage.setItem(SENT, name); } catch { /* storage is switched off */ }
}

// Whether the page that came says "done". A refusal, a fault, a page to sign in or one of this device does not.
export function settleSent(isNewPage = false) {
  try {
    const name = sessionStorage.getItem(SENT);
    if (name === null) return;
    const isDone = document.querySelector(".flash-success:not([data-seen])") && !document.querySelector("[data-error-summary]");
    if (isDone && !("fromDevice" in document.body.dataset)) forgetDraft(name);
    if (isDone || isNewPage) sessionStorage.removeItem(SENT);
  } catch { /* storage is switched off */ }
}

function answersOf(form) {
  return [...form.elements].filter(isKept)
    .map((c) => [c.name, ["checkbox", "radio"].includes(c.type) ? (c.checked ? c.value : null) : c.value, c.type])
    .filter(([, value]) => value !== null);
}

// What the server already knows wins; the draft only fills what is empty there.
function restore(form, key) {
  const draft = read(key);
  if (!draft) return;
  if (Date.now() - draft.at > SEVEN_DAYS) { localStorage.removeItem(key); return; }
  let restored = 0;
  for (const [name, value, type] of draft.answers) {
    const controls = [...form.elements].filter((c) => c.name === name && isKept(c));
    if (type === "checkbox" || type === "radio") {
      if (type === "radio" && controls.some((c) => c.checked)) continue;
      controls.filter((c) => c.value === value && !c.checked).forEach((c) => { c.checked = true; restored += 1; });
    } else if (controls[0] && !controls[0].value && value) { controls[0].value = value; restored += 1; }
  }
  if (restored) say(form, words.restored);
}

function say(form, sentence) {
  const place = form.querySelector("[data-save-state] span") || document.querySelector("[data-save-state] span");
  if (place) place.textContent = sentence;
}

function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } }
function write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* storage is full or switched off */ } }
