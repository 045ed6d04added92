// The list of what waits on this device, and of receipts: each can be opened, changed, or thrown away.
import { announce, locale } from "../page.js";
import { deliverAll } from "./delivering.js";
import { allItems, forgetItem } from "./outbox.js";

export async function listWaiting(part) {
  const list = part.querySelector("ul"), none = part.querySelector("[data-none]"), send = part.querySelector("[data-send]");
  const show = async () => {
    const items = await allItems();
    list.replaceChildren(...items.reverse().map((item) => rowOf(part, item, show)));
    none.hidden = items.length > 0;
    send.hidden = !navigator.onLine || !items.some((item) => item.state === "waiting");
    part.dataset.ready = "";
  };
  send.onclick = async () => {
    send.disabled = true;
    await deliverAll().catch(() => {});
    send.disabled = false;
    await show();
    announce(part.dataset.updated);
  };
  navigator.serviceWorker?.addEventListener("message", async ({ data }) => {
    if (data?.type !== "outbox") return;
    await show();
    announce(part.dataset.updated);
  });
  addEventListener("online", show);
  addEventListener("offline", show);
  await show();
}

function rowOf(part, item, show) {
  const row = part.querySelector(`template[data-of="${item.state}"]`).content.cloneNode(true).firstElementChild;
  const put = (slot, text) => row.querySelectorAll(`[data-slot=${slot}]`).forEach((place) => { place.textContent = text; });
  put("title", item.title || part.dataset.untitled);
  put("at", new Date(item.at).toLocaleString(locale, { dateStyle: "long", timeStyle: "short" }));
  put("photos", item.files?.length ? `· ${item.files.length} ${part.dataset.photos}` : "");
  put("problem", item.problem || "");
  const { number, secret, address } = item.receipt || {};
  put("number", number);
  put("secret", secret);
  row.querySelectorAll("[data-if=number]").forEach((one) => { one.hidden = !number; });
  row.querySelectorAll("[data-link]").forEach((link) => {
    link.href = address || item.address || `${part.dataset.complaint}?kiriman=${item.key}`;
  });
  row.querySelector("[data-forget]").onclick = async (event) => {
    if (event.currentTarget.dataset.confirm && !event.currentTarget.dataset.confirmed) return;
    await forgetItem(item.key);
    await show();
    part.querySelector("h2").focus();
  };
  return row;
}
