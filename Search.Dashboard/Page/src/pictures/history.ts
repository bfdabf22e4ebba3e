import type { StudyData } from "../data";
import type { Picture, PictureContext } from "../picture";
import type { Axis } from "./axes";
import { beyondText, drawn, numberAxis, place, studyAxis } from "./axes";
import { base, brush, dash, legend } from "./base";
import { densitySeries, omittedText } from "./density";
import { number, timeUnit } from "./format";
import { brushedTrials, clickedTrial, pointSeries, scoredRows, stateLegend, pointText } from "./points";
import type { Look, Point } from "./points";

/** Scores in the order in which trials finished, and the best so far. */
export const history: Picture = {
  id: "history",
  view: "history",
  title: "History",
  empty: "No trial has finished yet.",
  height: ({ width }) => (width < 600 ? 320 : 420),

  controls: (study) => [
    {
      id: "across", label: "Across", initial: "order",
      options: [{ value: "order", text: "finishing order" }, { value: "number", text: "trial number" }, { value: "time", text: "time" }],
    },
    ...(isPositive(study)
      ? [{ id: "scale", label: "Scale", initial: "linear", options: [{ value: "linear", text: "linear" }, { value: "log", text: "log" }] }]
      : []),
  ],

  description({ study }) {
    const { counts, best, bestSoFar, rows, omitted } = study;
    const top = bestSoFar.value.at(-1);
    const bestText = top === undefined ? "no score yet" : `the best, ${number(top, 5)}, in trial ${best[0] ?? bestSoFar.trial.at(-1)}`;
    return `${study.goal.metric} of ${counts.complete} complete and ${counts.pruned} pruned trials, with the line of the best so far: ${bestText}. `
      + `Failed trials (${counts.failed}) are crosses at the bottom, running ones (${counts.running}) stand at the right edge.`
      + beyondText(study)
      + omittedText(omitted, rows.number.length, study.historyDensity !== null);
  },

  option(context) {
    const { study, theme, width } = context;
    const drawing = layout(context);
    const { x, y, points, running } = drawing;
    if (points.length === 0) return null;
    const states = (["complete", "pruned", "failed", "running"] as Look[]).filter((s) => points.some((p) => study.rows.state[p.row] === s));
    const isNarrow = width < 600;
    const grid = { id: "history", left: 66, right: 16, top: isNarrow ? 56 : 36, bottom: 50, outerBoundsMode: "none" };
    const roundMarks = rounds(context, running ?? x.high);
    const marks: Record<string, unknown>[][] = roundMarks.map((r, i) => [
      { name: roundMarks.length > (isNarrow ? 5 : 14) ? "" : `round ${r.number}`, xAxis: r.from, itemStyle: { opacity: i % 2 === 0 ? 0.22 : 0.08 } },
      { xAxis: r.to },
    ]);
    if (running !== null) marks.push([{ name: "running", xAxis: running, itemStyle: { opacity: 0.35 } }, { xAxis: x.high }]);
    const density = study.historyDensity;
    return {
      ...base(theme, (event) => pointText(study, event)),
      brush: brush(theme),
      legend: legend(theme, [...stateLegend(["best", ...states], theme), { name: "best so far", icon: dash, colour: theme.best }]),
      grid,
      xAxis: { ...drawn(x, theme, width - 82), nameGap: 28 },
      yAxis: { ...drawn(y, theme, 320, { isVertical: true }), nameGap: 46 },
      series: [
        ...(density !== null && context.choice.across !== "number" && context.choice.across !== "time"
          ? [densitySeries("all trials", density, theme, (order) => order, (value) => place(y, value) ?? y.low)] : []),
        {
          id: "best so far", name: "best so far", type: "line", step: "end", showSymbol: false, silent: true, z: 6,
          data: bestLine(context, drawing),
          lineStyle: { color: theme.best, width: 2 }, itemStyle: { color: theme.best },
          markArea: { silent: true, itemStyle: { color: theme.line }, label: { color: theme.mutedText, fontSize: 11, position: "insideTop" }, data: marks },
        },
        ...pointSeries("trials", points, context).map((series) => (series.name === "failed" ? { ...series, symbolSize: 8 } : series)),
      ],
    };
  },

  brushed: (event, context) => brushedTrials(event, context.study, () => layout(context)),
  clicked: clickedTrial,
};

