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
  navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data?.type === "outbox") sayOutbox(data); });
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

// What was written without a connection: still waiting, refused, or just arrived. The list itself says more.
function sayOutbox({ left, refused, arrived }) {
  const sentence = (arrived && words.arrived) || (refused && words.refused) || (left && words.waits);
  document.querySelector("[data-outbox]")?.remove();
  if (!sentence || document.querySelector("[data-waiting]")) return;
  const link = Object.assign(document.createElement("a"), { href: "/luring/#menunggu", textContent: sentence });
  const line = document.createElement("p");
  line.append(link);
  addBanner("outbox", line);
}

function addBanner(name, ...parts) {
  const bar = Object.assign(document.createElement("div"), { className: "banner" });
  bar.dataset[name] = "";
  bar.setAttribute("role", "status");
  const inner = Object.assign(document.createElement("div"), { className: "wrap" });
  inner.append(...parts);
  bar.append(inner);
  document.querySelector("header").append(bar);
}

function offerUpdates(registration) {
  const offer = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller || document.querySelector("[data-update]")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: words.updateNow });
    button.onclick = () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage({ type: "take over" });
    };
    addBanner("update", Object.assign(document.createElement("p"), { textContent: words.update }), button);
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
