import type { StudyData, TrialState } from "../data";
import type { PictureContext, Theme } from "../picture";
import type { Axis } from "./axes";
import { rangeText } from "./axes";
import type { LegendEntry } from "./base";
import { duration, number, safe, setting, short, wrap } from "./format";

/** A trial in a picture: where it is and which row of the study it is. */
export interface Point {
  x: number;
  y: number;
  row: number;
}

export type Look = TrialState | "best" | "infeasible";

const cross = "path://M2,0 L5,3 L8,0 L10,2 L7,5 L10,8 L8,10 L5,7 L2,10 L0,8 L3,5 L0,2 Z";
const star = "path://M10,0 L12.6,6.9 L20,7.2 L14.2,11.8 L16.2,19 L10,14.9 L3.8,19 L5.8,11.8 L0,7.2 L7.4,6.9 Z";

/** How trials of a state look: a colour and a shape each, so that neither is needed to tell them apart. */
export function look(state: Look, theme: Theme): { symbol: string; colour: string; scale: number } {
  switch (state) {
    case "best": return { symbol: star, colour: theme.best, scale: 2 };
    case "infeasible": return { symbol: "emptyCircle", colour: theme.mutedText, scale: 0.9 };
    case "pruned": return { symbol: "triangle", colour: theme.pruned, scale: 1 };
    case "failed": return { symbol: cross, colour: theme.failed, scale: 1.1 };
    case "running": case "waiting": return { symbol: "diamond", colour: theme.running, scale: 1.3 };
    default: return { symbol: "circle", colour: theme.complete, scale: 1 };
  }
}

export function stateLegend(states: Look[], theme: Theme): LegendEntry[] {
  return states.map((state) => ({ name: state, icon: look(state, theme).symbol, colour: look(state, theme).colour }));
}

/** The state that a row is drawn as. */
function lookOf(study: StudyData, row: number): Look {
  return study.rows.feasible[row] === false ? "infeasible" : study.rows.number[row] === study.best[0] ? "best" : study.rows.state[row]!;
}

/**
 * Scatter series for the points, one for each look: what is not selected lies faded behind.
 * colours: instead of the colour of complete trials, one of a scale by a share of 0 to 1, in so many steps.
 */
