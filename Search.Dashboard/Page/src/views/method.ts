import { h } from "../dom";
import type { Insight } from "../data";
import type { State } from "../state";

/** Chooses how importance is found, where there is a server that finds it anew. */
export function methodChooser(state: State): { element: HTMLElement; update(): void } {
  const chosen = (state.choices["insight"] ??= { method: "ped-anova" });
  const select = h(
    "select",
    {
      "data-control": "method",
      change: () => {
        chosen.method = select.value as Insight["method"];
        state.tell("insight");
      },
    },
    h("option", { value: "ped-anova" }, "where the best trials are (PED-ANOVA)"),
    h("option", { value: "fanova" }, "variance explained, and pairs (fANOVA)"),
  );
  const element = h("div", { class: "controls" }, h("label", {}, h("span", {}, "method"), select));
  return { element, update: () => void (select.value = chosen.method!) };
}
