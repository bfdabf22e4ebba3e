import type { Parameter } from "../data";
import type { Picture, PictureContext } from "../picture";
import type { Axis } from "./axes";
import { beyondText, parameterAxis, place, share, studyAxis } from "./axes";
import { base, brush, legend, scaleBar, scaleColour } from "./base";
import { densitySeries, omittedText } from "./density";
import { absentBand, panelAxes, panels } from "./panels";
import { brushedTrials, clickedTrial, pointSeries, scoredRows, stateLegend, thinned, pointText } from "./points";
import type { Look, Point } from "./points";

/** The score over each parameter, a small picture for each. */
export const slice: Picture = {
  id: "slice",
  view: "slice",
  title: "Slices",
  empty: "No trial has a score yet.",
  controls: (study) => (study.parameters.length < 2 ? [] : [{
    id: "parameter", label: "Parameter", initial: "",
    options: [{ value: "", text: "all" }, ...study.parameters.map((p) => ({ value: `=${p.name}`, text: p.name }))],
  }]),
  height: (context) => layout(context).height,

  description(context) {
    const { study } = context;
    const absent = study.parameters.some((p) => p.isConditional) ? " Trials that do not have a parameter stand in the grey band beside its range." : "";
    return `${study.goal.metric} over each parameter; coloured from the first trial to the last, pruned ones grey triangles.${absent}`
      + beyondText(study)
      + omittedText(study.omitted, drawnRows(context).length, study.sliceDensity !== null);
  },

  option(context) {
    const { study, theme } = context;
    const shown = parametersOf(context);
    const rows = drawnRows(context);
    if (rows.length === 0 || shown.length === 0) return null;
    const places = layout(context);
    const y = scores(context);
    const newest = Math.max(1, study.rows.number.at(-1) ?? 1);
    const colours = Array.from({ length: 5 }, (_, i) => scaleColour(theme.scale, 0.05 + (0.85 * i) / 4));
    const states = (["complete", "pruned"] as Look[]).filter((s) => rows.some((row) => study.rows.state[row] === s));
    const axes = shown.map((parameter, i) => ({ axis: parameterAxis(parameter), y: { ...y, name: i % places.columns === 0 ? y.name : "" } }));
    const pairs = axes.map(({ axis, y }, i) => panelAxes(i, axis, y, theme, places));
    return {
      ...base(theme, (event) => pointText(study, event)),
      brush: brush(theme),
      legend: legend(theme, stateLegend(["best", ...states], theme).map((e) => (e.name === "complete" ? { ...e, colour: colours[2]! } : e)), { right: 190 }),
      visualMap: scaleBar(theme, context.width < 600 ? "first" : "first trial", context.width < 600 ? "last" : "last", colours, { itemHeight: context.width < 600 ? 50 : 90 }),
      grid: shown.map((_, i) => places.grid(i)),
      xAxis: pairs.map((p) => p.x),
      yAxis: pairs.map((p) => p.y),
      series: shown.flatMap((parameter, i) => {
        const { axis } = axes[i]!;
        const density = study.sliceDensity?.[parameter.name];
        return [
          ...(density === undefined ? [] : [densitySeries(`all ${i}`, density, theme, (code) => decoded(axis, parameter, code), (value) => place(y, value) ?? y.low, i)]),
          ...absentBand(axis, theme, "x", i),
          ...pointSeries(`slice ${i}`, points(context, parameter, axis, y, rows), context, {
            axis: i, colours, scale: (row) => study.rows.number[row]! / newest, size: rows.length > 400 ? 5 : 6,
          }),
        ];
      }),
    };
  },

  brushed: (event, context) => brushedTrials(event, context.study, (grid) => {
    const parameter = parametersOf(context)[Number(grid.replace("panel ", ""))];
    if (parameter === undefined) return null;
    const x = parameterAxis(parameter), y = scores(context);
    return { x, y, points: points(context, parameter, x, y, scoredRows(context.study)) };
  }),
  clicked: clickedTrial,
};

function parametersOf({ study, choice }: PictureContext): Parameter[] {
  return choice.parameter ? study.parameters.filter((p) => `=${p.name}` === choice.parameter) : study.parameters;
}

function layout(context: PictureContext) {
  const count = parametersOf(context).length;
  return panels(count, context.width, { plotHeight: count === 1 ? 300 : 170 });
}

/** Thousands of points in each of many small pictures would be a blot, and slow. */
function drawnRows(context: PictureContext): number[] {
  return thinned(scoredRows(context.study), parametersOf(context).length > 2 ? 1200 : 5000, context);
}

function scores({ study }: PictureContext): Axis {
  return studyAxis(study);
}

function points({ study }: PictureContext, parameter: Parameter, axis: Axis, y: Axis, rows: number[]): Point[] {
  const values = study.rows.values[parameter.name] ?? [];
  return rows.flatMap((row) => {
    const x = place(axis, values[row] ?? null);
    return x === null ? [] : [{ x: x + jitter(axis, row, values[row] ?? null), y: place(y, study.rows.value[row]!)!, row }];
  });
}

/** Options are columns and the absent a band: a shift to the side that only the row decides, so that points do not hide each other. */
export function jitter(axis: Axis, row: number, value: unknown): number {
  const golden = ((row * 0.618034) % 1) - 0.5;
  if (value === null) return 0.09 * (axis.high - axis.low) * golden;
  return axis.options === null ? 0 : 0.6 * golden;
}

/** From a code, 0 to 1 or an option's index, to the place on the axis. */
function decoded(axis: Axis, parameter: Parameter, code: number): number {
  return parameter.kind === "choice" ? code : axis.low + code * (axis.high - axis.low);
}

/** The share of the axis where a row stands; null where it does not have the parameter. */
export function shareOf(axis: Axis, value: number | string | null): number | null {
  const at = value === null ? null : place(axis, value);
  return at === null ? null : share(axis, at);
}
