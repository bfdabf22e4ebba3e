import type { Goal, Parameter, StudyData, TrialState, Value } from "../data";
import type { Theme } from "../picture";
import { number, safe, tick } from "./format";

/**
 * Where values are on an axis. Places are the numbers that ECharts gets: the value itself, on a log axis
 * its decimal logarithm, the index of an option.
 */
export interface Axis {
  name: string;
  /** What the numbers are of, in brackets behind the name: a unit, a scale, which way is better. */
  unit?: string;
  /** The places of the ends of what is declared. */
  low: number;
  high: number;
  isLog: boolean;
  /** Whether only whole values occur. */
  isWhole: boolean;
  options: Value[] | null;
  /** Where trials stand that do not have the parameter: beside the range, so that nobody takes them for a value; null where all have it. */
  absent: number | null;
}

export function parameterAxis(parameter: Parameter): Axis {
  const { name, options } = parameter;
  const isLog = parameter.scale === "log" && options === null;
  const isWhole = options !== null || parameter.kind === "int";
  // A whole number or an option has the room around it, as in C#'s encoding.
  const half = options !== null ? 0.5 : (parameter.step ?? (parameter.kind === "int" ? 1 : 0)) / 2;
  let low = (options === null ? parameter.low ?? 0 : 0) - half;
  let high = (options === null ? parameter.high ?? 1 : options.length - 1) + half;
  if (isLog) [low, high] = [Math.log10(low > 0 ? low : parameter.low!), Math.log10(high)];
  if (!(high > low)) [low, high] = [low - 0.5, high + 0.5];
  return { name, ...(isLog ? { unit: "log" } : {}), low, high, isLog, isWhole, options, absent: parameter.isConditional ? low - 0.16 * (high - low) : null };
}

/** An axis for numbers that are there: from the least to the greatest, with a little room. */
export function numberAxis(name: string, values: Iterable<number>, isLog = false, isWhole = false): Axis {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = isLog ? [0.1, 1] : [0, 1];
  if (isLog) [low, high] = [Math.log10(low), Math.log10(high)];
  const room = high > low ? 0.04 * (high - low) : Math.max(Math.abs(low) * 0.05, 1e-9) || 0.5;
  return { name, low: low - room, high: high + room, isLog, isWhole, options: null, absent: null };
}

/**
 * An axis for scores. A few that are far worse than the rest would press all others into a line:
 * the axis ends before them, and they stand at its end.
 */
export function scoreAxis(goal: Goal, values: number[], isLog = false): Axis {
  const unit = `${goal.direction === "minimize" ? "lower" : "higher"} is better`;
  const sorted = values.filter((v) => Number.isFinite(v) && (!isLog || v > 0)).sort((a, b) => a - b);
  if (goal.direction === "maximize") sorted.reverse();
  const best = sorted[0] ?? 0;
  const usual = sorted[Math.floor(sorted.length * 0.75)] ?? best;
  // Linear only: on a log axis the far ones have room.
  const limit = best + 5 * (usual - best);
  const inside = (v: number) => isLog || (goal.direction === "minimize" ? v <= limit : v >= limit);
  return { ...numberAxis(goal.metric, sorted.length > 7 && usual !== best ? sorted.filter(inside) : sorted, isLog), unit };
}

/** The axis of a study's scores: that of its complete trials, since pruned ones were scored early. */
export function studyAxis({ goal, rows }: StudyData, isLog = false): Axis {
  const values = (states: TrialState[]) => rows.value.filter((v, row): v is number => v !== null && states.includes(rows.state[row]!));
  const complete = values(["complete"]);
  return scoreAxis(goal, complete.length > 1 ? complete : values(["complete", "pruned"]), isLog);
}

/** What is said of scores beyond the axis of scores. */
export function beyondText(study: StudyData): string {
  const axis = studyAxis(study);
  const count = study.rows.value.filter((v, row) => v !== null && study.rows.state[row] !== "failed" && (v < axis.low || v > axis.high)).length;
  return count === 0 ? "" : ` ${count} with far worse scores stand at the edge.`;
}

/** The place of a value; what lies beyond the axis stands at its end, what is absent at its own place; null where there is neither. */
export function place(axis: Axis, value: Value | null): number | null {
  if (value === null) return axis.absent;
  if (axis.options !== null) {
    const index = axis.options.indexOf(value);
    return index < 0 ? null : index;
  }
  const number = Number(value);
  const at = axis.isLog ? (number > 0 ? Math.log10(number) : -Infinity) : number;
  return Number.isNaN(at) ? null : Math.min(Math.max(at, axis.low), axis.high);
}

/** The value at a place, in words. */
export function textAt(axis: Axis, at: number): string {
  if (axis.absent !== null && at < axis.low) return "absent";
  if (axis.options !== null) {
    const option = axis.options[Math.round(at)];
    return option === undefined ? "" : typeof option === "number" ? number(option) : safe(option);
  }
  return number(axis.isLog ? 10 ** at : at, 3);
}

