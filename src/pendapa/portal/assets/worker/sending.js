// Forms: what cannot be sent now is kept, if its page asked for that; photos shared from another app wait for the complaint.
const LONGEST_TITLE = 120;

async function answerForm(event, url) {
  sentAt = Date.now();
  if (url.pathname === BUILD.share) return takeShared(event.request);
  if (url.pathname === BUILD.sign_out) return leave(event.request);
  const held = event.request.clone();
  try {
    return await fetch(event.request);
  } catch {
    return keepForm(held, url);
  }
}

// Copies go before and after: a page that was under way must not come back.
async function leave(request) {
  const form = await request.clone().formData().catch(() => new FormData());
  const leaving = { withWaiting: !form.get("keep_waiting") };
  await signOut(leaving);
  try {
    return await fetch(request);
  } catch {
    return shellPage(BUILD.offline, await spokenLanguage());
  } finally {
    await signOut(leaving);
  }
}

async function keepForm(request, url) {
  const form = await request.formData().catch(() => null);
  const title = form?.get("_offline");
  if (!title) return shellPage(BUILD.offline, await spokenLanguage());
  form.delete("_offline");
  const fields = [...form].filter(([, value]) => !(value instanceof File));
  const chosen = [...form].filter(([, value]) => value instanceof File && value.size);
  const files = chosen.map(([field, blob]) => ({ field, name: blob.name, blob }));
  const address = `${url.pathname}${url.search}`;
  for (const earlier of await allItems()) if (earlier.address === address && earlier.state === "waiting") await forgetItem(earlier.key);
  await wait({ kind: "form", title: String(title).slice(0, LONGEST_TITLE), address, fields, files });
  if (request.mode !== "navigate") return shellPage(BUILD.offline, await spokenLanguage());
  return Response.redirect(`${BUILD.offline}#menunggu`, 303);
}

async function wait(item) {
  const owner = (await recall("person")) || "";
  await keepItem({ key: crypto.randomUUID(), owner, at: Date.now(), state: "waiting", ...item });
  await registration.sync?.register("pendapa-outbox").catch(() => {});
}

async function takeShared(request) {
  const form = await request.formData();
  const files = form.getAll("photos").filter((one) => one instanceof File && one.type.startsWith("image/"));
  const text = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean).join("\n");
  const key = crypto.randomUUID();
  const owner = (await recall("person")) || "";
  const kept = files.slice(0, BUILD.most_photos).map((blob) => ({ name: blob.name, blob }));
  await keepItem({ key, kind: "complaint", owner, at: Date.now(), state: "draft", title: text.slice(0, LONGEST_TITLE), fields: { text }, files: kept });
  return Response.redirect(`${BUILD.complaint}?kiriman=${key}`, 303);
}
