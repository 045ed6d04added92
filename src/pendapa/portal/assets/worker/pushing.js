// News that arrive while no page is open: shown, counted on the icon, and opened where they belong.
addEventListener("push", (event) => {
  event.waitUntil((async () => {
    let news = {};
    try { news = event.data?.json() || {}; } catch { news = { body: event.data.text() }; }
    await registration.showNotification(String(news.title || BUILD.name), {
      body: String(news.body || ""), tag: news.tag ? String(news.tag) : undefined, icon: BUILD.icon, badge: BUILD.badge,
      lang: await spokenLanguage(), data: { url: String(news.url || "/") },
    });
    if (navigator.setAppBadge) await (Number.isInteger(news.unread) ? navigator.setAppBadge(news.unread) : navigator.setAppBadge()).catch(() => {});
  })());
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || "/", location.origin);
  if (url.origin !== location.origin) return;
  event.waitUntil((async () => {
    const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
    const same = open.find((one) => new URL(one.url).pathname === url.pathname);
    if (same) { await same.focus(); return; }
    await clients.openWindow(url.href);
  })());
});
