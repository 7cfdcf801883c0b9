// Asks this device to make or to use a passkey, and sends what it says with the form that is already on the page.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") : "";
const known = (ids) => ids.map((id) => ({ type: "public-key", id: bytes(id) }));

async function question(form) {
  const asked = new URLSearchParams();
  for (const name of ["csrf", "half"]) if (form.elements[name]) asked.set(name, form.elements[name].value);
  const headers = { accept: "application/json" };
  const response = await fetch(form.dataset.ask, { method: "POST", body: asked, headers });
  if (!response.ok) throw new Error("no question");
  return response.json();
}

// What the device says, by the names of the form's fields.
async function made({ challenge, host, office, credentials, owner, algorithms }) {
  const { id, response } = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: host, name: office },
      user: { id: bytes(owner.id), name: owner.name, displayName: owner.shown },
      pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      excludeCredentials: known(credentials),
      attestation: "none",
    },
  });
  return { id, client: text(response.clientDataJSON), attestation: text(response.attestationObject) };
}

async function used({ challenge, host, credentials }) {
  const { id, response } = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(challenge),
      rpId: host,
      allowCredentials: known(credentials),
      userVerification: "required",
    },
  });
  return {
    id,
    client: text(response.clientDataJSON),
    data: text(response.authenticatorData),
    signature: text(response.signature),
    user: text(response.userHandle),
  };
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll(".key-form") : []) {
  const [button, refused] = [form.querySelector(".key-button"), form.querySelector(".key-refused")];
  button.hidden = form.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    refused.hidden = true;
    try {
      const asked = await question(form);
      const said = await (asked.owner ? made(asked) : used(asked));
      for (const [name, value] of Object.entries(said)) {
        const field = form.elements[`${form.dataset.prefix}${name}`];
        if (field) field.value = value;
      }
      form.submit();
    } catch {
      refused.hidden = false;
      button.disabled = false;
    }
  });
}
