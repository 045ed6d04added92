// What all parts share: the sentences in the page's language, and the ways to speak to the page.
export const words = JSON.parse(document.body.dataset.words || "{}");

// Dates and numbers are written as the server writes them: day before month.
export const locale = document.documentElement.lang.startsWith("en") ? "en-GB" : "id";

// Tells the loader that a part of the page is new, so that the components in it come alive.
export const arrived = (part) => part.dispatchEvent(new CustomEvent("pendapa:arrived", { bubbles: true }));

// Says a short sentence to screen readers, in one polite region for the whole page.
export function announce(sentence) {
  let region = document.getElementById("announcements");
  if (!region) {
    region = Object.assign(document.createElement("p"), { id: "announcements", className: "visually-hidden" });
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = sentence;
}
