import type { Column } from "../columns";
import { h, patch } from "../dom";
import type { Change, State } from "../state";
import { LocalRows, needsServer, RemoteRows, type Order, type TrialRows } from "../table/rows";
import { TrialTable } from "../table/table";
import { count } from "../text";
import { titleOf } from "./catalog";
import type { Shown } from "./view";

// Kept while the page is open, so that going back to the table finds it as it was.
const order: Order = { column: "number", isDescending: false };

/** All trials that are selected. */
export function trialsView(state: State): Shown {
  const table = new TrialTable(state, order, sortBy);
  const counted = h("p", { class: "muted", "data-count": "trials" });
  const omitted = h("p", { class: "muted" });
  const number = h("input", {
    type: "number",
    min: "0",
    id: "jump",
    class: "jump",
    "aria-label": "Jump to the trial with this number",
    placeholder: "number",
  });
  const jump = h(
    "form",
    {
      submit: (event: Event) => {
        event.preventDefault();
        if (number.value !== "" && !table.jump(number.valueAsNumber)) state.go({ view: "trial", trial: number.valueAsNumber });
      },
    },
    number,
    h("button", { type: "submit", class: "small" }, "Jump"),
  );
  const element = h(
    "div",
    { class: "view table" },
    h("div", { class: "title" }, h("h2", { tabindex: "-1" }, titleOf("trials")), counted, jump),
    omitted,
    table.element,
  );
  let remote: RemoteRows | null = null;

  function sortBy(column: Column): void {
    order.isDescending = order.column === column.name ? !order.isDescending : false;
    order.column = column.name;
    update();
  }

  function show(rows: TrialRows): void {
    table.show(rows, state.columns, (column) => column.canFilter || rows instanceof LocalRows);
    patch(counted, rows.count === rows.total ? `${count(rows.total)} trials` : `${count(rows.count)} of ${count(rows.total)} trials`);
  }

  function update(change?: Change): void {
    const study = state.study!;
    if (change === "connection" || change === "studies" || change === "insight" || change === "others") return;
    const isRemote = needsServer(state);
    if (!state.columns.some((column) => column.name === order.column && (column.canFilter || !isRemote)))
      Object.assign(order, { column: "number", isDescending: false });
    patch(
      omitted,
      study.omitted === null || isRemote
        ? null
        : `Here are ${count(study.rows.number.length)} of ${count(study.omitted.total)} trials: ${study.omitted.rule}.`,
    );
    if (isRemote) show((remote = new RemoteRows(state, study, order, remote, () => show(remote!))));
    else show(new LocalRows(study, state, state.columns, order));
  }

  return { element, update, dispose: () => {} };
}
