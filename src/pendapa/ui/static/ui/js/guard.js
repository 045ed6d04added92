// Warns before a page with unsaved changes is left.
export function guardChanges(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed && form.isConnected) event.preventDefault(); });
}