export function pointSeries(
  id: string, points: Point[], context: PictureContext,
  more: { axis?: number; scale?: (row: number) => number; colours?: string[]; size?: number } = {},
): Record<string, unknown>[] {
  const { study, theme, selection } = context;
  const groups = new Map<string, { look: Look; colour: string; isFaded: boolean; data: number[][] }>();
  for (const { x, y, row } of points) {
    const state = lookOf(study, row);
    const isFaded = !selection.has(study.rows.number[row]!);
    const step = more.scale === undefined || state !== "complete" || isFaded ? -1 : Math.round(more.scale(row) * (more.colours!.length - 1));
    const key = `${state} ${step} ${isFaded}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { look: state, colour: step < 0 ? look(state, theme).colour : more.colours![step]!, isFaded, data: [] }));
    group.data.push([x, y, row]);
  }
  const size = more.size ?? (points.length > 2000 ? 5 : points.length > 400 ? 6 : 8);
  return [...groups].map(([key, group]) => ({
    id: `${id} ${key}`,
    name: group.look,
    type: "scatter",
    xAxisIndex: more.axis ?? 0,
    yAxisIndex: more.axis ?? 0,
    data: group.data,
    symbol: look(group.look, theme).symbol,
    symbolSize: group.look === "best" ? 16 : size * look(group.look, theme).scale * (group.isFaded ? 0.8 : 1),
    // The large mode draws one path: it wants 4 pixels to keep the shape, and it cannot draw a path of ours.
    large: points.length > 1000 && (group.look === "complete" || group.look === "pruned"),
    largeThreshold: 0,
    progressive: 0,
    itemStyle: {
      color: group.colour,
      opacity: group.isFaded ? 0.13 : group.look === "infeasible" ? 0.45 : points.length > 1000 ? 0.6 : 0.85,
      ...(group.look === "best" ? { borderColor: theme.background, borderWidth: 1 } : {}),
    },
    emphasis: { scale: 1.3 },
    z: group.look === "best" ? 9 : group.isFaded ? 2 : group.look === "pruned" ? 3 : 4,
  }));
}

/** The row of a point or line of ours under the pointer; null where it is something else. */
export function rowOf(event: unknown): number | null {
  const { componentType, seriesType, value } = event as { componentType?: string; seriesType?: string; value?: unknown };
  if (componentType !== "series" || seriesType !== "scatter" || !Array.isArray(value)) return null;
  const row: unknown = value[2];
  return typeof row === "number" && row >= 0 ? row : null;
}

export function clickedTrial(event: unknown, context: PictureContext): number | null {
  const row = rowOf(event);
  return row === null ? null : context.study.rows.number[row] ?? null;
}

/** What a tooltip says of the trial under the pointer. */
export function pointText(study: StudyData, event: unknown): string {
  const row = rowOf(event);
  return row === null ? "" : trialText(study, row);
}

export function trialText(study: StudyData, row: number, most = 14): string {
  const { rows } = study;
  const head = [`Trial ${rows.number[row]}`, rows.state[row]!];
  if (rows.rank[row] != null) head.push(rows.rank[row] === 1 ? "the best" : `rank ${rows.rank[row]}`);
  const lines = [head.join(" · ")];
  if (rows.value[row] != null) lines.push(`${name(study.goal.metric)} = ${number(rows.value[row]!, 5)}`);
  for (const { metric } of study.goals.slice(1)) if (rows.goals[metric]?.[row] != null) lines.push(`${name(metric)} = ${number(rows.goals[metric]![row]!, 5)}`);
  if (rows.feasible[row] === false) lines.push("misses a constraint");
  const names = study.parameters.map((p) => p.name).filter((n) => rows.values[n] !== undefined);
  // Several on a line, for a tooltip has no more room than its picture.
  lines.push(...packed(names.slice(0, most).map((n) => `${name(n)} = ${short(setting(rows.values[n]![row] ?? null), 40)}`)));
  if (names.length > most) lines.push(`… and ${names.length - most} more parameters`);
  const [from, to] = [rows.started[row], rows.finished[row]];
  if (from != null && to != null) lines.push(`took ${duration(to - from)}`);
  if (rows.error[row] != null) lines.push(...wrap(safe(rows.error[row]!)));
  else if (rows.note[row] != null) lines.push(...wrap(safe(rows.note[row]!)));
  return lines.join("\n");
}

/** What a rectangle holds: the event's area in the grid with this id, as ranges on its axes; null where nothing is brushed. */
function brushedRange(event: unknown): { grid: string; x: [number, number]; y: [number, number] } | null {
  const area = (event as { areas?: { panelId?: string; coordRange?: [[number, number], [number, number]] }[] }).areas?.[0];
  if (area?.coordRange === undefined) return null;
  const [x, y] = area.coordRange;
  return { grid: (area.panelId ?? "").replace("grid--", ""), x, y };
}

/** The trials of the points in what was brushed, and what it is in words. */
export function brushedTrials(event: unknown, study: StudyData, pointsOf: (grid: string) => { x: Axis; y: Axis; points: Point[] } | null): { trials: number[]; label: string } | null {
  const range = brushedRange(event);
  const picture = range === null ? null : pointsOf(range.grid);
  if (range === null || picture === null) return null;
  const inside = picture.points.filter((p) => within(p.x, range.x) && within(p.y, range.y));
  return {
    trials: inside.map((p) => study.rows.number[p.row]!),
    label: `${rangeText(picture.x, ...range.x)}, ${rangeText(picture.y, ...range.y)}`,
  };
}

export function within(at: number, [from, to]: [number, number]): boolean {
  return at >= Math.min(from, to) && at <= Math.max(from, to);
}

/** The rows with a value; of these states. */
export function scoredRows(study: StudyData, states: TrialState[] = ["complete", "pruned"]): number[] {
  const found: number[] = [];
  study.rows.value.forEach((value, row) => {
    if (value !== null && Number.isFinite(value) && states.includes(study.rows.state[row]!)) found.push(row);
  });
  return found;
}

/** At most about so many of the rows, evenly: what is selected before the rest, and the best always. */
export function thinned(rows: number[], most: number, { study, selection }: PictureContext): number[] {
  if (rows.length <= most) return rows;
  const best = new Set(study.best);
  const isBest = (row: number) => best.has(study.rows.number[row]!);
  const isSelected = (row: number) => selection.has(study.rows.number[row]!);
  const top = rows.filter(isBest);
  const selected = evenly(rows.filter((row) => !isBest(row) && isSelected(row)), most - top.length);
  return [...evenly(rows.filter((row) => !isBest(row) && !isSelected(row)), most - top.length - selected.length), ...selected, ...top];
}

function evenly(rows: number[], most: number): number[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: Math.max(0, most) }, (_, i) => rows[Math.floor((i * rows.length) / most)]!);
}

function packed(texts: string[], length = 46): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length + 2 <= length) lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(text);
  }
  return lines;
}

function name(text: string): string {
  return short(safe(text), 40);
}
