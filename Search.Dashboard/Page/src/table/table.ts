import type { Column } from "../columns";
import type { Rows } from "../data";
import { h, patch } from "../dom";
import type { State } from "../state";
import { absent, exact, short, stateMarks } from "../text";
import type { Order, TrialRows } from "./rows";

const rowHeight = 28;
/** Rows above and below those that are seen. */
const margin = 12;

/** A table of any number of trials, of which only the rows that are seen are in the document. */
export class TrialTable {
  readonly element: HTMLElement;
  readonly #columns = h("colgroup");
  readonly #head = h("tr");
  readonly #body = h("tbody");
  readonly #table: HTMLTableElement;
  #rows: TrialRows | null = null;
  #shown: Column[] = [];
  /** The place of the row that the keyboard is on. */
  #active = 0;
  #frame = 0;

  constructor(
    private readonly state: State,
    private readonly order: Order,
    private readonly sort: (column: Column) => void,
  ) {
    this.#table = h("table", { class: "trials" }, h("caption", { class: "hidden" }, "Trials"), this.#columns, h("thead", {}, this.#head), this.#body);
    this.element = h("div", { class: "scroller windowed", tabindex: "-1", role: "region", "aria-label": "Table of trials" }, this.#table);
    this.element.addEventListener("scroll", () => {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.#showRows());
    });
    this.#body.addEventListener("keydown", (event) => this.#pressed(event));
    this.#body.addEventListener("click", (event) => this.#clicked(event));
  }

  /** Shows trials; canSort tells by which columns they can be sorted. */
  show(rows: TrialRows, columns: Column[], canSort: (column: Column) => boolean): void {
    this.#rows = rows;
    this.#shown = columns;
    this.#active = Math.min(this.#active, Math.max(0, rows.count - 1));
    this.#table.setAttribute("aria-rowcount", String(rows.count + 1));
    this.#showHead(canSort);
    this.#showRows();
  }

  /** Scrolls to a trial and puts the keyboard on it; false where it is not in the table. */
  jump(trial: number): boolean {
    const place = this.#rows?.placeOf(trial) ?? null;
    if (place === null) return false;
    this.#activate(place);
    return true;
  }

  #showHead(canSort: (column: Column) => boolean): void {
    const widths = this.#shown.map((column) => this.#widthOf(column));
    if (this.#columns.childElementCount !== widths.length) this.#columns.replaceChildren(...widths.map(() => h("col")));
    widths.forEach((width, i) => ((this.#columns.children[i] as HTMLElement).style.width = `${width}px`));
    this.#table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
    patch(
      this.#head,
      ...this.#shown.map((column) => {
        const sort = column.name !== this.order.column ? null : this.order.isDescending ? "descending" : "ascending";
        const button = () =>
          h(
            "button",
            { type: "button", title: `Sort by ${column.name}`, click: () => this.#sortBy(column.name) },
            h("span", {}, column.name),
            sort === null ? null : sortMark(sort),
          );
        return h(
          "th",
          { scope: "col", "data-column": column.name, class: column.isNumeric ? "number" : null, "aria-sort": sort },
          canSort(column) ? button() : column.name,
        );
      }),
    );
  }

  #sortBy(name: string): void {
    const column = this.#shown.find((shown) => shown.name === name);
    if (column === undefined) return;
    this.sort(column);
    const button = [...this.#head.children].find((heading) => (heading as HTMLElement).dataset.column === name)?.querySelector("button");
    button?.focus();
  }

  #showRows(): void {
    const rows = this.#rows!;
    const first = Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - margin);
    // It has its full height only once there are rows in it.
    const height = Math.max(this.element.clientHeight - this.#head.offsetHeight, innerHeight);
    const last = Math.min(rows.count, Math.ceil((this.element.scrollTop + height) / rowHeight) + margin);
    const hadFocus = this.#body.contains(document.activeElement);
    const shown: HTMLElement[] = [];
    for (let place = first; place < last; place++) shown.push(this.#row(place));
    this.#body.replaceChildren(spacer(first, this.#shown.length), ...shown, spacer(rows.count - Math.max(first, last), this.#shown.length));
    if (rows.count === 0) this.#body.replaceChildren(h("tr", {}, h("td", { colspan: this.#shown.length, class: "muted" }, "No trial is selected.")));
    if (hadFocus) (this.#body.querySelector<HTMLElement>(`[data-place="${this.#active}"] a`) ?? this.element).focus({ preventScroll: true });
  }

  #row(place: number): HTMLElement {
    const found = this.#rows!.at(place);
    const attributes = { "data-place": place, "aria-rowindex": place + 2, class: [place === this.#active ? "active" : "", found?.rows.feasible[found.i] === false ? "infeasible" : ""].join(" ").trim() || null };
    if (found === null) return h("tr", attributes, h("td", { colspan: this.#shown.length, class: "muted" }, "…"));
    const trial = found.rows.number[found.i]!;
    return h("tr", { ...attributes, "data-trial": trial }, ...this.#shown.map((column) => this.#cell(column, found.rows, found.i, place)));
  }

  #cell(column: Column, rows: Rows, i: number, place: number): HTMLElement {
    const value = column.cell(rows, i);
    if (column.role === "number")
      return h(
        "th",
        { scope: "row", class: "number" },
        h("a", { href: this.state.link({ view: "trial", trial: rows.number[i]! }), tabindex: place === this.#active ? "0" : "-1" }, value),
      );
    if (column.role === "state")
      return h("td", {}, h("span", { class: `state ${rows.state[i]!}`, "aria-hidden": "true" }, stateMarks[rows.state[i]!]), ` ${value}`);
    if (value === null) return h("td", { class: column.isNumeric ? "number muted" : "muted" }, absent);
    return h("td", { class: typeof value === "number" ? "number" : null, title: exact(value) }, short(value));
  }

  #activate(place: number): void {
    this.#active = place;
    const top = place * rowHeight,
      height = this.element.clientHeight - this.#head.offsetHeight;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + rowHeight > this.element.scrollTop + height) this.element.scrollTop = top + rowHeight - height;
    this.#showRows();
    this.#body.querySelector<HTMLElement>(`[data-place="${place}"] a`)?.focus({ preventScroll: true });
  }

  #pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 2);
    const last = this.#rows!.count - 1;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -last, End: last };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#activate(Math.min(Math.max(this.#active + step, 0), last));
  }

  // A click anywhere in a row opens it, unless text was selected in it.
  #clicked(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest("a") !== null) return;
    const trial = event.target instanceof Element ? event.target.closest<HTMLElement>("tr[data-trial]")?.dataset.trial : undefined;
    if (trial !== undefined && getSelection()?.isCollapsed !== false) this.state.go({ view: "trial", trial: Number(trial) });
  }

  // By the longest text of some rows, so that columns stay as they are when one scrolls.
  #widthOf(column: Column): number {
    const rows = this.state.study!.rows;
    const stride = Math.max(1, Math.floor(rows.number.length / 200));
    let longest = column.role === "state" ? "complete" : "";
    for (let i = 0; i < rows.number.length; i += stride) {
      const text = short(column.cell(rows, i));
      if (text.length > longest.length) longest = text;
    }
    const width = Math.max(textWidth(column.name) + 16, textWidth(longest) + (column.role === "state" ? 18 : 2));
    return Math.ceil(Math.min(width, column.canFilter ? 170 : 380)) + 20;
  }
}

export function sortMark(sort: "ascending" | "descending"): HTMLElement {
  return h("span", { "aria-hidden": "true" }, sort === "descending" ? "▾" : "▴");
}

let measure: CanvasRenderingContext2D | null = null;

/** How wide a text is in the table's font. */
function textWidth(text: string): number {
  if (measure === null) {
    measure = document.createElement("canvas").getContext("2d")!;
    measure.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
  }
  return measure.measureText(text.slice(0, 60)).width;
}

function spacer(rows: number, columns: number): HTMLElement {
  const row = h("tr", { "aria-hidden": "true", class: "spacer" }, h("td", { colspan: columns }));
  row.style.height = `${Math.max(0, rows) * rowHeight}px`;
  return row;
}
