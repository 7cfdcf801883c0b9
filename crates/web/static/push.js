// Asks this browser for a push address and sends it with the form that is already on the page.

const form = document.querySelector(".push-form");
const refused = document.querySelector(".push-refused");

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const browser = () => {
  const brand = navigator.userAgentData?.brands?.find(({ brand }) => !/not/i.test(brand))?.brand;
  const known = brand ?? /(Firefox|Edg|Chrome|Safari)/.exec(navigator.userAgent)?.[1] ?? "Browser";
  return `${known}, ${navigator.userAgentData?.platform ?? navigator.platform}`;
};

async function subscribe() {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  await navigator.serviceWorker.ready.catch(() => {});
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(form.dataset.key),
  });
  const { endpoint, keys } = subscription.toJSON();
  Object.assign(form.elements.endpoint, { value: endpoint });
  form.elements.p256dh.value = keys.p256dh;
  form.elements.auth.value = keys.auth;
  form.elements.browser.value = browser();
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("not granted");
      await subscribe();
      form.submit();
    } catch {
      refused.hidden = false;
    }
  });
} else if (refused) {
  refused.hidden = false;
}
