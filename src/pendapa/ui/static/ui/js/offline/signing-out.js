// Before somebody signs out: what of theirs still waits on this device, and whether it is sent later or thrown away.
import { allItems } from "./outbox.js";

export async function askBeforeSigningOut(form) {
  const owner = document.body.dataset.person || "";
  const waiting = (await allItems().catch(() => [])).filter((item) => item.owner === owner && item.state === "waiting");
  const question = form.querySelector("[data-waiting-question]");
  question.hidden = !waiting.length;
  question.querySelector("input").disabled = !waiting.length;
  form.addEventListener("submit", () => {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("pendapa-draft:")) localStorage.removeItem(name);
    } catch { /* storage is switched off */ }
  });
}
