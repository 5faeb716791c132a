"use strict";
// The screen at a room's door: says when it is out of touch, never falls asleep, and starts anew some times a day.
(() => {
  const ANEW = 6 * 60 * 60 * 1000;
  const loaded = Date.now();
  const say = (isLost) => { document.querySelector("[data-offline]").hidden = !isLost; };
  document.addEventListener("htmx:sendError", () => say(true));
  document.addEventListener("htmx:responseError", () => say(true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    say(false);
    if (Date.now() - loaded > ANEW) location.reload(); // what was published since looks as it was meant
  });
  const stayAwake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
})();
