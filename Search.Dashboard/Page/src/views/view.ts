import { h } from "../dom";
import type { Change, State } from "../state";
import { absent, exact, short } from "../text";

/** What the main part of the page shows. */
export interface Shown {
  readonly element: HTMLElement;
  /** Shows the state as it is now; first when the element is in the document, then after each change. */
  update(change?: Change): void;
  dispose(): void;
}

export function trialLink(state: State, trial: number, text: string = String(trial)): HTMLElement {
  return h("a", { href: state.link({ view: "trial", trial }), "data-trial": trial }, text);
}

/** A table that is read as a whole; for trials there is TrialTable. Numbers stand to the right. */
export function plainTable(headings: string[], rows: (string | number | null | Node)[][], caption: string): HTMLElement {
  return h(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", { class: "hidden" }, caption),
      h("thead", {}, h("tr", {}, ...headings.map((heading) => h("th", { scope: "col" }, heading)))),
      h(
        "tbody",
        {},
        ...rows.map((row) =>
          h(
            "tr",
            {},
            ...row.map((cell) =>
              typeof cell === "number" ? h("td", { class: "number", title: exact(cell) }, short(cell)) : h("td", {}, cell ?? absent),
            ),
          ),
        ),
      ),
    ),
  );
}
