import type { StudySummary } from "../data";
import { h, patch } from "../dom";
import { routeText } from "../route";
import type { Change, State } from "../state";
import { sortMark } from "../table/table";
import { absent, count, date, exact, goalText, short, states, stateMarks, total } from "../text";
import { titleOf } from "./catalog";
import type { Shown } from "./view";

const columns: { name: string; by(one: StudySummary, other: StudySummary): number }[] = [
  { name: "study", by: (one, other) => (one.name < other.name ? -1 : 1) },
  { name: "goal", by: (one, other) => (goalText(one.goal) < goalText(other.goal) ? -1 : 1) },
  { name: "best", by: (one, other) => (one.best ?? Infinity) - (other.best ?? Infinity) || 0 },
  { name: "trials", by: (one, other) => total(one.counts) - total(other.counts) },
  { name: "created", by: (one, other) => Date.parse(one.created) - Date.parse(other.created) },
];

/** The studies to choose from. */
export function studiesView(state: State): Shown {
  let by = "created",
    isDescending = true;
  const head = h("tr"),
    body = h("tbody");
  const told = h("p", { class: "muted" });
  const element = h(
    "div",
    { class: "view studies" },
    h("div", { class: "title" }, h("h2", { tabindex: "-1" }, titleOf("studies"))),
    told,
    h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Table of studies" }, h("table", {}, h("thead", {}, head), body)),
  );

  function sortBy(name: string): void {
    isDescending = by === name ? !isDescending : name !== "study" && name !== "goal";
    by = name;
    show();
    head.querySelector<HTMLElement>(`[data-column="${name}"] button`)?.focus();
  }

  function show(): void {
    const order = columns.find((column) => column.name === by)!.by;
    const sorted = [...state.studies].sort((one, other) => (isDescending ? -order(one, other) : order(one, other)));
    patch(
      head,
      ...columns.map(({ name }) => {
        const sort = by !== name ? null : isDescending ? "descending" : "ascending";
        return h(
          "th",
          { scope: "col", "data-column": name, "aria-sort": sort },
          h("button", { type: "button", click: () => sortBy(name) }, h("span", {}, name), sort === null ? null : sortMark(sort)),
        );
      }),
    );
    patch(body, ...sorted.map(row));
    patch(told, state.studies.length === 0 ? "There is no study in this store yet." : null);
  }

  return {
    element,
    update(change?: Change) {
      if (change !== "selection" && change !== "insight" && change !== "others") show();
    },
    dispose: () => {},
  };
}

function row(study: StudySummary): HTMLElement {
  return h(
    "tr",
    { "data-study": study.name },
    h("th", { scope: "row" }, h("a", { href: routeText({ view: "overview", trial: null, study: study.name, others: [] }) }, study.name)),
    h("td", {}, goalText(study.goal)),
    h("td", { title: exact(study.best) }, study.best === null ? absent : short(study.best)),
    h(
      "td",
      {},
      `${count(total(study.counts))} `,
      h(
        "span",
        { class: "counts" },
        ...states
          .filter((state) => study.counts[state] > 0)
          .map((state) =>
            h(
              "span",
              { title: state },
              h("span", { class: `state ${state}`, "aria-hidden": "true" }, stateMarks[state]),
              ` ${count(study.counts[state])} ${state}`,
            ),
          ),
      ),
    ),
    h("td", {}, date(study.created)),
  );
}
