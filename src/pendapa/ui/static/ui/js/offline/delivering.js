// Sends what waits, oldest first, one sender at a time. Each item carries its own key: the server takes it once.
// Used by pages and, joined into /sw.js, by the service worker.
import { allItems, keepItem, forgetItem } from "./outbox.js";

const COMPLAINTS = "/api/v1/complaints";
const TOKEN = /name="csrfmiddlewaretoken" value="([^"]+)"/;

class Later extends Error {}

// The number of items that still wait afterwards.
export function deliverAll() {
  return navigator.locks.request("pendapa-outbox", async () => {
    const waiting = (await allItems()).filter((item) => item.state === "waiting");
    let left = waiting.length;
    for (const item of waiting) {
      try {
        await (item.kind === "complaint" ? sendComplaint(item) : sendForm(item));
        left -= 1;
      } catch (fault) {
        if (!(fault instanceof Later || fault instanceof TypeError)) throw fault;
        break;
      }
    }
    return left;
  });
}

async function sendComplaint(item) {
  for (const file of item.files.filter((one) => !one.id)) {
    const body = new FormData();
    body.append("file", file.blob, file.name);
    const answer = await ask(`${COMPLAINTS}/files`, { method: "POST", body });
    if (!answer.ok) { await refuse(item, answer); return; }
    file.id = (await answer.json()).id;
    await keepItem(item);
  }
  const answer = await ask(COMPLAINTS, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": item.key },
    body: JSON.stringify({ ...item.fields, files: item.files.map((file) => file.id) }),
  });
  if (!answer.ok) { await refuse(item, answer); return; }
  const { number, secret, track_url: address } = await answer.json();
  const receipt = { number, secret, address: new URL(address).pathname };
  await keepItem({ key: item.key, kind: item.kind, owner: item.owner, title: item.title, at: Date.now(), state: "sent", receipt });
}

// Machine to machine: nothing of the visit goes along, an anonymous complaint stays one.
async function ask(url, options) {
  const answer = await fetch(url, { ...options, credentials: "omit", headers: { Accept: "application/json", ...options.headers } });
  if (answer.status === 429 || answer.status >= 500) throw new Later();
  return answer;
}

async function refuse(item, answer) {
  const problem = await answer.json().catch(() => ({}));
  const said = [problem.detail, ...(problem.errors || []).map((error) => error.message)].filter(Boolean);
  await keepItem({ ...item, state: "refused", problem: [...new Set(said)].join(" ") });
}

// A page of a form: its own address says whether it may still be sent, and gives a fresh form token.
async function sendForm(item) {
  const page = await fetch(item.address, { headers: { Accept: "text/html" } });
  if (page.status >= 500) throw new Later();
  const token = page.ok && !page.redirected && TOKEN.exec(await page.text())?.[1];
  if (!token) { await keepItem({ ...item, state: "refused", problem: "" }); return; }
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, name === "csrfmiddlewaretoken" ? token : value);
  for (const file of item.files) body.append(file.field, file.blob, file.name);
  const answer = await fetch(item.address, { method: "POST", body, headers: { Accept: "text/html" } });
  if (answer.status === 429 || answer.status >= 500) throw new Later();
  if (!answer.redirected) { await keepItem({ ...item, state: "refused", problem: "" }); return; }
  const next = new URL(answer.url).pathname;
  await forgetItem(item.key);
  await keepItem({ key: item.key, kind: "form", owner: item.owner, title: item.title, at: Date.now(), state: "sent", receipt: { address: next } });
}
