"use strict";
// The screen at a room's door: says since when it is out of touch, never falls asleep, and starts anew some times a day.
(() => {
  const ANEW = 6 * 60 * 60 * 1000;
  const loaded = Date.now();
  const notice = document.querySelector("[data-offline]");
  const say = (isLost) => {
    if (isLost && notice.hidden) notice.querySelector("[data-since]").textContent = document.querySelector(".display .clock").textContent;
    notice.hidden = !isLost;
  };
  document.addEventListener("htmx:sendError", () => say(true));
  document.addEventListener("htmx:timeout", () => say(true));
  document.addEventListener("htmx:responseError", (event) => {
    say(true);
    if (event.detail.xhr.status === 404) document.querySelector(".display-parts").hidden = true; // the link was closed
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    say(false);
    if (Date.now() - loaded > ANEW) location.reload(); // what was published since looks as it was meant
  });
  const stayAwake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
})();
