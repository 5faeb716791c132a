"use strict";
(() => {
  // A paper whose PDF is being made is looked at again while it is seen, ever more seldom; a tap looks at once.
  const look = async (link) => {
    if (link.dataset.looks || !link.isConnected) return;
    link.dataset.looks = "1";
    try {
      const answer = await fetch(link.dataset.renews, { headers: { "HX-Request": "true" }, redirect: "manual" });
      const text = answer.ok ? await answer.text() : null, line = link.closest("li");
      if (text === "") line.remove();  // replaced since the page was opened
      if (!text) return;
      line.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      line.querySelectorAll("[data-renews]").forEach(watch);
    } catch { /* no connection: the next tap */ } finally { delete link.dataset.looks; }
  };
  const seen = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
    if (!isIntersecting) return;
    seen.unobserve(target);
    setTimeout(look, target.dataset.wait * 1000, target);
  }));
  const watch = (link) => { if (link.dataset.wait) seen.observe(link); };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-renews]");
    if (!link) return;
    event.preventDefault();
    look(link);
  });
  document.querySelectorAll("[data-renews]").forEach(watch);
})();
