import type { Parameter, Round, StudyData } from "../data";
import type { Picture, PictureContext } from "../picture";
import type { Axis } from "./axes";
import { parameterAxis, place, textAt } from "./axes";
import { base, brush, legend, withAlpha } from "./base";
import type { Api } from "./base";
import { number, safe, wrap } from "./format";
import { absentBand, panelAxes, panels } from "./panels";
import { brushedTrials, clickedTrial, look, rowOf, thinned, trialText } from "./points";
import type { Point } from "./points";
import { jitter } from "./slice";

/** How the ranges of the parameters shrink from round to round, with the trials in them. */
export const rounds: Picture = {
  id: "rounds",
  view: "rounds",
  title: "Narrowing rounds",
  empty: "The study does not search in rounds.",
  height: (context) => layout(context).height,

  description({ study }) {
    const last = study.rounds.at(-1);
    if (last === undefined) return this.empty;
    const narrowed = study.parameters.filter((p, i) => isNarrower(last.ranges[i], p)).length;
    return `For each parameter the range of each of ${study.rounds.length} rounds, the first on top; ticks are trials, a star is the round's best. `
      + `By round ${last.number}, ${narrowed} of ${study.parameters.length} ranges are narrower: ${last.reason}.`;
  },

  option(context) {
    const { study, theme, width } = context;
    if (study.rounds.length === 0 || study.parameters.length === 0) return null;
    const places = layout(context);
    const y = roundAxis(study);
    const axes = study.parameters.map((parameter) => parameterAxis(parameter));
    const pairs = axes.map((axis, i) => {
      const pair = panelAxes(i, axis, { ...y, name: i % places.columns === 0 ? "round" : "" }, theme, places);
      return { x: pair.x, y: { ...pair.y, inverse: true, min: y.low, max: y.high, splitLine: { show: false } } };
    });
    const best = bestRows(study);
    const rows = [...new Set([...thinned(rowsOf(study), 1000, context), ...best])];
    const ticks = look("complete", theme);
    return {
      ...base(theme, (event) => {
        const row = rowOf(event);
        return row === null ? rangeText(context, axes, event) : trialText(study, row);
      }),
      brush: brush(theme),
      legend: legend(theme, [
        { name: "range of the round", icon: "rect", colour: withAlpha(ticks.colour, 0.35) },
        { name: "trial", icon: "path://M4,0 H6 V10 H4 Z", colour: theme.text },
        { name: "best of the round", icon: look("best", theme).symbol, colour: theme.best },
      ]),
      grid: study.parameters.map((_, i) => places.grid(i)),
      xAxis: pairs.map((p) => p.x),
      yAxis: pairs.map((p) => p.y),
      series: study.parameters.flatMap((parameter, i) => {
        const axis = axes[i]!;
        const points = pointsOf(study, parameter, axis, rows);
        const isSelected = (p: Point) => context.selection.has(study.rows.number[p.row]!);
        const marks = (id: string, name: string, of: Point[], more: Record<string, unknown>) => ({ id: `${id} ${i}`, name, type: "scatter", xAxisIndex: i, yAxisIndex: i, data: of.map((p) => [p.x, p.y, p.row]), large: of.length > 1000, progressive: 0, ...more });
        const tick = { symbol: "rect", symbolSize: [1.5, Math.min(14, (places.plotHeight / study.rounds.length) * 0.5)], largeThreshold: 1000 };
        return [
          ...absentBand(axis, theme, "x", i),
          bars(context, parameter, axis, i),
          marks("faded", "trial", points.filter((p) => !isSelected(p)), { ...tick, itemStyle: { color: theme.mutedText, opacity: 0.2 }, z: 3 }),
          marks("trials", "trial", points.filter(isSelected), { ...tick, itemStyle: { color: theme.text, opacity: points.length > 400 ? 0.25 : 0.7 }, z: 4 }),
          marks("best", "best of the round", points.filter((p) => best.has(p.row)), {
            symbol: look("best", theme).symbol, symbolSize: width < 600 ? 13 : 15, z: 9, itemStyle: { color: theme.best, borderColor: theme.background, borderWidth: 1 },
          }),
        ];
      }),
    };
  },

  brushed: (event, context) => brushedTrials(event, context.study, (grid) => {
    const parameter = context.study.parameters[Number(grid.replace("panel ", ""))];
    if (parameter === undefined) return null;
    const x = parameterAxis(parameter);
    return { x, y: { ...roundAxis(context.study), name: "round" }, points: pointsOf(context.study, parameter, x, rowsOf(context.study)) };
  }),
  clicked: clickedTrial,
};

