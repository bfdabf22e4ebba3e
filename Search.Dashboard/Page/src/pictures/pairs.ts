import type { Parameter, StudyData, TrialState } from "../data";
import type { Control, PictureContext } from "../picture";
import type { Axis } from "./axes";
import { parameterAxis, place } from "./axes";
import { scoredRows } from "./points";
import type { Point } from "./points";
import { jitter } from "./slice";

/** Two parameters to choose, at first the two most important ones. */
export function pairControls(study: StudyData): Control[] {
  if (study.parameters.length < 2) return [];
  const [x, y] = byImportance(study);
  const options = study.parameters.map((p) => ({ value: p.name, text: p.name }));
  return [{ id: "x", label: "Across", options, initial: x!.name }, { id: "y", label: "Up", options, initial: y!.name }];
}

export function chosenPair({ study, choice }: PictureContext): [Parameter, Parameter] | null {
  const [x, y] = byImportance(study);
  if (x === undefined || y === undefined) return null;
  const find = (name: string | undefined, other: Parameter) => study.parameters.find((p) => p.name === name) ?? other;
  return [find(choice.x, x), find(choice.y, y)];
}

/** The parameters, the most important first where that is known. */
export function byImportance(study: StudyData): Parameter[] {
  const order = new Map(study.insight?.importance.map((i, k) => [i.parameter, k]));
  return [...study.parameters].sort((a, b) => (order.get(a.name) ?? Infinity) - (order.get(b.name) ?? Infinity) || study.parameters.indexOf(a) - study.parameters.indexOf(b));
}

/** Both axes and the trials between them, beside the range of what they do not have; null where there are no two parameters. */
export function pairLayout(context: PictureContext, states?: TrialState[]): { x: Axis; y: Axis; points: Point[] } | null {
  const { study } = context;
  const pair = chosenPair(context);
  if (pair === null) return null;
  const [x, y] = [parameterAxis(pair[0]), parameterAxis(pair[1])];
  const xs = study.rows.values[pair[0].name] ?? [], ys = study.rows.values[pair[1].name] ?? [];
  const points = scoredRows(study, states).flatMap((row) => {
    const [a, b] = [xs[row] ?? null, ys[row] ?? null];
    const [atX, atY] = [place(x, a), place(y, b)];
    // Two shifts that differ, else the points of a cell of options would lie on a line.
    return atX === null || atY === null ? [] : [{ x: atX + jitter(x, row, a), y: atY + jitter(y, row * 7 + 3, b), row }];
  });
  return { x, y, points };
}
