// Four kinds of copies. Of this release: its own files, the pages that work without a server, public pages. Of a person: their matters.
const FILES = `pendapa-files-${BUILD.version}`;
const SHELL = `pendapa-shell-${BUILD.version}`;
const PUBLIC = `pendapa-public-${BUILD.version}`;
const OWN = "pendapa-own-";
const MOST = { [FILES]: 80, [PUBLIC]: 40, [OWN]: 30 };
const DAY = 24 * 3600 * 1000;
const LONGEST_KEPT = { [PUBLIC]: 30 * DAY, [OWN]: 7 * DAY };

// Counts who comes and goes: what was asked for before somebody signed out may not be kept afterwards.
let visit = 0;

async function keepCopy(name, kind, key, response) {
  const held = await caches.open(name);
  const headers = new Headers(response.headers);
  headers.set("Kept-At", new Date().toISOString());
  await held.put(key, new Response(response.body, { status: response.status, headers }));
  const keys = await held.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST[kind]))) await held.delete(old);
}

async function copyFrom(name, kind, key) {
  if (!(await caches.has(name))) return null;
  const held = await caches.open(name);
  const found = await held.match(key);
  if (!found || ageOf(found) <= LONGEST_KEPT[kind]) return found;
  await held.delete(key);
  return null;
}

const ageOf = (response) => Date.now() - Date.parse(response.headers.get("Kept-At"));

// One address holds a page for each language.
function keyOf(url, language) {
  const key = new URL(url.pathname + url.search, location.origin);
  key.searchParams.set("kept-in", language);
  return key.href;
}

async function forgetOwn(except = "") {
  for (const name of await caches.keys()) if (name.startsWith(OWN) && name !== `${OWN}${except}`) await caches.delete(name);
}

async function forgetOldReleases() {
  const current = new Set([FILES, SHELL, PUBLIC]);
  for (const name of await caches.keys())
    if (name.startsWith("pendapa-") && !name.startsWith(OWN) && !current.has(name)) await caches.delete(name);
}

// The pages that work without a server, in one language, as somebody unknown sees them.
async function keepShell(language) {
  const held = await caches.open(SHELL);
  for (const address of BUILD.shell) {
    const key = keyOf(new URL(address, location.origin), language);
    if (await held.match(key)) continue;
    const response = await fetch(`${address}?bahasa=${language}`, { credentials: "omit" });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    await held.put(key, response);
  }
}

async function shellPage(address, language) {
  const held = await caches.open(SHELL);
  const url = new URL(address, location.origin);
  const found = (await held.match(keyOf(url, language))) || (await held.match(keyOf(url, BUILD.language)));
  return found ? marked(found, "data-from-device") : Response.error();
}

// A copy says of itself that it is one: its page then tells nobody who is there.
async function marked(copy, marks) {
  const headers = new Headers(copy.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const html = (await copy.text()).replace("<body ", `<body ${marks} `);
  return new Response(html, { status: copy.status, headers });
}
