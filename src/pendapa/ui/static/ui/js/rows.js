// Single keys for lists: j and k walk the rows, Enter opens (the row's link has the focus), / searches, ? explains.
// They can be switched off (WCAG 2.1.4) in the help that ? opens and that a [data-shortcuts] button opens too.
const OFF = "pendapa-shortcuts-off";
const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };

export function walkRows(table) {
  const links = () => [...table.querySelectorAll("tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  const move = (by) => {
    const all = links(), row = document.activeElement.closest?.("tr");
    const at = all.findIndex((link) => link.closest("tr") === row);
    all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]?.focus();
  };
  const keys = { j: () => move(1), k: () => move(-1), "/": () => document.querySelector("main input[type=search]")?.focus(), "?": showHelp };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select, dialog *") || isOff()) return;
    const act = keys[event.key];
    if (act && table.isConnected) { event.preventDefault(); act(); }
  });
  document.querySelectorAll("[data-shortcuts]").forEach((button) => { button.hidden = false; button.onclick = showHelp; });
}

function showHelp() {
  const help = document.querySelector("dialog[data-shortcuts-help]");
  if (!help || help.open) return;
  const box = help.querySelector("input[type=checkbox]");
  box.checked = !isOff();
  box.onchange = () => { try { localStorage.setItem(OFF, box.checked ? "0" : "1"); } catch { /* kept for this page only */ } };
  help.showModal();
}
