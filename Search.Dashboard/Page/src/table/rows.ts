import type { Rows, StudyData } from "../data";
import type { Column } from "../columns";
import { findColumn, sorted } from "../columns";
import { conditionText } from "../filter";
import type { State } from "../state";

/** How trials are sorted: by a column, then by number. */
export interface Order {
  column: string;
  isDescending: boolean;
}

/** The trials of a table in their order, here or at the server. */
export interface TrialRows {
  /** How many there are. */
  readonly count: number;
  /** Of how many. */
  readonly total: number;
  /** Where the row at a place is; null while it is fetched. */
  at(place: number): { rows: Rows; i: number } | null;
  /** The place of a trial; null where it is not among those that are here. */
  placeOf(trial: number): number | null;
}

/** The trials that the page has, as far as they are selected. */
export class LocalRows implements TrialRows {
  readonly #rows: Rows;
  readonly #order: number[];
  readonly total: number;

  constructor(study: StudyData, state: State, columns: Column[], order: Order) {
    this.#rows = study.rows;
    this.total = study.rows.number.length;
    const selected = study.rows.number.map((_, i) => i).filter((i) => state.selection.has(study.rows.number[i]!));
    const column = findOrder(columns, order);
    this.#order = column === undefined ? selected : sorted(study.rows, selected, column, order.isDescending);
  }

  get count(): number {
    return this.#order.length;
  }

  at(place: number): { rows: Rows; i: number } | null {
    const i = this.#order[place];
    return i === undefined ? null : { rows: this.#rows, i };
  }

  placeOf(trial: number): number | null {
    const place = this.#order.findIndex((i) => this.#rows.number[i] === trial);
    return place < 0 ? null : place;
  }
}

const pageLength = 200;

/** Trials that a server has and the page has not, fetched where the table shows them: filter and order are over all. */
export class RemoteRows implements TrialRows {
  readonly #pages = new Map<number, Rows | null>();
  readonly #where: string[];
  readonly #sort: string;
  /** What was shown before: it stands until something newer is here, so that nothing flickers. */
  #before: RemoteRows | null = null;
  #count: number;
  #total: number;

  constructor(
    private readonly state: State,
    private readonly study: StudyData,
    order: Order,
    before: RemoteRows | null,
    private readonly arrived: () => void,
  ) {
    this.#where = state.filter.conditions.map(conditionText);
    this.#sort = `${order.column} ${order.isDescending ? "desc" : "asc"}`;
    if (before !== null) {
      // Only the last one is kept, not all that ever were.
      before.#before = null;
      if (before.#sort === this.#sort && before.#where.join() === this.#where.join()) this.#before = before;
    }
    this.#count = before?.count ?? 0;
    this.#total = before?.total ?? study.omitted?.total ?? study.rows.number.length;
    void this.#fetch(0);
  }

  get count(): number {
    return this.#count;
  }

  get total(): number {
    return this.#total;
  }

  at(place: number): { rows: Rows; i: number } | null {
    const page = Math.floor(place / pageLength);
    const rows = this.#pages.get(page);
    if (rows) return place % pageLength < rows.number.length ? { rows, i: place % pageLength } : null;
    if (rows === undefined) void this.#fetch(page);
    const earlier = this.#before === null ? null : this.#before.#pages.get(page);
    return earlier && place % pageLength < earlier.number.length ? { rows: earlier, i: place % pageLength } : null;
  }

  placeOf(trial: number): number | null {
    for (const [page, rows] of this.#pages) {
      const i = rows?.number.indexOf(trial) ?? -1;
      if (i >= 0) return page * pageLength + i;
    }
    return null;
  }

  async #fetch(page: number): Promise<void> {
    this.#pages.set(page, null);
    try {
      const part = await this.state.server!.trials(this.study.name, this.#where, this.#sort, page * pageLength, pageLength);
      this.#pages.set(page, part.rows);
      this.#count = part.matched;
      this.#total = part.total;
    } catch (error) {
      this.#pages.delete(page);
      this.state.fail(error);
      return;
    }
    this.arrived();
  }
}

/** Whether the table needs the server: it has trials that the page has not, and no brush chose among those of the page. */
export function needsServer(state: State): boolean {
  return state.server !== null && state.study?.omitted != null && state.selection.brushes.length === 0;
}

function findOrder(columns: Column[], order: Order): Column | undefined {
  return findColumn(columns, order.column) ?? columns.find((column) => column.name === order.column);
}
