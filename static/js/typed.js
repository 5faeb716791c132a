"use strict";
(() => {
  // What is typed on a request's page stays in this browser until the portal has it: neither a broken line nor a session
  // that has ended loses it. For its author, for a day; no PIN, no file (photographs: photos.js), nothing of an event that is not open.
  const PREFIX = "typed-", OLD = 86400e3, WAIT = 400, NEVER = new Set(["pin", "passphrase", "nik"]);
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  try { localStorage.getItem(PREFIX); } catch { return; }
  const forms = [...document.querySelectorAll("form[data-typed]")];
  if (!forms.length) return;
  const keyOf = (form) => PREFIX + form.dataset.typed;
  const forget = (key) => {
    const { photos } = read(key) || {};
    localStorage.removeItem(key);
    if (!photos || !window.indexedDB) return;
    const ask = indexedDB.open("photos");  // kept by photos.js under the same key
    ask.onsuccess = () => {
      if (ask.result.objectStoreNames.contains("kept")) ask.result.transaction("kept", "readwrite").objectStore("kept").delete(key);
      ask.result.close();
    };
  };

  // Somebody else's on a shared device, long past, or sent and taken.
  const owner = `${PREFIX}${forms[0].dataset.typed.split(".")[0]}.`, wasTaken = document.querySelector("main > [role=status][data-st=done]");
  for (const key of keys()) {
    const kept = read(key);
    if (!kept || !key.startsWith(owner) || Date.now() - kept.at > OLD || (kept.sent && wasTaken)) forget(key);
  }

  const fields = (form) => [...form.elements].filter((it) => it.name && !NEVER.has(it.name) && it.matches("input,textarea,select") &&
    !["hidden", "file", "password", "submit", "button"].includes(it.type));
  const isTicked = (it) => it.type === "checkbox" || it.type === "radio";
  const isTouched = (it) => isTicked(it) ? it.checked !== it.defaultChecked
    : it.options ? [...it.options].some((each) => each.selected !== each.defaultSelected) : it.value !== it.defaultValue;
  const keep = (form, sent = false) => {
    const photos = !!form.querySelector("[data-photos]");
    if (!sent && !photos && !fields(form).some(isTouched)) return localStorage.removeItem(keyOf(form));
    const values = fields(form).map((it) => [it.name, it.value, isTicked(it) ? it.checked : null]);
    try { localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), sent, photos, values })); } catch { /* full: the form still works */ }
  };

  for (const form of forms) {
    // A page that answers a form has what was typed there, and one that was asked for with a wish shows that.
    const note = location.search ? null : form.querySelector("[data-typed-note]"), kept = note && read(keyOf(form));
    let found = false;
    for (const [name, value, checked] of kept?.values || []) {
      for (const it of fields(form).filter((each) => each.name === name)) {
        if (checked === null && it.value !== value) it.value = value;
        else if (checked !== null && it.value === value && it.checked !== checked) it.checked = checked;
        else continue;
        found = true;
        it.closest("details")?.setAttribute("open", "");
      }
    }
    if (note) note.hidden = !found;
    note?.querySelector("[data-typed-clear]").addEventListener("click", () => { form.reset(); forget(keyOf(form)); note.hidden = true; });

    let waiting = 0;
    const typed = () => { clearTimeout(waiting); waiting = setTimeout(keep, WAIT, form); };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", (event) => { clearTimeout(waiting); if (!event.defaultPrevented) keep(form, true); });
    addEventListener("pagehide", () => { if (!read(keyOf(form))?.sent && fields(form).some(isTouched)) keep(form); });
  }
})();
