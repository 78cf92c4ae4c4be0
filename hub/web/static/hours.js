// The hours at once while the four inputs are typed: amount × share × rate ÷ cost, rounded half up, then to
// whole weeks of 35 h, exactly as hub/clauses/hours.py does: whole numbers of ten-thousandths, no floats.
"use strict";
(() => {
  const UNIT = 10000n;
  const WEEK = 35n;
  const LIMITS = {
    amount: [100n, 10000000000n * UNIT, "Montant"],
    labour_share: [1000n, 100n * UNIT, "Part de main-d’œuvre"],
    insertion_rate: [1000n, 100n * UNIT, "Taux d’insertion"],
    hourly_cost: [5n * UNIT, 1000n * UNIT, "Coût horaire"],
  };

  const read = (text) => {
    const plain = text.replace(/[\s\u00a0\u202f]|€|%|HT\b/g, "");
    const found = /^(\d{1,12})(?:[.,](\d{1,4}))?$/.exec(plain);
    return found && BigInt(found[1]) * UNIT + BigInt((found[2] || "").padEnd(4, "0"));
  };
  const halfUp = (over, under) => (2n * over + under) / (2n * under);
  const french = (number) => number.toString().replace(/\B(?=(\d{3})+$)/g, "\u202f") + "\u00a0h";

  // {hours, rounded} as whole numbers, or {error}.
  const compute = (typed) => {
    const value = {};
    for (const [name, [least, most, label]] of Object.entries(LIMITS)) {
      value[name] = read(typed[name] || "");
      if (value[name] === null) return { error: label + " : ce n’est pas un nombre comme 12,5." };
      if (value[name] < least || value[name] > most) return { error: label + " : hors de l’intervalle possible." };
    }
    const over = value.amount * value.labour_share * value.insertion_rate;
    const hours = halfUp(over, value.hourly_cost * UNIT * UNIT * 10000n);
    return { hours, rounded: halfUp(hours, WEEK) * WEEK };
  };

  for (const form of document.querySelectorAll("form[data-sizing]")) {
    const fields = Object.keys(LIMITS).map((name) => form.elements[name]);
    const error = form.querySelector("[data-error]");
    const keep = form.querySelector("details[data-keep]");
    const show = () => {
      const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      const found = compute(typed);
      error.hidden = !found.error;
      error.textContent = found.error || "";
      form.querySelector("[data-hours]").textContent = found.error ? "—" : french(found.hours);
      form.querySelector("[data-rounded]").textContent = found.error ? "—" : "≈\u00a0" + french(found.rounded);
      if (keep && fields.some((field) => field.value !== field.dataset.kept)) keep.open = true;
    };
    form.addEventListener("input", (event) => { if (event.target.name in LIMITS) show(); });
    form.querySelector("[data-compute]").hidden = true;
  }
  window.passerelleHours = compute;
})();
