// The keyboard of the queue: j k o e x /. Everything also works without it.
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".cards > .card[id]")];
  let at = -1;

  const show = (index) => {
    if (!cards.length) return;
    if (cards[at]) cards[at].classList.remove("here");
    at = Math.max(0, Math.min(cards.length - 1, index));
    cards[at].classList.add("here");
    cards[at].querySelector("h2 a").focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  };
  const refuse = () => {
    const details = cards[at] && cards[at].querySelector("details.refuse");
    if (!details) return;
    details.open = true;
    details.querySelector("select").focus();
  };
  const choose = () => {
    const box = cards[at] && cards[at].querySelector("input[name=marche]");
    if (box) box.checked = !box.checked;
  };
  const keys = {
    j: () => show(at + 1),
    k: () => show(at - 1),
    o: () => cards[at] && cards[at].querySelector("h2 a").click(),
    e: refuse,
    x: choose,
    "/": () => document.getElementById("recherche").focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target !== document.body) return event.target.blur();
    if (event.target.closest("input, select, textarea") || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  // On a narrow screen the filters would hide the marchés.
  if (window.matchMedia("(max-width: 61.99rem)").matches) {
    for (const details of document.querySelectorAll("details.filters")) details.open = false;
  }
})();
