// What waits on this device: complaints and form pages until they are sent, receipts until they are thrown away.
// Used by pages and, joined into /sw.js, by the service worker.
const STORES = { outbox: "key", facts: "name" };
let opening;

function database() {
  opening ||= new Promise((done, failed) => {
    const request = indexedDB.open("pendapa", 1);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) request.result.createObjectStore(store, { keyPath });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      request.result.onclose = () => { opening = null; };
      done(request.result);
    };
    request.onerror = () => { opening = null; failed(request.error); };
  });
  return opening;
}

// Resolves once the device has written it down, not merely taken note of it.
async function inStore(name, mode, act) {
  const transaction = (await database()).transaction(name, mode, { durability: "strict" });
  const request = act(transaction.objectStore(name));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

export const keepItem = (item) => inStore("outbox", "readwrite", (store) => store.put(item));
export const findItem = (key) => inStore("outbox", "readonly", (store) => store.get(key));
export const forgetItem = (key) => inStore("outbox", "readwrite", (store) => store.delete(key));
export const allItems = async () =>
  (await inStore("outbox", "readonly", (store) => store.getAll())).sort((one, other) => one.at - other.at);

// A device without storage still shows every page: it merely remembers nothing.
export const recall = async (name) => (await inStore("facts", "readonly", (store) => store.get(name)).catch(() => null))?.value;
export const remember = (name, value) => inStore("facts", "readwrite", (store) => store.put({ name, value })).catch(() => {});

// Of the person who signs out: receipts and drafts go, and what still waits unless they want it sent later.
export async function forgetOf(owner, withWaiting) {
  for (const item of await allItems())
    if (item.owner === owner && (withWaiting || item.state !== "waiting")) await forgetItem(item.key);
}
