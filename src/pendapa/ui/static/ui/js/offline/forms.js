// A form page that the service worker may keep and send later. The mark tells it so; the server does not know the field.
export function markForLater(form) {
  if (!navigator.serviceWorker?.controller || form.elements._offline) return;
  const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "_offline" });
  mark.value = form.dataset.offlineTitle || document.title;
  form.append(mark);
}
