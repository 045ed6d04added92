// Checks each answer as it is left: the control's own rules first, then the server where the form names an address.
import { locale, words } from "./page.js";
import { readNik } from "./nik.js";

export function checkWhileTyping(form) {
  let latest = 0;
  form.addEventListener("focusout", async (event) => {
    const control = event.target;
    if (!control.name || ["file", "radio", "checkbox", "hidden", "submit"].includes(control.type)) return;
    if (!control.value && control.getAttribute("aria-invalid") !== "true") return;
    const fault = ownFault(control);
    show(control, fault);
    if (fault || !form.dataset.check || !control.value) return;
    const turn = ++latest, value = control.value;
    const body = new FormData(form);
    for (const [name, answer] of [...body]) if (answer instanceof File) body.delete(name);
    body.set("field", control.name);
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok || turn !== latest || control.value !== value) return;
      const found = (await response.json()).errors?.find((error) => error.field === control.name);
      show(control, found ? found.message : "");
    } catch { /* the server checks again when the form is sent */ }
  });
  // A fault on screen goes as soon as it is put right; a new one never appears in mid-word.
  form.addEventListener("input", ({ target }) => {
    if (target.dataset.kind === "nik") note(target);
    if (target.getAttribute("aria-invalid") === "true" && target.value && !ownFault(target)) show(target, "");
  });
  form.querySelectorAll("[data-kind=nik]").forEach(note);
}

function ownFault(control) {
  const state = control.validity;
  if (control.dataset.kind === "nik" && control.value) return { digits: words.nikDigits, date: words.nikDate }[readNik(control.value).fault] || "";
  if (state.valueMissing) return words.required;
  if (state.tooShort || state.patternMismatch || state.typeMismatch || state.badInput || state.rangeUnderflow || state.rangeOverflow)
    return control.title || words.format;
  return "";
}

function note(control) {
  const nik = readNik(control.value);
  const id = `${control.id}-note`;
  let line = document.getElementById(id);
  if (!line) {
    line = Object.assign(document.createElement("p"), { id, className: "field-note" });
    line.setAttribute("role", "status");
    control.after(line);
  }
  line.hidden = Boolean(nik.fault);
  line.textContent = nik.fault ? "" :
    `${words.born} ${nik.born.toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })}, ${words[nik.sex]}`;
}

function show(control, fault) {
  const field = control.closest(".field");
  if (!field) return;
  const id = `${control.id}-error`;
  let message = document.getElementById(id);
  const described = new Set((control.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (fault && !message) {
    message = Object.assign(document.createElement("p"), { id, className: "error-message" });
    (control.closest(".affix, .upload") || control).before(message);
  }
  if (fault) message.textContent = fault; else message?.remove();
  described[fault ? "add" : "delete"](id);
  field.classList.toggle("field-invalid", Boolean(fault));
  if (fault) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
  if (described.size) control.setAttribute("aria-describedby", [...described].join(" ")); else control.removeAttribute("aria-describedby");
}
