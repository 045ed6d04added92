// Switches notices on or off for this browser, where it knows push and the page has a service worker.
const box = document.querySelector("[data-push]");
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=")), (sign) =>
    sign.charCodeAt(0),
  );
const device = () => {
  const agent = navigator.userAgent;
  const names = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
  const systems = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac", "Mac"]];
  const found = (list) => list.find(([sign]) => agent.includes(sign))?.[1];
  return [found(names), found(systems) ?? "Linux"].filter(Boolean).join(" · ");
};

async function tell(method, content) {
  const answer = await fetch(box.dataset.pushUrl, {
    method,
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": box.dataset.pushToken },
    body: JSON.stringify(content),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}

async function show(registration) {
  const on = box.querySelector("[name=push-on]");
  const off = box.querySelector("[name=push-off]");
  const held = await registration.pushManager.getSubscription();
  on.hidden = Boolean(held);
  off.hidden = !held;
  box.hidden = false;
  on.onclick = () =>
    attempt(async () => {
      const made = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytes(box.dataset.push),
      });
      await tell("POST", { ...made.toJSON(), device: device() });
      location.reload();
    });
  off.onclick = () =>
    attempt(async () => {
      await tell("DELETE", { endpoint: held.endpoint });
      await held.unsubscribe();
      location.reload();
    });
}

async function attempt(work) {
  const fault = box.querySelector("[data-push-fault]");
  fault.hidden = true;
  try {
    await work();
  } catch {
    fault.hidden = false;
  }
}

if (box && "serviceWorker" in navigator && "PushManager" in window) {
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration) await show(registration);
}
