// A new release waits until the person takes it over, so that no page runs with half of each.
addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await (await caches.open(FILES)).addAll(BUILD.files);
    await keepShell(await spokenLanguage());
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOldReleases(), clients.claim()]));
});

addEventListener("message", (event) => {
  const answers = { "take over": () => skipWaiting(), page: () => meetPage(event.data), deliver: () => deliver() };
  const answer = answers[event.data?.type];
  if (answer) event.waitUntil(Promise.resolve(answer()).finally(() => event.ports[0]?.postMessage("done")));
});

addEventListener("sync", (event) => {
  if (event.tag === "pendapa-outbox") event.waitUntil(deliver(true));
});

// A page from the server says who is there and in which language.
async function meetPage({ person, language }) {
  await setPerson(person);
  if (!["id", "en"].includes(language)) return;
  await remember("language", language);
  await keepShell(language);
}

const spokenLanguage = async () => (await recall("language")) || BUILD.language;

// Another person than before, or nobody: what was kept for the one before goes.
async function setPerson(person, asOf = visit) {
  const before = (await recall("person")) || "";
  if (asOf !== visit || before === person) return;
  await remember("person", person);
  await forgetOwn(person);
  await stopNewsOfOther(before, person);
}

// A session that ended leaves the news of its person on; whoever else signs in then could not switch them off. The push
// service tells the server with the next message that this address is gone, and it forgets it.
async function stopNewsOfOther(before, person) {
  if (before) await remember("person-before", before);
  if (!person || ((await recall("person-before")) || person) === person) return;
  await stopNews();
  await remember("person-before", person);
}

async function stopNews() {
  await (await registration.pushManager?.getSubscription())?.unsubscribe();
  await navigator.clearAppBadge?.();
}

async function signOut({ withWaiting = true } = {}) {
  visit += 1;
  const person = await recall("person");
  if (person) {
    await forgetOf(person, withWaiting);
    await stopNews();
  }
  await remember("person", "");
  await forgetOwn();
}

async function deliver(isSync = false) {
  const before = (await allItems()).filter((item) => item.state === "waiting");
  const left = before.length ? await deliverAll() : 0;
  const now = await allItems();
  const arrived = before.filter(({ key }) => now.find((item) => item.key === key)?.state === "sent");
  const refused = now.filter((item) => item.state === "refused").length;
  for (const client of await clients.matchAll()) client.postMessage({ type: "outbox", left, refused, arrived: arrived.length });
  await tellArrived(arrived.map(({ key }) => now.find((item) => item.key === key)));
  if (left && isSync) throw new Error("still waiting"); // the browser tries again by itself
}

// Where the person allowed notifications, a complaint that arrived in the background is told with its number.
async function tellArrived(items) {
  if (self.Notification?.permission !== "granted" || (await clients.matchAll({ type: "window" })).some((one) => one.focused)) return;
  for (const { key, title, receipt } of items) {
    if (receipt.number)
      await registration.showNotification(receipt.number, { body: title, icon: BUILD.icon, badge: BUILD.badge, tag: key, data: { url: BUILD.offline } });
  }
}