/** The place as a share of the axis, 0 to 1. */
export function share(axis: Axis, at: number): number {
  return (at - axis.low) / (axis.high - axis.low);
}

/** What is brushed on an axis, in words. */
export function rangeText(axis: Axis, from: number, to: number): string {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const withAbsent = axis.absent !== null && low <= axis.absent;
  if (withAbsent && high < axis.low) return `${safe(axis.name)} absent`;
  const [first, last] = [Math.max(low, axis.low), Math.min(high, axis.high)];
  let text: string;
  if (axis.options === null) text = `${textAt(axis, first)} … ${textAt(axis, last)}`;
  else {
    const inside = axis.options.filter((_, i) => i >= first && i <= last);
    text = inside.length <= 3 ? inside.map((o) => safe(String(o))).join(", ") : `${safe(String(inside[0]))} … ${safe(String(inside.at(-1)))}`;
  }
  return `${safe(axis.name)} ${text}${withAbsent ? " or absent" : ""}`;
}

/** The ticks that have room: as places, with their texts. */
export function ticks(axis: Axis, count: number): { at: number; text: string }[] {
  count = Math.max(2, count);
  const found: { at: number; text: string }[] = [];
  if (axis.options !== null) {
    const stride = Math.max(1, Math.ceil(axis.options.length / Math.max(count, 2)));
    for (let i = 0; i < axis.options.length; i += stride) found.push({ at: i, text: textAt(axis, i) });
  } else if (axis.isLog && axis.high - axis.low > 0.8) {
    const decades = axis.high - axis.low;
    const stride = Math.max(1, Math.ceil(decades / count));
    const within = decades > 2.5 ? [1] : decades > 1.4 ? [1, 3] : [1, 2, 5];
    for (let power = Math.floor(axis.low); power <= axis.high; power++) {
      if (power % stride !== 0) continue;
      for (const digit of within) found.push({ at: power + Math.log10(digit), text: logTick(digit, power) });
    }
  } else {
    const [low, high] = axis.isLog ? [10 ** axis.low, 10 ** axis.high] : [axis.low, axis.high];
    const step = Math.max(niceStep((high - low) / count), axis.isWhole ? 1 : 0);
    for (let i = Math.ceil(low / step - 1e-9); i <= high / step + 1e-9; i++)
      found.push({ at: axis.isLog ? Math.log10(i * step) : i * step, text: tick(i * step, step) });
  }
  const inside = found.filter((t) => t.at >= axis.low - 1e-9 && t.at <= axis.high + 1e-9);
  return axis.absent === null ? inside : [{ at: axis.absent, text: "absent" }, ...inside];
}

/** The axis as ECharts draws it; room: its length in pixels. */
export function drawn(axis: Axis, theme: Theme, room: number, more: { isVertical?: boolean; isPlain?: boolean } = {}): Record<string, unknown> {
  // A text of an option may be as long as its share of the axis; a number needs some 60 pixels.
  const width = more.isVertical ? 84 : Math.max(28, room / Math.max(1, axis.options?.length ?? 1) - 6);
  const found = ticks(axis, axis.options !== null ? room / (more.isVertical ? 14 : 34) : room / (more.isVertical ? (axis.isWhole ? 20 : 44) : axis.isLog ? 50 : 62));
  // "absent" wants room of its own beside the first number.
  const { absent } = axis;
  const marks = more.isVertical || absent === null ? found : found.filter((t) => t.at === absent || ((t.at - absent) / (axis.high - absent)) * room > 42);
  const values = marks.map((t) => t.at);
  const span = axis.high - axis.low;
  const end = axis.options === null ? 0.02 * span : 0;
  return {
    type: "value",
    min: axis.absent === null ? axis.low - end : axis.absent - 0.06 * span,
    max: axis.high + end,
    name: fullName(axis),
    nameLocation: "middle",
    nameTextStyle: { color: theme.text, fontSize: 12 },
    nameTruncate: { maxWidth: Math.max(60, room), ellipsis: "…" },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
    axisTick: { show: true, customValues: values, lineStyle: { color: theme.line } },
    axisLabel: {
      customValues: values,
      color: theme.mutedText,
      fontSize: 11,
      hideOverlap: true,
      ...(axis.options === null ? {} : { width, overflow: "truncate" }),
      formatter: (at: number) => closest(marks, at),
    },
    splitLine: { show: more.isPlain !== true && axis.options === null, lineStyle: { color: theme.line, opacity: 0.45 } },
  };
}

/** The name with its unit, as it stands beside the axis. */
export function fullName({ name, unit }: Axis): string {
  return unit === undefined || name === "" ? safe(name) : `${safe(name)} (${unit})`;
}

function closest(marks: { at: number; text: string }[], at: number): string {
  let best = marks[0];
  for (const mark of marks) if (Math.abs(mark.at - at) < Math.abs(best!.at - at)) best = mark;
  return best?.text ?? "";
}

function logTick(digit: number, power: number): string {
  return power >= -3 && power <= 4 ? String(Number(`${digit}e${power}`)) : `${digit}e${power}`;
}

function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const digit = step / power;
  return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}
