import type { Constraint, Counts, Goal, StudyData, TrialState, Value } from "./data";
import { number } from "./pictures/format";

/** What stands where there is no value: absent is not zero. */
export const absent = "–";

export const states: TrialState[] = ["complete", "pruned", "failed", "running", "waiting"];

/** States by shape as well as by colour. */
export const stateMarks: Record<TrialState, string> = { complete: "●", pruned: "◐", failed: "✕", running: "▶", waiting: "○" };

/** A value with as many digits as help; the exact one belongs in a title. */
export function short(value: Value | null | undefined): string {
  return value === null || value === undefined ? absent : typeof value === "number" ? number(value, 5) : value;
}

export function exact(value: Value | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Two units at the most: 0.42 s, 45 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number | null): string {
  if (seconds === null) return absent;
  if (seconds < 10) return `${number(seconds, 2)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 100 * 3600) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} days ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** A time of day where the reader is: 2026-11-21 10:12. */
export function date(moment: string | number): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return absent;
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** When something was, of which the record has the seconds since the study was created. */
export function timeOf(study: StudyData, seconds: number | null): string {
  return seconds === null ? absent : date(new Date(study.created).getTime() + seconds * 1000);
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${number(count / 1e3, 3)} kB` : count < 1e9 ? `${number(count / 1e6, 3)} MB` : `${number(count / 1e9, 3)} GB`;
}

export function count(n: number): string {
  return n.toLocaleString("en");
}

export function goalText(goal: Goal): string {
  return `${goal.direction} ${goal.metric}`;
}

export function constraintText({ metric, bound, isAtMost }: Constraint): string {
  return `${metric} ${isAtMost ? "at most" : "at least"} ${bound}`;
}

export function total(counts: Counts): number {
  return states.reduce((sum, state) => sum + counts[state], 0);
}

export function bestValue(study: StudyData): number | null {
  return study.bestSoFar.value.at(-1) ?? null;
}

/** A name as a part of the name of a file. */
export function fileName(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[-.]+|-+$/g, "")
      .slice(0, 60) || "study"
  );
}

/** A word as a shell reads it. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
