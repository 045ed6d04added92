// The page's side of the installed app: registers the service worker, tells it who is there and in which language,
// offers a new version, shows the age of a page that was kept, and the number of unread notices on the app's icon.
import { locale, words } from "../page.js";

const { body } = document;
const person = body.dataset.person || "";
const keptAt = body.dataset.keptAt;

export async function meetWorker() {
  if (keptAt) sayAge();
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (!registration) return;
  const { active } = await navigator.serviceWorker.ready;
  if (!("fromDevice" in body.dataset)) active.postMessage({ type: "page", person, language: document.documentElement.lang });
  if (navigator.onLine) active.postMessage({ type: "deliver" });
  addEventListener("online", () => active.postMessage({ type: "deliver" }));
  offerUpdates(registration);
  showUnread();
}

function sayAge() {
  const at = new Date(keptAt).toLocaleString(locale, { dateStyle: "long", timeStyle: "short" });
  for (const banner of document.querySelectorAll("[data-offline-banner]")) {
    banner.querySelector("p").textContent = `${words.kept} ${at}.`;
    banner.hidden = false;
    banner.dataset.stays = "";
  }
}

function offerUpdates(registration) {
  const offer = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller || document.querySelector("[data-update]")) return;
    const bar = Object.assign(document.createElement("div"), { className: "banner" });
    bar.dataset.update = "";
    bar.setAttribute("role", "status");
    const inner = Object.assign(document.createElement("div"), { className: "wrap" });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: words.updateNow });
    button.onclick = () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage({ type: "take over" });
    };
    inner.append(Object.assign(document.createElement("p"), { textContent: words.update }), button);
    bar.append(inner);
    document.querySelector("header").append(bar);
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  offer();
}

async function showUnread() {
  if (!navigator.setAppBadge || !matchMedia("(display-mode: standalone)").matches) return;
  if (!person) { navigator.clearAppBadge(); return; }
  const answer = await fetch("/akun/lencana/", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { unread } = await answer.json();
  await (unread ? navigator.setAppBadge(unread) : navigator.clearAppBadge());
}
