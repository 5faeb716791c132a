"use strict";
(() => {
  // Clocks: `data-left` working seconds at page load, `data-runs` seconds until they pause, `data-words` the wording.
  const loaded = Date.now();
  const say = (seconds, [day, hour, minute, left, late]) => {
    const all = Math.max(1, Math.floor(Math.abs(seconds) / 60));
    const d = Math.floor(all / 1440), h = Math.floor((all % 1440) / 60), m = all % 60;
    const text = [d && `${d} ${day}`, h && `${h} ${hour}`, m && !d && `${m} ${minute}`].filter(Boolean).join(" ");
    return seconds < 0 ? `${late} ${text}` : `${text} ${left}`;
  };
  const tick = () => {
    const elapsed = (Date.now() - loaded) / 1000;
    for (const clock of document.querySelectorAll("[data-left]")) {
      const runs = clock.dataset.runs === undefined ? Infinity : +clock.dataset.runs;
      const seconds = +clock.dataset.left - Math.min(elapsed, runs);
      clock.querySelector("b").textContent = say(seconds, clock.dataset.words.split("|"));
      if (seconds < 0) clock.dataset.st = "overdue";
    }
  };
  if (document.querySelector("[data-left]")) setInterval(tick, 30000);

  // A form goes out once; a download or a broken line frees it again.
  const free = (form) => { delete form.dataset.sent; form.removeAttribute("aria-busy"); };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    setTimeout(free, 10000, form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

  // That a page was read goes out by itself once it is shown.
  for (const form of document.querySelectorAll("form[data-by-itself]")) {
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, keepalive: true }).catch(() => {});
  }

  // What only works with a script shows itself only then.
  for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const said = button.querySelector("[data-copied]");
    if (said) said.hidden = false;
  });

  // Browsers without popover: the sheets stand in place, their openers lead there.
  if (!("popover" in HTMLElement.prototype)) {
    document.addEventListener("click", (event) => {
      const opener = event.target.closest("[popovertarget]");
      if (opener) document.getElementById(opener.getAttribute("popovertarget")).scrollIntoView();
    });
  }

  // On a narrow screen the tabs stand in one line that scrolls: the open one is to be seen.
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) tab.parentNode.scrollLeft = tab.offsetLeft - tab.parentNode.clientWidth / 3;

  document.querySelector(".error-summary")?.focus();
})();
