"use strict";
(() => {
  // A large file travels in pieces as soon as it is chosen (tus 1.0). What has arrived stays there: after a broken line,
  // and after the same file is chosen again on this device, the rest follows. Without this script the form carries it.
  const SMALL = 200e3, FIRST = 64 * 1024, LEAST = 16 * 1024, MOST = 512 * 1024, KEPT = 20 * 3600e3, PREFIX = "upload-";
  const PATIENCE = 60e3, PAUSES = [1, 2, 5, 10, 20], GIVE_UP = 20;
  class Refused extends Error {}
  class Cannot extends Error {}
  const jobs = new WeakMap();

  const memory = {
    read(key) { try { const kept = JSON.parse(localStorage.getItem(key)); return Date.now() - kept.at < KEPT ? kept.url : ""; } catch { return ""; } },
    keep(key, url) { try { localStorage.setItem(key, JSON.stringify({ url, at: Date.now() })); } catch { /* full or forbidden */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  };
  try { Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && !memory.read(key)).forEach(memory.drop); } catch { /* forbidden */ }
  const keyOf = (file) => {  // says nothing about the file's name to whoever uses this device next
    let hash = 7;
    for (const letter of [file.name, file.size, file.lastModified].join("|")) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
    return `${PREFIX}${hash}-${file.size}`;
  };
  const until = (seconds) => new Promise((done) => { addEventListener("online", done, { once: true }); setTimeout(done, seconds * 1000); });

  const send = async (file, job) => {
    const key = keyOf(file), token = job.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const call = async (method, url, headers = {}, body) => {
      const stop = new AbortController(), clock = setTimeout(() => stop.abort(), PATIENCE);
      job.stop = () => stop.abort();
      try {
        const answer = await fetch(url, { method, body, signal: stop.signal, headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers } });
        if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
        return answer;
      } finally { clearTimeout(clock); }
    };
    const refuse = async (answer) => {
      if (answer.status === 401) throw new Refused(job.box.dataset.signIn);
      const said = (await answer.json().catch(() => ({}))).detail;
      throw said && ![403, 405, 412, 415].includes(answer.status) ? new Refused(said) : new Cannot();
    };
    let url = memory.read(key), offset = -1, known = 0, size = FIRST, broken = 0, stuck = 0;
    while (offset < file.size && !job.over) {
      try {
        if (!url) {
          const name = btoa(String.fromCodePoint(...new TextEncoder().encode(file.name)));
          const begun = await call("POST", job.box.dataset.url, { "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` });
          if (begun.status !== 201) await refuse(begun);
          url = begun.headers.get("Location");
          memory.keep(key, url);
          offset = 0;
        } else if (offset < 0) {
          const there = await call("HEAD", url);
          if ([404, 410].includes(there.status) || (there.ok && +there.headers.get("Upload-Length") !== file.size)) { memory.drop(key); url = ""; continue; }
          if (!there.ok) await refuse(there);
          offset = +there.headers.get("Upload-Offset");
        }
        broken = 0;
        job.say("sending", file, known = offset);
        if (offset >= file.size) break;
        const began = Date.now();
        stuck += 1;
        const answer = await call("PATCH", url, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset }, file.slice(offset, offset + size));
        if (answer.ok || answer.status === 409) {
          offset = known = +answer.headers.get("Upload-Offset");
          stuck = 0;
          if (Date.now() - began < 2000) size = Math.min(size * 2, MOST);
        } else if (answer.status === 404 || answer.status === 410) { memory.drop(key); url = ""; offset = -1; }
        else { memory.drop(key); await refuse(answer); }
      } catch (trouble) {
        if (trouble instanceof Refused || trouble instanceof Cannot) throw trouble;
        if (job.over) break;
        if (stuck > GIVE_UP) throw new Cannot();
        size = Math.max(size / 2, LEAST);
        job.say("waiting", file, known);
        offset = url ? -1 : offset;
        await until(PAUSES[Math.min(broken++, PAUSES.length - 1)]);
      }
    }
    return url.split("/").pop();
  };

  const begin = (input) => {
    const form = input.form, box = input.closest("[data-upload]");
    const before = jobs.get(input);
    if (before) { before.over = true; before.stop?.(); }
    jobs.delete(input);
    const name = input.name || input.dataset.name, files = [...input.files];
    input.name = name;
    box.querySelectorAll("[data-piece]").forEach((each) => each.remove());
    const status = box.querySelector("[role=status]"), bar = box.querySelector("progress");
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const show = (text, done) => {
      if (status.textContent !== text) status.textContent = text;  // said aloud once
      status.hidden = !text;
      bar.hidden = done === undefined;
      bar.value = done ?? 0;
    };
    status.classList.remove("error");
    show("");
    if (total < SMALL) return;
    const job = { form, box, over: false, settled: false };
    job.say = (what, file, offset) => {
      if (job.over) return;
      const arrived = files.slice(0, files.indexOf(file)).reduce((sum, each) => sum + each.size, offset);
      const percent = Math.floor(arrived * 100 / total);
      show(what === "waiting" ? `${box.dataset.waiting} ${percent} %` : box.dataset.sending, percent);
    };
    job.done = (async () => {
      try {
        const ids = [];
        for (const file of files) ids.push(await send(file, job));
        if (job.over) return;
        for (const value of ids) {
          const piece = Object.assign(document.createElement("input"), { type: "hidden", name: `upload-${name}`, value });
          piece.dataset.piece = "";
          box.append(piece);
        }
        input.dataset.name = name;
        input.removeAttribute("name");
        show(box.dataset.done, 100);
      } catch (trouble) {
        if (job.over) return;
        const refused = trouble instanceof Refused;
        if (refused) input.value = "";
        status.classList.toggle("error", refused);
        show(refused ? trouble.message : "");
      } finally { job.settled = true; }
    })();
    jobs.set(input, job);
  };

  const isOurs = (target) => target.matches?.("[data-upload] input[type=file]");
  document.addEventListener("change", (event) => {
    if (isOurs(event.target) && !(event.target.matches("[data-shrinks]") && window.createImageBitmap)) begin(event.target);
  });
  document.addEventListener("shrunk", (event) => { if (isOurs(event.target)) begin(event.target); });

  // A form waits for what is on its way, then goes out by itself with the button that was pressed.
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    const running = [...form.elements].map((each) => jobs.get(each)).filter((job) => job && !job.settled);
    if (!running.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.waits) return;
    form.dataset.waits = "1";
    await Promise.all(running.map((job) => job.done));
    delete form.dataset.waits;
    form.requestSubmit(button);
  }, true);
})();
