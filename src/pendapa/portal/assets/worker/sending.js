// Forms: what cannot be sent now is kept, if its page asked for that; photos shared from another app wait for the complaint.
const LONGEST_TITLE = 80;

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
  const form = await request.formData().catch(() => new FormData());
  const isPage = request.mode === "navigate";
  // The first page of a report: nothing of it is on the server, so it goes on where none is needed.
  if (isPage && url.pathname === BUILD.report) return goOnWith(String(form.get("text") || ""), form.getAll("photos"));
  const title = form.get("_offline");
  if (!title) return isPage ? shellPage(BUILD.offline, await spokenLanguage()) : Response.error();
  form.delete("_offline");
  const fields = [...form].filter(([, value]) => !(value instanceof File));
  const chosen = [...form].filter(([, value]) => value instanceof File && value.size);
  const files = chosen.map(([field, blob]) => ({ field, name: blob.name, blob }));
  const address = `${url.pathname}${url.search}`;
  for (const earlier of await allItems()) if (earlier.address === address && earlier.state === "waiting") await forgetItem(earlier.key);
  await keepNew({ kind: "form", state: "waiting", title: String(title).slice(0, LONGEST_TITLE), address, fields, files });
  await registration.sync?.register("pendapa-outbox").catch(() => {});
  return isPage ? Response.redirect(`${BUILD.offline}#menunggu`, 303) : shellPage(BUILD.offline, await spokenLanguage());
}

async function keepNew(item) {
  const key = crypto.randomUUID();
  await keepItem({ key, owner: (await recall("person")) || "", at: Date.now(), ...item });
  return key;
}

async function goOnWith(text, photos) {
  const pictures = photos.filter((one) => one instanceof File && one.size && one.type.startsWith("image/"));
  const files = pictures.slice(0, BUILD.most_photos).map((blob) => ({ name: blob.name, blob }));
  const key = await keepNew({ kind: "complaint", state: "draft", title: text.trim().slice(0, LONGEST_TITLE), fields: { text }, files });
  return Response.redirect(`${BUILD.complaint}?kiriman=${key}`, 303);
}

async function takeShared(request) {
  const form = await request.formData();
  const text = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean).join("\n");
  return goOnWith(text, form.getAll("photos"));
}
