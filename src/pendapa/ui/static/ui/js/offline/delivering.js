// Sends what waits, oldest first, one sender at a time. Each item carries its own key: the server takes it once.
// Used by pages and, joined into /sw.js, by the service worker.
import { allItems, findItem, keepItem } from "./outbox.js";

const COMPLAINTS = "/api/v1/complaints";
const TOKEN_NAME = "csrfmiddlewaretoken", SIGN_IN = "/masuk/";
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
  let answer = await sendPhotos(item) || await sendWords(item);
  // Photos that were handed in long ago are thrown away by the server; here they still are.
  if (answer.status === 422 && item.files.some((file) => file.id)) {
    for (const file of item.files) delete file.id;
    answer = await sendPhotos(item) || await sendWords(item);
  }
  if (!answer.ok) { await refuse(item, answer); return; }
  const { number, secret, track_url: address } = await answer.json();
  const { key, kind, owner, title } = item;
  const receipt = { number, secret, address: new URL(address).pathname };
  await keepItem({ key, kind, owner, title, at: Date.now(), state: "sent", receipt });
}

// The refusal, if one of them is refused. Each that is taken is noted at once and not sent again.
async function sendPhotos(item) {
  for (const file of item.files.filter((one) => !one.id)) {
    const body = new FormData();
    body.append("file", file.blob, file.name);
    const answer = await ask(`${COMPLAINTS}/photos`, { method: "POST", body });
    if (!answer.ok) return answer;
    file.id = (await answer.json()).id;
    if (!(await findItem(item.key))) throw new Later(); // thrown away meanwhile
    await keepItem(item);
  }
  return null;
}

function sendWords({ key, fields, files }) {
  return ask(COMPLAINTS, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify({ ...fields, photos: files.map((file) => file.id) }),
  });
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

// A page of a form, to its own address, which takes it as often as it comes and keeps it once. The form token is the
// one it was written with, or, when somebody has signed in since, a new one.
async function sendForm(item) {
  let answer = await postForm(item, item.fields);
  if (answer.status === 403) {
    const page = await fetch(item.address, { headers: { Accept: "text/html" } });
    const token = page.ok && TOKEN.exec(await page.text())?.[1];
    if (token) answer = await postForm(item, item.fields.map(([name, value]) => [name, name === TOKEN_NAME ? token : value]));
  }
  if (answer.status === 429 || answer.status >= 500) throw new Later();
  const next = new URL(answer.url).pathname;
  const isTaken = answer.ok && answer.redirected && !next.startsWith(SIGN_IN);
  if (!isTaken) { await keepItem({ ...item, state: "refused", problem: "" }); return; }
  const { key, kind, owner, title } = item;
  await keepItem({ key, kind, owner, title, at: Date.now(), state: "sent", receipt: { address: next } });
}

function postForm({ address, files }, fields) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  for (const file of files) body.append(file.field, file.blob, file.name);
  return fetch(address, { method: "POST", body, headers: { Accept: "text/html" } });
}
