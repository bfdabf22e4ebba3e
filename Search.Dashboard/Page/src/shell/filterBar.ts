import { h, patch } from "../dom";
import { conditionText, filterText } from "../filter";
import { markShown } from "../hooks";
import type { Change, State } from "../state";
import { count } from "../text";

/** Long enough not to complain while one is typing. */
const patience = 600;

/** Where trials are selected by conditions, and what selects them now as chips that can be taken away. */
export class FilterBar {
  readonly element: HTMLElement;
  readonly #input = h("input", {
    type: "text",
    id: "filter",
    autocomplete: "off",
    spellcheck: "false",
    autocapitalize: "off",
    placeholder: "Filter, such as state = complete, seconds < 60",
    "aria-label": "Filter trials",
    "aria-describedby": "filter-error",
    title: "Conditions on columns, joined by commas: number, state, value, seconds, a parameter or a metric; = != < <= > >=",
  });
  readonly #chips = h("div", { class: "chips" });
  readonly #count = h("span", { class: "muted", role: "status", "data-count": "selected" });
  readonly #error = h("p", { class: "error", id: "filter-error", role: "status" });
  #frame = 0;
  #timer = 0;

  constructor(private readonly state: State) {
    this.element = h("search", { class: "filter" }, h("div", { class: "line" }, this.#input, this.#count, this.#chips), this.#error);
    this.#input.addEventListener("input", () => {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.#filter(this.#input.value));
    });
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  update(change?: Change): void {
    const { study, selection, filter, route } = this.state;
    this.element.hidden = study === null || route.view === "studies" || route.view === "trial" || route.view === "compare";
    if (study === null || change === "connection" || change === "studies") return;
    if (this.#input.value !== this.state.filterText) this.#input.value = this.state.filterText;
    const numbers = study.rows.number;
    // The table of trials has a count of its own, which may be of more than the page has.
    patch(
      this.#count,
      selection.isAll || route.view === "trials"
        ? null
        : `${count(numbers.reduce((sum, trial) => sum + (selection.has(trial) ? 1 : 0), 0))} of ${count(numbers.length)} trials`,
    );
    patch(
      this.#chips,
      ...filter.conditions.map((condition, i) =>
        this.#chip(conditionText(condition), "filter", () => this.#filter(filterText(this.state.filter.conditions.filter((_, k) => k !== i)))),
      ),
      ...selection.brushes.map((brush) => this.#chip(brush.label, brush.picture, () => selection.brush(null, "", brush.picture))),
    );
    this.#input.setAttribute("aria-invalid", String(filter.error !== null));
    clearTimeout(this.#timer);
    if (filter.error === null) patch(this.#error);
    else this.#timer = setTimeout(() => patch(this.#error, this.state.filter.error), patience);
  }

  #filter(text: string): void {
    this.state.setFilter(text);
    markShown("filtered");
  }

  #chip(text: string, from: string, remove: () => void): HTMLElement {
    return h(
      "button",
      { type: "button", class: "chip", "data-chip": from, "aria-label": `Take away: ${text}`, title: text, click: remove },
      h("span", {}, text),
      h("span", { "aria-hidden": "true" }, "×"),
    );
  }
}
