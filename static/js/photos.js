"use strict";
(() => {
  // Photographs chosen for a request stay in this browser until the portal has it, beside what is typed (typed.js, which
  // drops them with it): neither a broken line nor an empty battery loses them.
  const input = document.querySelector("form[data-typed] input[type=file][data-photos]");
  if (!input || !window.indexedDB) return;
  const form = input.form, key = `typed-${form.dataset.typed}`, OLD = 86400e3, OWNER = `${key.split(".")[0]}.`;
  const note = input.closest("[data-upload]").querySelector("[data-photos-note]");
  const open = new Promise((done, fail) => {
    const ask = indexedDB.open("photos", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("kept", { keyPath: "key" });
    ask.onsuccess = () => { ask.result.onversionchange = () => ask.result.close(); done(ask.result); };
    ask.onerror = () => fail(ask.error);
  });
  const store = async (mode, deed) => {
    const deal = (await open).transaction("kept", mode), ask = deed(deal.objectStore("kept"));
    return new Promise((done, fail) => {
      deal.oncomplete = () => done(ask.result);
      deal.onabort = deal.onerror = () => fail(deal.error);
    });
  };
  const say = (count) => {
    note.hidden = !count;
    note.textContent = count ? `${count} ${note.dataset.photosNote}` : "";
  };
  const keep = async () => {
    const files = [...input.files];
    try {
      await store("readwrite", (it) => files.length ? it.put({ key, at: Date.now(), files }) : it.delete(key));
      say(files.length);
    } catch { say(0); /* full: the form still sends them */ }
  };
  const restore = async () => {
    for (const entry of await store("readonly", (it) => it.getAll())) {
      const isMine = entry.key.startsWith(OWNER) && Date.now() - entry.at < OLD;
      if (!isMine) await store("readwrite", (it) => it.delete(entry.key));
      // A page that answers a form has the files already.
      else if (entry.key === key && !location.search && form.querySelector("[data-typed-note]") && !input.files.length) {
        const chosen = new DataTransfer();
        entry.files.forEach((file) => chosen.items.add(file));
        input.files = chosen.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  };
  input.addEventListener(window.createImageBitmap ? "shrunk" : "change", keep);
  form.addEventListener("reset", () => setTimeout(keep));
  restore().catch(() => {});
})();
