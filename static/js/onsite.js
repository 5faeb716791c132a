"use strict";
(() => {
  // What is tapped goes into a queue of this browser first, and from there to the portal: once, in order, with the
  // moment at which it was tapped. Without IndexedDB the forms are sent as forms.
  const root = document.querySelector("[data-onsite]");
  if (!root || !window.indexedDB || !window.crypto) return;
  const say = (name) => root.dataset[`say${name}`];
  const part = (name) => document.querySelector(`[data-${name}]`);
  const owner = root.dataset.owner, STORE = "entries", SOON = 2e3, EVERY = 15e3, PATIENCE = 30e3;

  const open = new Promise((done, fail) => {
    const ask = indexedDB.open("onsite", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore(STORE, { keyPath: "n", autoIncrement: true });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });
  const store = async (mode, deed) => {
    const deal = (await open).transaction(STORE, mode), ask = deed(deal.objectStore(STORE));
    return new Promise((done, fail) => {
      deal.oncomplete = () => done(ask.result);
      deal.onabort = deal.onerror = () => fail(deal.error);
    });
  };
  const mine = async () => (await store("readonly", (it) => it.getAll())).filter((entry) => entry.owner === owner);
  const keep = (entry) => store("readwrite", (it) => it.put(entry));
  const drop = (entry) => store("readwrite", (it) => it.delete(entry.n));
  const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

  // The phone's clock may be wrong: by how much is asked of the portal, and kept while it stays the same.
  let skew = +(localStorage.getItem("onsite-skew") || 0);
  const learn = (date) => {
    const found = Date.parse(date) + 500 - Date.now();
    if (Math.abs(found - skew) > 5e3) localStorage.setItem("onsite-skew", skew = found);
  };

  // --- The queue on the page -----------------------------------------------------------------------------------------

  let state = "", sending = false, later = 0;
  const clock = (at) => new Date(at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });
  const button = (text, deed) => {
    const it = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary", textContent: text });
    it.addEventListener("click", deed);
    return it;
  };
  const line = (entry) => {
    const it = document.createElement("li"), what = document.createElement("span");
    const bold = Object.assign(document.createElement("b"), { textContent: entry.label });
    what.append(`${clock(entry.at + entry.skew)} `, bold, entry.text ? ` ${entry.text}` : "");
    it.append(what);
    if (!entry.refusal) return it;
    it.dataset.st = "refused";
    it.append(Object.assign(document.createElement("strong"), { textContent: `${say("Refused")}: ${entry.refusal}` }));
    it.append(button(say("Again"), async () => { delete entry.refusal; await keep(entry); flush(); }));
    it.append(button(say("Drop"), async () => { if (confirm(say("Sure"))) { await drop(entry); flush(); } }));
    return it;
  };
  const draw = async () => {
    const entries = await mine(), refused = entries.some((entry) => entry.refusal);
    const title = refused ? say(entries.length > 1 ? "Behind" : "Refused") : sending ? say("Sending") : say("Waiting");
    part("queue-box").hidden = !entries.length;
    part("queue-title").textContent = entries.length ? `${title} (${entries.length})` : "";
    part("queue-note").textContent = say(state) || "";
    part("queue-note").hidden = !say(state);
    part("queue-login").hidden = state !== "SignedOut";
    part("queue-list").replaceChildren(...entries.map(line));
    fit([...entries.filter((entry) => !entry.refusal), ...sentOf()]);
  };

  // The page may be older than what was tapped on it: what can be done once is gone, what comes after it is there.
  const SENT = "onsite-sent", run = () => `${location.pathname} ${part("live")?.dataset.run}`;
  const sentOf = () => { try { const kept = JSON.parse(localStorage.getItem(SENT)); return kept.run === run() ? kept.taps : []; } catch { return []; } };
  const noteSent = ({ once, stops }) => once && localStorage.setItem(SENT, JSON.stringify({ run: run(), taps: [...sentOf(), { once, stops }] }));
  const fit = (taps) => {
    for (const it of document.querySelectorAll("[data-once]")) it.hidden = taps.some((tap) => tap.once && tap.once === it.dataset.once);
    for (const it of document.querySelectorAll("[data-after]")) it.hidden = !taps.some((tap) => tap.once === it.dataset.after && !tap.stops);
  };

  // --- Sending ---------------------------------------------------------------------------------------------------------

  const send = async () => {
    let sent = 0;
    state = "";
    clearTimeout(later);
    for (const entry of await mine()) {
      if (entry.refusal) break;  // what was tapped later waits: the order is part of what happened
      const body = new FormData();
      for (const [name, value] of entry.fields) body.append(name, value);
      body.append("tapped_at", new Date(entry.at + entry.skew).toISOString());
      body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
      let answer, said = null;
      try {
        answer = await fetch(entry.url, {
          method: "POST", body, redirect: "manual", headers: { "Idempotency-Key": entry.key }, signal: AbortSignal.timeout?.(PATIENCE),
        });
        if (answer.headers.get("Content-Type")?.includes("json")) said = await answer.json();
      } catch {  // no connection, or it broke before the answer: the same key goes out again
        if (navigator.onLine) later = setTimeout(flush, SOON);
        break;
      }
      if (answer.type === "opaqueredirect") { state = "SignedOut"; break; }
      if (answer.status >= 500 || answer.status === 429) { state = "Busy"; break; }
      if (!said) { state = "Reload"; break; }
      if (answer.ok) { noteSent(entry); await drop(entry); sent += 1; continue; }
      await keep({ ...entry, refusal: said.refusal || said.detail || String(answer.status) });
      break;
    }
    return sent;
  };
  const flush = async () => {
    if (sending) return;
    sending = true;
    let sent = 0;
    try {
      await draw();
      sent = await (navigator.locks ? navigator.locks.request("onsite", send) : send());
    } finally { sending = false; }
    await draw();
    const rest = await mine();
    if (sent && !rest.length) await renew();
    else if (sent && !rest.some((entry) => entry.refusal) && !state && navigator.onLine) flush();  // tapped meanwhile
  };
  const renew = async () => {
    // The page as the portal has it now, unless somebody is typing.
    const live = part("live"), typing = [...live.querySelectorAll("input:not([type=hidden]):not([type=radio]),textarea")].some((it) => it.value !== it.defaultValue);
    if (typing) return;
    try {
      const answer = await fetch(location.pathname, { redirect: "manual" });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
      if (fresh) live.replaceWith(document.adoptNode(fresh));
      await draw();
    } catch { /* it stays as it is until the next time */ }
    remember();
  };

  // --- Tapping ---------------------------------------------------------------------------------------------------------

  let works = false;
  open.then(() => { works = true; flush(); }, () => {});
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!works || !form.matches("[data-queue]")) return;
    event.preventDefault();
    const at = Date.now(), tapped = event.submitter;
    const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
    if (tapped?.name) fields.push([tapped.name, tapped.value]);
    if (form.dataset.starts && at + skew < Date.parse(form.dataset.starts)) {
      if (!confirm(form.dataset.early)) return;
      fields.push(["confirm_early", "on"]);
    }
    const text = fields.filter(([name]) => name === "text" || name === "findings").map(([, value]) => value).join(" ");
    const label = tapped?.dataset.label || form.dataset.label;
    const typed = [...form.elements].map((it) => [it, it.value, it.checked]);
    const photo = fields.some(([, value]) => value instanceof File);
    const clear = () => { form.reset(); form.closest("details")?.removeAttribute("open"); };
    if (!photo) clear();  // at once: a second tap must not carry the words of the first
    const url = new URL(tapped?.getAttribute("formaction") || form.action, location).pathname;
    const { once } = form.dataset, stops = tapped?.dataset.stops !== undefined;
    store("readwrite", (it) => it.add({ owner, url, fields, label, text, at, skew, once, stops, key: key() })).then(
      () => { if (photo) clear(); flush(); },
      () => {  // full: at least try the ordinary way
        works = false;
        for (const [it, value, checked] of typed) if (it.type !== "file") Object.assign(it, { value, checked });
        form.requestSubmit(tapped);
      },
    );
  }, true);
  part("queue-now").addEventListener("click", flush);
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(async () => { if ((await mine()).length) flush(); }, EVERY);

  // --- The page without a connection ----------------------------------------------------------------------------------

  // What came from memory is said above, the rest below, where nothing that is being read moves.
  const note = (text, where = "kept-note") => { part(where).textContent = text; part(where).hidden = !text; };
  const assets = () => [...document.querySelectorAll("link[rel=stylesheet],link[rel=icon],script[src]")].map((it) => it.href || it.src);
  const remember = async () => {
    try { learn((await fetch(root.dataset.worker, { method: "HEAD", cache: "no-store" })).headers.get("Date")); } catch { /* no connection */ }
    if (!("serviceWorker" in navigator)) return note(say("Unkept"));
    try {
      await navigator.serviceWorker.register(root.dataset.worker);
      const worker = (await navigator.serviceWorker.ready).active;
      worker.postMessage({ owner, pages: root.dataset.keeps === undefined ? [] : [location.pathname, ...root.dataset.also.split(" ").filter(Boolean)], assets: assets() });
      if (root.dataset.keeps === undefined) note(say("Secret"));
    } catch { note(say("Unkept")); }
  };
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data === "kept") note(say("Kept"));
    if (event.data === "from memory") note(`${say("Old")} ${clock(Date.parse(root.dataset.drawn))}`, "offline-note");
  });
  remember();
})();
