// Keeps a part of the page true: a word from the stream makes it ask for itself again; without a stream it asks now and
// then. Each answer carries a new address to listen at, so that whoever may no longer see the page hears no more.
import { announce, arrived, words } from "./page.js";

const RENEW = 200_000, SPREAD = 40_000; // a token lasts 270 seconds
const FIRST_BEAT = 8_000, BEAT = 50_000; // the stream beats at once and every 20 seconds; a proxy may hold it back
const PATIENCE = 3, PAUSE = 1_000, POLL = 20_000, SPARING = 60_000, LONGEST = 300_000, TRY_AGAIN = 6;
const TYPING = "input, textarea, select";

export function keepLive(part) {
  const isSparing = navigator.connection?.saveData;
  let address = part.dataset.live, stream, failures = 0, polls = 0, asking, held, hasEnded = false;
  const timers = {};
  const later = (name, wait, act) => { clearTimeout(timers[name]); timers[name] = setTimeout(act, wait); };

  const show = (html) => {
    const active = part.contains(document.activeElement) ? document.activeElement : null;
    if (active?.matches(TYPING)) {
      if (!held) part.addEventListener("focusout", () => setTimeout(() => { const html = held; held = ""; show(html); }), { once: true });
      held = html;
      return;
    }
    const probe = document.createElement("template");
    probe.innerHTML = html;
    if (probe.innerHTML === part.innerHTML.trim()) return;
    const link = active?.closest("a[href]")?.getAttribute("href");
    part.innerHTML = html;
    if (link) part.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus({ preventScroll: true });
    arrived(part);
    announce(`${words.updated} ${part.querySelector("h1, h2, h3")?.textContent || ""}`.trim());
  };

  const answer = async () => {
    try {
      const fragment = part.dataset.fragment;
      const response = await fetch(fragment || location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (response.redirected || [401, 403, 404, 410].includes(response.status)) return "ended";
      if (!response.ok) return "failed";
      const text = await response.text();
      const whole = fragment ? null : new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
      address = (fragment ? response.headers.get("X-Live-Stream") : whole?.dataset.live) || "";
      if (fragment || whole) show((whole?.innerHTML ?? text).trim());
      return "fresh";
    } catch { return "failed"; }
  };
  // One question at a time; whoever asks meanwhile gets the answer to the next one.
  const ask = () => (asking = (asking || Promise.resolve()).then(answer).then((outcome) => {
    if (outcome === "ended") { hasEnded = true; close(); }
    return outcome;
  }));

  // Of many words in a short time the first is followed at once, the others together a second later.
  let isDue = false, resting = Promise.resolve();
  const refresh = () => {
    if (isDue) return;
    isDue = true;
    resting = resting.then(async () => {
      isDue = false;
      if (await ask() === "failed") later("refresh", POLL, refresh);
      await new Promise((done) => { setTimeout(done, PAUSE); });
    });
  };

  const close = () => { stream?.close(); stream = null; Object.values(timers).forEach(clearTimeout); };
  const heard = () => { failures = 0; later("deaf", BEAT, lose); };
  const lose = () => {
    close();
    failures += 1;
    if (failures >= PATIENCE) poll();
    else later("renew", failures * PAUSE * (1 + Math.random()), renew);
  };
  const renew = async () => {
    const outcome = await ask();
    if (hasEnded || document.hidden) return;
    close();
    if (outcome === "fresh") open(); else poll();
  };
  const open = () => {
    if (stream || hasEnded || document.hidden) return;
    if (!address || isSparing) { poll(); return; }
    stream = new EventSource(address);
    stream.addEventListener("entry", refresh);
    stream.addEventListener("all", refresh);
    stream.addEventListener("beat", heard);
    stream.onerror = () => {
      if (stream?.readyState === EventSource.CLOSED || (failures += 1) >= PATIENCE) lose();
      else later("deaf", FIRST_BEAT, lose);
    };
    later("deaf", FIRST_BEAT, lose);
    later("renew", RENEW + Math.random() * SPREAD, renew);
  };
  const poll = (wait = isSparing ? SPARING : POLL) => later("poll", wait * (0.9 + Math.random() / 5), async () => {
    const outcome = await ask();
    if (hasEnded || document.hidden) return;
    polls += 1;
    if (outcome === "fresh" && address && !isSparing && polls % TRY_AGAIN === 0) { failures = PATIENCE - 1; open(); return; }
    if (outcome === "fresh") poll(); else poll(Math.min(wait * 2, LONGEST));
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else if (!hasEnded) renew(); });
  addEventListener("online", () => { if (!hasEnded && !document.hidden) renew(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted && !hasEnded) renew(); });
  open();
}
