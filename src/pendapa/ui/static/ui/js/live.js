// Keeps a part of the page true: a word from the stream makes it fetch itself again; once a minute where streams fail.
import { announce, arrived, words } from "./page.js";

const POLL = 60_000, PATIENCE = 3;

export function keepLive(part) {
  let stream, timer, failures = 0;
  const refresh = async () => {
    if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
    try {
      const response = await fetch(part.dataset.fragment, { headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) return;
      const html = (await response.text()).trim();
      const probe = document.createElement("template");
      probe.innerHTML = html;
      if (probe.innerHTML === part.innerHTML.trim()) return;
      part.innerHTML = html;
      arrived(part);
      announce(`${words.updated} ${part.querySelector("h1, h2, h3")?.textContent || ""}`);
    } catch { /* the next word or minute tries again */ }
  };
  const poll = () => { clearTimeout(timer); timer = setTimeout(() => { refresh().then(poll); }, POLL); };
  const close = () => { stream?.close(); stream = null; clearTimeout(timer); };
  const open = () => {
    if (stream || document.hidden) return;
    if (navigator.connection?.saveData || !part.dataset.live) { poll(); return; }
    stream = new EventSource(part.dataset.live);
    stream.onopen = () => { failures = 0; };
    stream.onmessage = refresh;
    stream.addEventListener("entry", refresh);
    stream.onerror = () => { failures += 1; if (failures >= PATIENCE || stream?.readyState === EventSource.CLOSED) { close(); poll(); } };
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else { refresh(); open(); } });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
}
