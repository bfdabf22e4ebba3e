import { h } from "../dom";
import type { Change, State } from "../state";
import { compareView } from "../views/compare";
import { overview } from "../views/overview";
import { picturesView } from "../views/pictures";
import { studiesView } from "../views/studies";
import { trialView } from "../views/trial";
import { trialsView } from "../views/trials";
import type { Shown } from "../views/view";

/** The main part of the page: one view at a time, and only that is drawn. */
export class Stage {
  readonly element = h("main", { id: "main", tabindex: "-1" });
  #shown: Shown | null = null;
  #key = "";

  constructor(private readonly state: State) {}

  update(change?: Change): void {
    const { route, study } = this.state;
    const key = route.view === "studies" ? route.view : study === null ? "" : JSON.stringify([study.name, route.view, route.trial]);
    if (key === this.#key) return this.#shown?.update(change);
    const isFirst = this.#shown === null;
    this.#shown?.dispose();
    this.#key = key;
    this.#shown = key === "" ? null : this.#make();
    this.element.dataset.view = route.view;
    this.element.replaceChildren(...(this.#shown === null ? [] : [this.#shown.element]));
    this.#shown?.update();
    if (isFirst) return;
    scrollTo(0, 0);
    this.element.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  #make(): Shown {
    const { state } = this;
    switch (state.route.view) {
      case "overview":
        return overview(state);
      case "trials":
        return trialsView(state);
      case "trial":
        return trialView(state, state.route.trial!);
      case "compare":
        return compareView(state);
      case "studies":
        return studiesView(state);
      default:
        return picturesView(state, state.route.view);
    }
  }
}
