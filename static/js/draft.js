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

  // What is free follows what is typed, which the portal keeps with the same question; another mode redraws the form. One
  // question at a time, the latest last. The answer means that the portal has it all, unless somebody typed on meanwhile.
  const WAIT = 400;
  let later = 0, running = false, next = null;
  const ask = async (question) => {
    if (running) { next = question; return; }
    running = true;
    const sentAt = edits;
    let answer = null;
    try {
      answer = await question();
    } catch { /* no connection */ }
    show("[data-offline]", !answer);
    if (answer?.ok && sentAt === edits) { clearTimeout(waiting); forget(form().dataset.draft); edits = 0; }
    running = false;
    const following = next;
    next = null;
    if (following) ask(following);
  };
  const post = (url, body, redirect) => fetch(url, { method: "POST", body, redirect, headers: { "HX-Request": "true" } });
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const askPanel = (button) => ask(async () => {
    const panel = document.querySelector("[data-panel]");
    if (!panel) return { ok: false };
    const body = new URLSearchParams([...new FormData(form())].filter(([, value]) => typeof value === "string"));
    if (button) body.append(button.name, button.value);
    const answer = await post(panel.dataset.panel, body, "manual");
    if (answer.status === 200) {
      const hadFocus = panel.contains(document.activeElement);
      panel.replaceChildren(...parsed(await answer.text()).body.childNodes);
      if (hadFocus) panel.focus();
    }
    return answer;
  });
  const redraw = () => ask(async () => {
    const body = new FormData(form());
    body.append("change_mode", "1");
    const answer = await post(form().action, body, "follow"), fresh = parsed(await answer.text()).getElementById(form().id);
    if (fresh) form().replaceWith(document.adoptNode(fresh));
    return { ok: answer.ok && !!fresh };
  });
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (!target.closest?.("form[data-draft]")) return;
    clearTimeout(later);
    if (target.closest("[data-redraws]")) redraw();
    else later = setTimeout(() => askPanel(), WAIT);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-asks]");
    if (!button) return;
    event.preventDefault();
    clearTimeout(later);
    askPanel(button);
  });
  addEventListener("offline", () => { keep(); show("[data-offline]", true); });
  addEventListener("online", () => { show("[data-offline]", false); form().dispatchEvent(new Event("change", { bubbles: true })); });
})();
