// Shows what the desk sends while no page of it is open. It keeps nothing and fetches nothing.

self.addEventListener("push", (event) => {
  const said = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(said.title ?? "", { body: said.body, tag: said.tag, data: { url: said.url } }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = event.notification.data?.url;
  // Only pages of this desk are opened, whatever the message said.
  if (url && new URL(url, self.location).origin === self.location.origin) event.waitUntil(self.clients.openWindow(url));
});
