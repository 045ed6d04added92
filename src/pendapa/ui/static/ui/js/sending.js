// Sends a form with files in the background and shows how far it is; then shows the page that the server answers with.
import { arrived, words } from "./page.js";

export function sendWithProgress(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || ![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const line = Object.assign(document.createElement("p"), { className: "save-state", textContent: `${words.sending}…` });
    line.setAttribute("role", "status");
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    bar.setAttribute("aria-label", words.sending);
    form.append(line, bar);
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.upload.onprogress = ({ loaded, total }) => { bar.value = loaded / total; };
    request.onerror = () => {
      buttons.forEach((button) => { button.disabled = false; });
      bar.remove();
      line.textContent = words.offline;
    };
    request.onload = () => showPage(request.responseText, request.responseURL);
    request.send(body);
  });
}

// Fetching the answer's address again would swallow its one-time messages, so the answer itself becomes the page.
function showPage(html, url) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  if (url !== location.href) history.pushState(null, "", url);
  addEventListener("popstate", () => location.reload(), { once: true });
  scrollTo(0, 0);
  arrived(document.body);
}
