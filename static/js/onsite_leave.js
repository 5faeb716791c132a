"use strict";
(() => {
  // Whoever is about to sign out, or has to sign in, leaves no page of an event on this phone. What was tapped and not
  // sent yet stays, for its author alone, and is said.
  window.caches?.keys().then((names) => names.filter((name) => name.startsWith("onsite-")).forEach((name) => caches.delete(name)));
  const unsent = document.querySelector("[data-unsent]");
  if (unsent) document.addEventListener("submit", () => {
    try { Object.keys(localStorage).filter((key) => key.startsWith("typed-")).forEach((key) => localStorage.removeItem(key)); } catch { /* forbidden */ }
    window.indexedDB?.deleteDatabase("photos");
  });
  if (!unsent || !window.indexedDB?.databases) return;
  indexedDB.databases().then((found) => {
    if (!found.some((each) => each.name === "onsite")) return;
    const ask = indexedDB.open("onsite");
    ask.onsuccess = () => {
      if (!ask.result.objectStoreNames.contains("entries")) return;
      const count = ask.result.transaction("entries").objectStore("entries").count();
      count.onsuccess = () => { unsent.hidden = !count.result; ask.result.close(); };
    };
  });
})();
