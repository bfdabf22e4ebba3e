import type { Picture, PictureContext } from "../picture";
import type { Axis } from "./axes";
import { drawn, place, share, studyAxis } from "./axes";
import { base, brush, legend, scaleBar, scaleColour } from "./base";
import { cellSeries, omittedText } from "./density";
import { estimate } from "./estimate";
import { number } from "./format";
import { chosenPair, pairControls, pairLayout } from "./pairs";
import { absentBand } from "./panels";
import { brushedTrials, clickedTrial, pointSeries, scoredRows, stateLegend, thinned, pointText } from "./points";
import type { Look } from "./points";

const steps = 40;

/** The score over two parameters: trials, and beneath them what it probably is between. */
export const contour: Picture = {
  id: "contour",
  view: "contour",
  title: "Two parameters",
  empty: "A study of two parameters with scores is needed.",
  controls: pairControls,
  height: ({ width }) => (width < 600 ? 400 : 520),

  description(context) {
    const pair = chosenPair(context);
    if (pair === null) return this.empty;
    const absent = pair.some((p) => p.isConditional) ? " Trials that do not have a parameter stand in the grey band beside its range." : "";
    return `${context.study.goal.metric} over ${pair[0].name} and ${pair[1].name}: the shading is a mean of the trials nearby, empty where there are none.${absent}`
      + omittedText(context.study.omitted, drawnRows(context).length, false);
  },

  option(context) {
    const { study, theme, width } = context;
    const drawing = pairLayout(context);
    if (drawing === null || drawing.points.length === 0) return null;
    const { x, y } = drawing;
    const isDrawn = new Set(drawnRows(context));
    const points = drawing.points.filter((p) => isDrawn.has(p.row));
    const surface = estimated(context, x, y);
    const states = (["complete", "pruned"] as Look[]).filter((s) => points.some((p) => study.rows.state[p.row] === s));
    const isNarrow = width < 600;
    return {
      ...base(theme, (event) => pointText(study, event)),
      brush: brush(theme),
      legend: legend(theme, stateLegend(["best", ...states], theme), isNarrow ? {} : { right: 260 }),
      visualMap: surface === null ? [] : scaleBar(theme, number(surface.worst), `${study.goal.metric} ${number(surface.best)}`, theme.scale, isNarrow ? { top: 26, right: null, left: 8 } : {}),
      grid: { left: 74, right: 20, top: isNarrow ? 62 : 40, bottom: 52, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - 94, { isPlain: true }), nameGap: 28 },
      yAxis: { ...drawn(y, theme, isNarrow ? 290 : 430, { isVertical: true, isPlain: true }), nameGap: 54 },
      series: [
        ...(surface === null ? [] : [cellSeries("estimate", surface.cells, surface.colours)]),
        ...absentBand(x, theme, "x"), ...absentBand(y, theme, "y"),
        // A rim, that points show on any colour beneath.
        ...pointSeries("trials", points, context).map((s) => ({ ...s, itemStyle: { ...(s.itemStyle as object), ...(s.large === true ? {} : { borderColor: theme.background, borderWidth: s.name === "best" ? 1.5 : 1 }) } })),
      ],
    };
  },

  brushed: (event, context) => brushedTrials(event, context.study, () => pairLayout(context)),
  clicked: clickedTrial,
};

/** So many that they leave the shading to be seen. */
function drawnRows(context: PictureContext): number[] {
  return thinned(scoredRows(context.study), 1500, context);
}

function coordinate(axis: Axis, at: number): number {
  return axis.options === null ? share(axis, at) : at;
}

/** The cells with their colours, and what the ends of the scale mean; null where no trial has both parameters. */
function estimated(context: PictureContext, x: Axis, y: Axis) {
  const { study, theme } = context;
  const [first, second] = chosenPair(context)!;
  const xs = study.rows.values[first.name] ?? [], ys = study.rows.values[second.name] ?? [];
  const sign = study.goal.direction === "minimize" ? 1 : -1;
  // What was pruned was scored early, and some scores are far worse than all others: none counts worse than the axis of scores goes.
  const scores = studyAxis(study);
  const trials = scoredRows(study).flatMap((row) => {
    const [a, b] = [xs[row] ?? null, ys[row] ?? null];
    const [atX, atY] = [a === null ? null : place(x, a), b === null ? null : place(y, b)];
    return atX === null || atY === null ? [] : [{ x: coordinate(x, atX), y: coordinate(y, atY), value: place(scores, study.rows.value[row]!)! }];
  });
  if (trials.length === 0) return null;
  const columns = x.options?.length ?? (context.width < 600 ? 40 : 60), rows = y.options?.length ?? 40;
  const centres = (axis: Axis, count: number) => Array.from({ length: count }, (_, i) => (axis.options === null ? (i + 0.5) / count : i));
  const found = estimate(trials, centres(x, columns), centres(y, rows));
  // The worst tenth shares a colour, else one bad corner takes the whole scale.
  const shades = found.filter((v) => v !== null).map((v) => sign * v).sort((a, b) => a - b);
  const [low, high] = [shades[0]!, shades[Math.floor(0.9 * (shades.length - 1))]!];
  const wide = (x.high - x.low) / columns, tall = (y.high - y.low) / rows;
  return {
    best: sign * low,
    worst: sign * high,
    colours: Array.from({ length: steps }, (_, i) => scaleColour(theme.scale, i / (steps - 1))),
    cells: found.flatMap((value, i) => {
      if (value === null) return [];
      const [left, bottom] = [x.low + (i % columns) * wide, y.low + Math.floor(i / columns) * tall];
      const box: [number, number, number, number] = [left, bottom, left + wide, bottom + tall];
      const badness = high > low ? Math.min(1, (sign * value - low) / (high - low)) : 0;
      return [{ box, shade: Math.round((1 - badness) * (steps - 1)) }];
    }),
  };
}
