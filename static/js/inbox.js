"use strict";
// The open inbox looks after itself: it asks whether anything changed, only while somebody sees it, ever more seldom
// while nothing does. An unchanged inbox is answered without a body (304). Without this script a reload does the same.
(() => {
  const inbox = document.getElementById("inbox");
  const LEAST = 30000, MOST = 300000;
  let wait = LEAST, asked = Date.now(), timer;
  // What somebody is reaching for must not move away under his finger.
  const isBusy = () => inbox.matches(":focus-within") || inbox.querySelector(":checked");
  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("inbox");
    if (!fresh) return;
    const since = performance.now() / 1000; // portal.js counts from when this page was loaded
    for (const clock of fresh.querySelectorAll("[data-left]")) {
      clock.dataset.left = +clock.dataset.left + since;
      if (clock.dataset.runs !== undefined) clock.dataset.runs = +clock.dataset.runs + since;
    }
    if (inbox.querySelector("details[open]")) fresh.querySelector("details")?.setAttribute("open", "");
    inbox.replaceChildren(...fresh.childNodes);
    Object.assign(inbox.dataset, fresh.dataset);
    document.title = fresh.dataset.title;
    for (const count of document.querySelectorAll(".masthead .count")) count.lastChild.data = fresh.dataset.count;
  };
  const look = async () => {
    asked = Date.now();
    try {
      const answer = await fetch(inbox.dataset.url, { headers: { "If-None-Match": inbox.dataset.etag }, redirect: "error" });
      if (answer.status === 200 && !isBusy()) {
        show(await answer.text());
        wait = LEAST;
      } else wait = Math.min(MOST, wait * (answer.status === 304 ? 1.5 : 3));
    } catch {
      wait = Math.min(MOST, wait * 3); // no signal, or signed out: the next click says so
    }
    plan();
  };
  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, wait * (0.9 + Math.random() / 5));
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < LEAST) return plan();
    wait = LEAST;
    look();
  });
  plan();
})();
