"use strict";
(() => {
  // What is typed into a draft is kept in this browser until the portal has it: a lost connection loses nothing.
  // Secret and limited events are never kept, files neither.
  const PREFIX = "draft-", OLD = 7 * 86400e3, SKIP = new Set(["csrfmiddlewaretoken", "letter_file", "mode"]);
  const form = () => document.querySelector("form[data-draft]");
  const key = (id) => PREFIX + id;
  const forget = (id) => localStorage.removeItem(key(id));
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const show = (selector, on) => { const box = form()?.querySelector(selector); if (box) box.hidden = !on; };
  try { localStorage.getItem(PREFIX); } catch { return; }

  const values = (it) => [...new FormData(it)].filter(([name, value]) => typeof value === "string" && value !== "" &&
    !SKIP.has(name) && !name.startsWith("repeat_") && !name.startsWith("upload-"));
  const same = (one, other) => JSON.stringify(one.toSorted?.() ?? [...one].sort()) ===
    JSON.stringify(other.toSorted?.() ?? [...other].sort());
  const isOpen = (it) => (new FormData(it).get("secrecy") || "ordinary") === "ordinary";

  document.querySelectorAll("[data-forget]").forEach((box) => forget(box.dataset.forget));
  document.addEventListener("submit", (event) => event.target.dataset.forgets && forget(event.target.dataset.forgets));

  const start = form();
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    const kept = read(name);  // somebody else's on a shared computer, or long past
    if (!kept || Date.now() - kept.at > OLD || (start && kept.owner !== start.dataset.owner)) localStorage.removeItem(name);
  }
  if (!start) return;

  let waiting = 0, edits = 0;
  const keep = () => {
    const it = form();
    if (!isOpen(it)) return forget(it.dataset.draft);
    try {
      localStorage.setItem(key(it.dataset.draft), JSON.stringify({ at: Date.now(), owner: it.dataset.owner, values: values(it) }));
    } catch { /* full: the portal still saves */ }
  };
  const typed = (event) => {
    if (!event.target.closest?.("form[data-draft]")) return;
    edits += 1;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  addEventListener("pagehide", () => { if (edits) keep(); });

  const kept = read(key(start.dataset.draft));
  if (kept && same(kept.values, values(start))) forget(start.dataset.draft);
  else if (kept) show("[data-restore]", true);

  document.addEventListener("click", (event) => {
    const it = form();
    if (event.target.closest("[data-restore-drop]")) { forget(it.dataset.draft); show("[data-restore]", false); }
    if (!event.target.closest("[data-restore-now]")) return;
    const names = new Set(kept.values.map(([name]) => name));
    for (const field of [...it.elements].filter((each) => names.has(each.name))) {
      const wanted = kept.values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
      else if (field.type !== "file" && field.tagName !== "BUTTON") field.value = wanted[0];
    }
    for (const [name, value] of kept.values) {  // a session that the portal has not drawn yet
      if (it.elements[name]) continue;
      it.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    it.requestSubmit(it.querySelector("[name=save]"));
  });

  // The panel's answer means that the portal has it all, unless somebody typed on meanwhile.
  let sentAt = 0;
  document.addEventListener("htmx:beforeRequest", () => { sentAt = edits; });
  document.addEventListener("htmx:afterRequest", (event) => {
    const reached = event.detail.successful;
    show("[data-offline]", !event.detail.xhr?.status);
    if (reached && sentAt === edits) { clearTimeout(waiting); forget(form().dataset.draft); edits = 0; }
  });
  addEventListener("offline", () => { keep(); show("[data-offline]", true); });
  addEventListener("online", () => { show("[data-offline]", false); form().dispatchEvent(new Event("change", { bubbles: true })); });
})();
