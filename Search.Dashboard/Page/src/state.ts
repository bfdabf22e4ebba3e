import type { Insight, PageData, StudyData, StudySummary } from "./data";
import type { PictureContext, Theme } from "./picture";
import { columnsOf, type Column } from "./columns";
import { matching, noFilter, parseFilter, type Filter } from "./filter";
import type { Connection } from "./live";
import { routeText, type Route } from "./route";
import { TrialSelection } from "./selection";
import type { Server } from "./server";

/** What has changed, for those who show it. */
export type Change = "study" | "selection" | "route" | "theme" | "insight" | "others" | "studies" | "connection";

/** All that the page knows. Who changes something tells it; who shows something listens. */
export class State {
  study: StudyData | null = null;
  columns: Column[] = [];
  /** The studies to choose from. */
  studies: StudySummary[] = [];
  others: StudyData[] = [];
  connection: Connection = "connecting";
  /** What went wrong last, in words. */
  problem: string | null = null;
  filterText = "";
  filter: Filter = noFilter;
  /** What was chosen above pictures, by picture and control. */
  readonly choices: Record<string, Record<string, string>> = {};
  readonly selection = new TrialSelection(() => this.tell("selection"));
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(
    readonly page: PageData,
    /** null in a file. */
    readonly server: Server | null,
    public route: Route,
    public theme: Theme,
  ) {}

  listen(listener: (change: Change) => void): void {
    this.#listeners.add(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Shows a study, or the same one as it is by now: what is selected and chosen stays. */
  show(study: StudyData): void {
    if (study.name !== this.study?.name) {
      this.selection.clearBrushes();
      this.filterText = "";
      this.filter = noFilter;
      this.others = [];
    }
    // A server leaves insight out, and what was asked for holds until it is asked for again.
    else study.insight ??= this.study.insight;
    this.study = study;
    this.columns = columnsOf(study);
    this.#select();
    this.tell("study");
  }

  /** Says what went wrong, until something goes right. */
  fail(error: unknown): void {
    this.problem = messageOf(error);
    this.tell("connection");
  }

  connect(connection: Connection, error: unknown): void {
    this.connection = connection;
    this.problem = error === null ? null : messageOf(error);
    this.tell("connection");
  }

  setInsight(insight: Insight): void {
    if (this.study === null) return;
    this.study.insight = insight;
    this.tell("insight");
  }

  /** Selects by conditions. While there is something wrong with the text, what is right of it holds. */
  setFilter(text: string): void {
    this.filterText = text;
    this.filter = parseFilter(text, this.columns);
    this.#select();
    this.tell("selection");
  }

  clearSelection(): void {
    this.selection.clearBrushes();
    this.setFilter("");
  }

  /** The address of a view of this study, for a link. */
  link(route: Partial<Route>): string {
    return routeText({ ...this.route, trial: null, others: [], ...route });
  }

  go(route: Partial<Route>): void {
    location.hash = this.link(route);
  }

  /** What pictures draw from. */
  context(study: StudyData, others: StudyData[], choice: Record<string, string>, width: number): PictureContext {
    return { study, others, selection: this.selection, theme: this.theme, choice, width };
  }

  #select(): void {
    const { conditions } = this.filter;
    if (this.study === null || conditions.length === 0) return this.selection.filter(null);
    const rows = this.study.rows;
    this.selection.filter(new Set(matching(rows, this.columns, conditions).map((i) => rows.number[i]!)));
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
