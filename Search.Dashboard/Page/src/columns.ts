import type { Rows, StudyData, Value } from "./data";

/** A column of the table of trials, by which they are selected and sorted as well: the ones of the command line. */
export interface Column {
  /** Its name in a condition. */
  name: string;
  isNumeric: boolean;
  /** Whether conditions can ask for it. */
  canFilter: boolean;
  /** What the table draws in its own way. */
  role?: "number" | "state";
  cell(rows: Rows, i: number): Value | null;
}

const metricPrefix = "metrics.";

/** All columns; of equal names, a parameter's comes before a metric's. */
export function columnsOf(study: StudyData): Column[] {
  const parameters = study.parameters.map<Column>((parameter) => ({
    name: parameter.name,
    isNumeric: parameter.options === null || parameter.options.every((option) => typeof option === "number"),
    canFilter: true,
    cell: (rows, i) => rows.values[parameter.name]?.[i] ?? null,
  }));
  const further = study.goals.slice(1).map<Column>(({ metric }) => ({
    name: metric,
    isNumeric: true,
    canFilter: true,
    cell: (rows, i) => rows.goals[metric]?.[i] ?? null,
  }));
  const front = new Set(study.front.trial);
  const standing: Column[] = [
    ...(study.constraints.length === 0 ? [] : [{ name: "feasible", isNumeric: false, canFilter: true, cell: (rows: Rows, i: number) => yesNo(rows.feasible[i] ?? null) }]),
    ...(study.goals.length < 2
      ? []
      : [{ name: "front", isNumeric: false, canFilter: false, cell: (rows: Rows, i: number) => yesNo(rows.state[i] === "complete" ? front.has(rows.number[i]!) : null) }]),
  ];
  const taken = new Set(["number", "state", "value", "seconds", ...parameters.map((column) => column.name)]);
  const metrics = study.metrics.filter((metric) => !study.goals.some((goal) => goal.metric === metric)).map<Column>((metric) => ({
    name: taken.has(metric) ? metricPrefix + metric : metric,
    isNumeric: true,
    canFilter: true,
    cell: (rows, i) => rows.metrics[metric]?.[i] ?? null,
  }));
  return [
    { name: "number", role: "number", isNumeric: true, canFilter: true, cell: (rows, i) => rows.number[i] ?? null },
    { name: "state", role: "state", isNumeric: false, canFilter: true, cell: (rows, i) => rows.state[i] ?? null },
    { name: "value", isNumeric: true, canFilter: true, cell: (rows, i) => rows.value[i] ?? null },
    ...further,
    ...standing,
    ...parameters,
    ...metrics,
    { name: "seconds", isNumeric: true, canFilter: true, cell: secondsOf },
    { name: "note", isNumeric: false, canFilter: false, cell: (rows, i) => rows.note[i] ?? null },
    { name: "error", isNumeric: false, canFilter: false, cell: (rows, i) => rows.error[i] ?? null },
  ];
}

/** The column of a name, as a person wrote it. */
export function findColumn(columns: Column[], name: string): Column | undefined {
  return (
    columns.find((column) => column.canFilter && column.name === name) ??
    columns.find((column) => column.canFilter && metricPrefix + column.name === name)
  );
}

/** Indices of rows by a column, then by number; what is absent comes last, whichever way it is sorted. */
export function sorted(rows: Rows, indices: number[], column: Column, isDescending: boolean): number[] {
  const cells = indices.map((i) => column.cell(rows, i));
  const order = indices.map((_, k) => k);
  order.sort((a, b) => {
    const one = cells[a] ?? null,
      other = cells[b] ?? null;
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1;
    } else {
      const compared = compare(one, other);
      if (compared !== 0) return isDescending ? -compared : compared;
    }
    return rows.number[indices[a]!]! - rows.number[indices[b]!]!;
  });
  return order.map((k) => indices[k]!);
}

function compare(one: Value, other: Value): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [a, b] = [String(one), String(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function yesNo(isSo: boolean | null): string | null {
  return isSo === null ? null : isSo ? "yes" : "no";
}

function secondsOf(rows: Rows, i: number): number | null {
  const started = rows.started[i] ?? null,
    finished = rows.finished[i] ?? null;
  return started === null || finished === null ? null : finished - started;
}
