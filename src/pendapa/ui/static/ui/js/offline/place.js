// "Use my place": writes latitude and longitude into the form's fields of those names, and says how exact they are.
import { announce, locale } from "../page.js";

const PATIENCE = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 };

export function offerPlace(button) {
  if (!navigator.geolocation) return;
  button.hidden = false;
  button.onclick = () => {
    say(button, button.dataset.asking);
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const { latitude, longitude } = button.form.elements;
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      latitude.dispatchEvent(new Event("input", { bubbles: true }));
      const metres = Math.round(coords.accuracy).toLocaleString(locale);
      say(button, `${button.dataset.found} ${latitude.value}, ${longitude.value} (± ${metres} m)`);
    }, () => say(button, button.dataset.failed), PATIENCE);
  };
}

function say(button, sentence) {
  const line = button.parentElement.querySelector("[data-locate-status]");
  if (line) line.textContent = sentence;
  announce(sentence);
}
