// What a page request meets: the server first, except public pages that somebody unknown has seen within a day.
const PATIENCE = 6000;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const JUST_NOW = 15_000;
let sentAt = 0;

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // The mailbox for secret reports leaves no trace on a device: it is as if there were no worker.
  if (url.origin !== location.origin || url.pathname.startsWith(BUILD.traceless)) return;
  if (request.method === "POST") {
    // A page's own form: as a page, or sent by its script with progress.
    const isOfPage = request.mode === "navigate" || (URL.canParse?.(request.referrer) && new URL(request.referrer).pathname === url.pathname);
    if (isOfPage) event.respondWith(answerForm(event, url));
  } else if (request.method === "GET") {
    if (request.mode === "navigate") event.respondWith(answerPage(event, url));
    else if (url.pathname.startsWith("/static/")) event.respondWith(answerFile(request, url));
  }
});

async function answerFile(request, url) {
  const held = await caches.open(FILES);
  const found = await held.match(url.pathname);
  if (found && HASHED.test(url.pathname)) return found;
  try {
    const response = await fetch(request);
    if (response.status === 200) await keepCopy(FILES, FILES, url.pathname, response.clone());
    return response;
  } catch (fault) {
    if (found) return found;
    throw fault;
  }
}

async function answerPage(event, url) {
  const [person, language] = [(await recall("person")) || "", await spokenLanguage()];
  const key = keyOf(url, language);
  const isReload = ["reload", "no-cache"].includes(event.request.cache);
  const copy = (person && (await copyFrom(`${OWN}${person}`, OWN, key))) || (await copyFrom(PUBLIC, PUBLIC, key));
  const answer = askServer(event, url, language);
  if (copy && !person && !isReload && Date.now() - sentAt > JUST_NOW && ageOf(copy) < DAY) {
    event.waitUntil(answer.catch(() => {}));
    return copy;
  }
  try {
    return (await (copy ? Promise.race([answer, patience()]) : answer)) || withAge(copy);
  } catch {
    if (copy) return withAge(copy);
    if (url.pathname.startsWith(BUILD.report) && url.pathname !== BUILD.complaint) return Response.redirect(BUILD.complaint, 302);
    return shellPage(BUILD.shell.includes(url.pathname) ? url.pathname : BUILD.offline, language);
  }
}

// With a copy at hand, a network that neither answers nor fails counts as none.
const patience = () => new Promise((done) => { setTimeout(done, PATIENCE); });

// The server says on each answer whether it may be kept, and for whom: nothing else is.
async function askServer(event, url, language) {
  const before = visit;
  const response = await fetch(event.request);
  const spoken = response.headers.get("Content-Language") || language;
  if (spoken !== language) event.waitUntil(remember("language", spoken));
  if ([401, 403].includes(response.status) && url.pathname.startsWith("/akun/")) event.waitUntil(setPerson(""));
  if (response.status !== 200) return response;
  const [kind, whose] = (response.headers.get("Pendapa-Keep") || "").split(" ");
  const key = keyOf(url, spoken);
  if (kind === "public") event.waitUntil(keepCopy(PUBLIC, PUBLIC, key, response.clone()));
  if (kind === "own") event.waitUntil(keepOwn(whose, key, response.clone(), before));
  return response;
}

async function keepOwn(whose, key, copy, before) {
  await setPerson(whose, before);
  if (before !== visit) return;
  await keepCopy(`${OWN}${whose}`, OWN, key, copy);
  if (before !== visit) await caches.delete(`${OWN}${whose}`);
}

const withAge = (copy) => marked(copy, `data-from-device data-kept-at="${copy.headers.get("Kept-At")}"`);
