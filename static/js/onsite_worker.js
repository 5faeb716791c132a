"use strict";
// Keeps the technician's list, the pages that were opened or stand on it and those of their kit, for who opened them, one day; nothing else.
// The login and logout pages empty it (onsite_leave.js); so does the first page that says that nobody is signed in.
const PREFIX = "onsite-", DAY = 86400e3, SLOW = 6000;
const PAGE = /^\/lapangan\/(([^/]+|alat\/[^/]+\/[^/]+)\/)?$/;

const empty = async (but = "") => {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== but) await caches.delete(name);
};
const kept = async (path) => {
  const answer = await caches.match(path, { ignoreVary: true });
  if (!answer || Date.now() - Date.parse(answer.headers.get("X-Kept-At")) < DAY) return answer;
  await empty();
};
const stamped = async (answer) => {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  return new Response(await answer.blob(), { status: answer.status, headers });
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => event.waitUntil((async () => {
  const { owner, pages, assets } = event.data, name = PREFIX + owner;
  await empty(name);
  if (!pages.length) return;
  const cache = await caches.open(name);
  try {
    for (const page of pages) {
      const answer = await fetch(page, { redirect: "manual" });
      if (answer.type === "opaqueredirect") return empty();
      if (answer.ok) await cache.put(page, await stamped(answer));
    }
    for (const asset of assets) if (!(await cache.match(asset))) await cache.add(asset);
    event.source.postMessage("kept");
  } catch {
    if (await kept(pages[0])) event.source.postMessage("from memory");
  }
})()));

const show = async (request, path) => {
  const old = await kept(path);
  try {
    const slow = new Promise((_, fail) => { if (old) setTimeout(fail, SLOW); });
    const answer = await Promise.race([fetch(request), slow]);
    if (answer.type === "opaqueredirect" || answer.redirected) await empty();
    return answer;
  } catch (error) {
    if (old) return old;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && PAGE.test(path)) event.respondWith(show(request, path));
  else if (path.startsWith("/static/")) event.respondWith((async () => (await caches.match(request, { ignoreVary: true })) || fetch(request))());
});
