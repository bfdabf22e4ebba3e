import { h, patch } from "../dom";
import type { Change, State } from "../state";
import { bestValue, short } from "../text";

/** Tells those who listen what has changed: a new best, and what went wrong. */
export class Announcer {
  readonly element = h("p", { class: "hidden", role: "status", "aria-live": "polite" });
  readonly problem = h("p", { class: "problem", role: "alert" });
  #study = "";
  #best: number | null = null;

  constructor(private readonly state: State) {}

  update(change?: Change): void {
    const { study, problem } = this.state;
    patch(this.problem, problem);
    this.problem.hidden = problem === null;
    if (change !== "study" || study === null) return;
    const best = bestValue(study);
    if (study.name === this.#study && best !== this.#best) patch(this.element, `New best: ${short(best)} in trial ${study.best[0]}.`);
    this.#study = study.name;
    this.#best = best;
  }
}
