// One marché: the reason shows when it is asked for, and the page prints. Everything also works without.
"use strict";
(() => {
  for (const state of document.querySelectorAll("select[data-state]")) {
    const because = state.form.querySelector("[data-because]");
    const show = () => { because.hidden = state.value !== "ecartee"; };
    state.addEventListener("change", show);
    show();
  }
  for (const place of document.querySelectorAll("[data-print]")) {
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => window.print());
  }
  const error = document.getElementById("erreur");
  if (error) error.scrollIntoView({ block: "center" });
})();
