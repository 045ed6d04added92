// Loads each part only where a page uses it.
import { announce, words } from "./page.js";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A form whose words are kept on the device was sent: whether they may be forgotten says the page that comes.
function isAnswerAwaited() {
  try { return sessionStorage.getItem("pendapa-draft-sent") !== null; } catch { return false; }
}

function start(root = document) {
  const each = (selector, part) => all(selector, root).forEach(part);
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  if (isAnswerAwaited()) import("./drafts.js").then((m) => m.settleSent(root === document));
  each("form[data-draft]", (form) => import("./drafts.js").then((m) => m.keepDraft(form)));
  each("[data-draft-done]", (done) => import("./drafts.js").then((m) => m.forgetDraft(done.dataset.draftDone)));
  each("form[data-check]", (form) => import("./checks.js").then((m) => m.checkWhileTyping(form)));
  each("[data-upload]", (box) => import("./uploads.js").then((m) => m.watchUpload(box)));
  each("form[data-offline]", (form) => import("./offline/forms.js").then((m) => m.markForLater(form)));
  each("form[data-complaint]", (form) => import("./offline/complaint.js").then((m) => m.writeComplaint(form)));
  each("form[data-signing-out]", (form) => import("./offline/signing-out.js").then((m) => m.askBeforeSigningOut(form)));
  each("[data-waiting]", (part) => import("./offline/waiting.js").then((m) => m.listWaiting(part)));
  each("[data-locate]", (button) => import("./offline/place.js").then((m) => m.offerPlace(button)));
  each("[data-install]", (part) => import("./offline/installing.js").then((m) => m.offerInstalling(part)));
  each("form[data-progress]", (form) => import("./sending.js").then((m) => m.sendWithProgress(form)));
  each("[data-live]", (part) => import("./live.js").then((m) => m.keepLive(part)));
  each("form[data-guard]", (form) => import("./guard.js").then((m) => m.guardChanges(form)));
  each("table[data-rows]", (table) => import("./rows.js").then((m) => m.walkRows(table)));
  each("[data-copy]", (button) => {
    button.hidden = !navigator.clipboard;
    button.onclick = async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const label = button.querySelector("span"), before = label.textContent;
      label.textContent = button.dataset.copied;
      announce(button.dataset.copied);
      setTimeout(() => { label.textContent = before; }, 2000);
    };
  });
  each("[data-print]", (button) => { button.hidden = false; button.onclick = () => print(); });
}

const showOffline = () => all("[data-offline-banner]:not([data-stays])").forEach((banner) => { banner.hidden = navigator.onLine; });
addEventListener("online", showOffline);
addEventListener("offline", showOffline);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-confirm]");
  if (!button || button.dataset.confirmed) return;
  event.preventDefault();
  import("./confirm.js").then((m) => m.askFirst(button, words));
});
document.addEventListener("pendapa:arrived", ({ target }) => start(target));
showOffline();
start();
// After the page itself is there: on a slow line it goes first.
// The mailbox for secret reports leaves nothing on the device, not even that.
if (navigator.serviceWorker && !location.pathname.startsWith("/lapor/rahasia/")) {
  const meet = () => import("./offline/device.js").then((m) => m.meetWorker());
  if (document.readyState === "complete") meet(); else addEventListener("load", meet, { once: true });
}