interface Layout {
  x: Axis;
  y: Axis;
  points: Point[];
  /** Where the band of what runs begins; null where nothing runs. */
  running: number | null;
}

function isPositive(study: StudyData): boolean {
  const rows = scoredRows(study);
  return rows.length > 0 && rows.every((row) => study.rows.value[row]! > 0);
}

function layout(context: PictureContext): Layout {
  const { study, choice } = context;
  const { rows } = study;
  const at = acrossOf(context);
  const scored = scoredRows(study);
  const isLog = choice.scale === "log" && isPositive(study);
  const y = studyAxis(study, isLog);
  const points: Point[] = [];
  for (const row of scored) {
    const x = at(row);
    if (x !== null) points.push({ x, y: place(y, rows.value[row]!)!, row });
  }
  // Failed trials stand below all scores.
  const span = y.high - y.low;
  const bottom = y.low - 0.04 * span;
  y.low = 2 * bottom - y.low;
  // Room for the names of the rounds.
  if (study.rounds.length > 1) y.high += 0.06 * span;
  rows.state.forEach((state, row) => {
    const x = state === "failed" ? at(row) : null;
    if (x !== null) points.push({ x, y: bottom, row });
  });
  const running = rows.state.flatMap((state, row) => (state === "running" ? [row] : []));
  let most = 1;
  for (const p of points) most = Math.max(most, p.x);
  const [name, unit] = choice.across === "number" ? ["trial", "number"] : choice.across === "time" ? ["time since the study's start", timeUnit(study.now).name] : ["finishing order", "trials finished"];
  const x = { ...numberAxis(name, [], false, choice.across !== "time"), unit, low: 0, high: most * 1.02 };
  if (running.length === 0) return { x, y, points, running: null };
  // In a band of their own: they have no place in the order yet, nor a score.
  const start = x.high;
  x.high = most * 1.09;
  running.forEach((row, i) => points.push({ x: (start + x.high) / 2, y: y.low + ((i + 1) / (running.length + 1)) * (y.high - y.low), row }));
  return { x, y, points, running: start };
}

function acrossOf({ study, choice }: PictureContext): (row: number) => number | null {
  const { rows } = study;
  const { divisor } = timeUnit(study.now);
  if (choice.across === "number") return (row) => rows.number[row] ?? null;
  if (choice.across === "time") return (row) => (rows.finished[row] == null ? null : rows.finished[row]! / divisor);
  return (row) => rows.finishOrder[row] ?? null;
}

/** The line of the best so far: from the study where trials stand in the order in which they finished, else from the rows. */
function bestLine(context: PictureContext, { y, points, x, running }: Layout): number[][] {
  const { study, choice } = context;
  const end = running ?? x.high;
  const line: number[][] = [];
  if (choice.across !== "number" && choice.across !== "time") {
    study.bestSoFar.finishOrder.forEach((order, i) => line.push([order, place(y, study.bestSoFar.value[i]!)!]));
  } else {
    const sign = study.goal.direction === "minimize" ? 1 : -1;
    let best = Infinity;
    for (const point of points.filter((p) => study.rows.state[p.row] === "complete").sort((a, b) => a.x - b.x)) {
      const loss = sign * study.rows.value[point.row]!;
      if (loss < best) line.push([point.x, point.y]);
      best = Math.min(best, loss);
    }
  }
  const last = line.at(-1);
  if (last !== undefined) line.push([end, last[1]!]);
  return line;
}

/** Where rounds begin and end along the axis. */
function rounds(context: PictureContext, end: number): { number: number; from: number; to: number }[] {
  const { study } = context;
  if (study.rounds.length < 2) return [];
  const at = acrossOf(context);
  const first = new Map<number, number>();
  study.rows.round.forEach((round, row) => {
    const x = at(row);
    if (round === null || x === null) return;
    first.set(round, Math.min(first.get(round) ?? Infinity, x));
  });
  const starts = [...first].sort((a, b) => a[0] - b[0]);
  return starts.map(([number, from], i) => ({ number, from, to: starts[i + 1]?.[1] ?? end }));
}