/** Where a range begins and ends on the axis of what is declared: one piece, or a cell for each option. */
function piecesOf(axis: Axis, range: Parameter): [number, number][] {
  if (axis.options === null) {
    const own = parameterAxis({ ...range, isConditional: false });
    return [[Math.max(axis.low, own.low), Math.min(axis.high, own.high)]];
  }
  return (range.options ?? []).flatMap((option) => {
    const at = place(axis, option);
    return at === null ? [] : [[at - 0.45, at + 0.45] as [number, number]];
  });
}

function bars({ study, theme }: PictureContext, parameter: Parameter, axis: Axis, index: number): Record<string, unknown> {
  const order = study.parameters.indexOf(parameter);
  const fill = look("complete", theme).colour;
  return {
    id: `ranges ${index}`, name: "range of the round", type: "custom", xAxisIndex: index, yAxisIndex: index, clip: true, z: 2,
    encode: { x: [0, 1], y: 2 },
    itemStyle: { color: withAlpha(fill, 0.35) },
    data: study.rounds.flatMap((round, r) => {
      const range = round.ranges[order];
      // value: from, to, round, the round's index, the parameter's index
      return range === undefined ? [] : piecesOf(axis, range).map(([from, to]) => [from, to, round.number, r, order]);
    }),
    renderItem: (_: unknown, api: Api) => {
      const [left, middle] = api.coord([api.value(0), api.value(2)]);
      const [right] = api.coord([api.value(1), api.value(2)]);
      const high = Math.abs(api.size([0, 1])[1]) * 0.78;
      return {
        type: "rect",
        shape: { x: left, y: middle - high / 2, width: Math.max(2, right - left), height: high, r: 2 },
        style: { fill: withAlpha(fill, 0.18 + (0.3 * (api.value(3) + 1)) / study.rounds.length), stroke: fill, lineWidth: 1 },
      };
    },
  };
}

function layout({ study, width }: PictureContext) {
  return panels(study.parameters.length, width, { plotHeight: Math.min(360, Math.max(70, 30 * study.rounds.length)) });
}

/** A row for each round. */
function roundAxis({ rounds }: StudyData): Axis {
  return { name: "round", low: (rounds[0]?.number ?? 1) - 0.5, high: (rounds.at(-1)?.number ?? 1) + 0.5, isLog: false, isWhole: true, options: null, absent: null };
}

function pointsOf({ rows }: StudyData, parameter: Parameter, axis: Axis, of: number[]): Point[] {
  const values = rows.values[parameter.name] ?? [];
  return of.flatMap((row) => {
    const [round, x] = [rows.round[row] ?? null, place(axis, values[row] ?? null)];
    return round === null || x === null ? [] : [{ x: x + jitter(axis, row, values[row] ?? null), y: round, row }];
  });
}

function rowsOf({ rows }: StudyData): number[] {
  return rows.number.flatMap((_, row) => (rows.round[row] == null ? [] : [row]));
}

/** The best complete trial of each round. */
function bestRows(study: StudyData): Set<number> {
  const best = new Map<number, number>();
  study.rows.rank.forEach((rank, row) => {
    const round = study.rows.round[row] ?? null;
    if (rank === null || round === null) return;
    const other = best.get(round);
    if (other === undefined || rank < study.rows.rank[other]!) best.set(round, row);
  });
  return new Set(best.values());
}

function isNarrower(range: Parameter | undefined, declared: Parameter): boolean {
  if (range === undefined) return false;
  return declared.options !== null ? (range.options?.length ?? 0) < declared.options.length : range.low !== declared.low || range.high !== declared.high;
}

function rangeText({ study }: PictureContext, axes: Axis[], event: unknown): string {
  const { seriesType, value } = event as { seriesType?: string; value?: number[] };
  const round: Round | undefined = seriesType === "custom" ? study.rounds[value?.[3] ?? -1] : undefined;
  if (round === undefined) return "";
  const axis = axes[value![4]!]!, range = round.ranges[value![4]!]!;
  const text = axis.options === null ? `${number(range.low!)} … ${number(range.high!)}` : (range.options ?? []).map((o) => textAt(axis, axis.options!.indexOf(o))).join(", ");
  return [
    `Round ${round.number}: ${round.trials} trials${round.best === null ? "" : `, best ${number(round.best)}`}`,
    ...wrap(`${safe(range.name)}: ${text}`),
    ...wrap(safe(round.reason)),
  ].join("\n");
}
