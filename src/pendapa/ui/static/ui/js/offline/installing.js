// Where the browser lets a page offer it, one button installs the app.
export function offerInstalling(part) {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    part.hidden = false;
    part.querySelector("button").onclick = async () => {
      await event.prompt();
      part.hidden = true;
    };
  }, { once: true });
}
