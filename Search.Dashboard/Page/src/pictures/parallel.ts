import type { Value } from "../data";
import type { ParallelAxesEvent, Picture, PictureContext } from "../picture";
import type { Axis } from "./axes";
import { drawn, fullName, numberAxis, parameterAxis, place, rangeText, studyAxis } from "./axes";
import { base, scaleBar, scaleColour } from "./base";
import { short } from "./format";
import { byImportance } from "./pairs";
import { scoredRows, thinned, trialText } from "./points";

const mostLines = 1500;

/** All parameters, the metrics and the score side by side, a line for each trial. */
export const parallel: Picture = {
  id: "parallel",
  view: "parallel",
  title: "Parallel coordinates",
  empty: "No trial has a score yet.",
  height: (context) => (isVertical(context) ? 90 + 62 * columns(context).length : 440),

  description(context) {
    const { study } = context;
    const { shown, left } = columnsThatFit(context);
    const drawnRows = lines(context);
    const all = scoredRows(study).length;
    return `A line for each trial through its ${shown.length} values, coloured by ${study.goal.metric}, pruned ones dashed; drag along axes to select.`
      + (study.parameters.some((p) => p.isConditional) ? " Lines through \"absent\" belong to trials without that parameter." : "")
      + (left > 0 ? ` ${left} less important columns are left out for want of room.` : "")
      + (drawnRows.length < all ? ` ${drawnRows.length} of ${all} trials are drawn: the best, and the others evenly.` : "");
  },

  option(context) {
    const { study, theme, width, selection } = context;
    const rows = lines(context);
    if (rows.length === 0) return null;
    const shown = columns(context);
    const isDown = isVertical(context);
    const score = shown.at(-1)!.axis;
    const colours = Array.from({ length: 8 }, (_, i) => scaleColour(theme.scale, 0.06 + (0.88 * i) / 7));
    const room = isDown ? width - 44 : (width - 130) / Math.max(1, shown.length - 1);
    const series = (id: string, isFaded: boolean) => ({
      id, name: id, type: "parallel", progressive: 0, smooth: 0, z: isFaded ? 2 : 3,
      inactiveOpacity: 0.04, activeOpacity: isFaded ? 0.15 : 0.9,
      lineStyle: { width: rows.length > 300 ? 1 : 1.5, opacity: isFaded ? 0.1 : rows.length > 300 ? 0.4 : 0.75 },
      emphasis: { lineStyle: { width: 3, opacity: 1 } },
      data: rows.filter((row) => selection.has(study.rows.number[row]!) !== isFaded).map((row) => {
        const at = place(score, study.rows.value[row]!)!;
        const share = (at - score.low) / (score.high - score.low);
        const isPruned = study.rows.state[row] === "pruned", isBest = study.rows.number[row] === study.best[0];
        const colour = isFaded || isPruned ? theme.pruned : colours[Math.round((study.goal.direction === "minimize" ? 1 - share : share) * 7)];
        return {
          value: [...shown.map(({ axis, values }) => place(axis, values[row] ?? null) ?? NaN), row],
          lineStyle: { color: isBest ? theme.best : colour, ...(isPruned ? { type: "dashed" } : {}), ...(isBest ? { width: 3, opacity: 1 } : {}) },
        };
      }),
    });
    const [worst, best] = study.goal.direction === "minimize" ? ["high", "low"] : ["low", "high"];
    return {
      ...base(theme, (event) => {
        const row = rowOfLine(event);
        return row === null ? "" : trialText(study, row);
      }),
      visualMap: scaleBar(theme, worst, `${study.goal.metric}: ${best}`, colours),
      parallel: { left: isDown ? 20 : 50, right: isDown ? 24 : 80, top: isDown ? 66 : 78, bottom: isDown ? 30 : 24, layout: isDown ? "vertical" : "horizontal" },
      parallelAxis: shown.map(({ axis }, i) => {
        const look = drawn(axis, theme, isDown ? width - 44 : 320, { isVertical: !isDown });
        return {
          id: `axis ${i}`, dim: i, type: "value", min: look.min, max: look.max,
          name: isDown ? fullName(axis) : short(fullName(axis), Math.max(8, Math.floor(room / 6.4))),
          nameLocation: isDown ? "start" : "end",
          nameGap: isDown ? 0 : 12,
          nameTextStyle: { color: theme.text, fontSize: 12, textBorderColor: theme.background, textBorderWidth: 3, ...(isDown ? { align: "left", verticalAlign: "bottom", padding: [0, 0, 8, 0] } : {}) },
          axisLine: { lineStyle: { color: theme.mutedText } },
          axisTick: { ...(look.axisTick as object), lineStyle: { color: theme.mutedText } },
          axisLabel: { ...(look.axisLabel as object), color: theme.text, textBorderColor: theme.background, textBorderWidth: 3, ...(axis.options === null ? {} : { width: Math.max(40, room - 16) }) },
          areaSelectStyle: { width: 18, color: theme.text, borderColor: theme.text, opacity: 0.2 },
        };
      }),
      series: [series("not selected", true), series("trials", false)],
    };
  },

  brushed(event, context) {
    const intervals = (event as ParallelAxesEvent).parallelAxis.map((axis) => axis.intervals);
    if (intervals.every((of) => of.length === 0)) return null;
    const shown = columns(context);
    const isIn = (row: number) => shown.every(({ axis, values }, i) => {
      const of = intervals[i] ?? [];
      const at = place(axis, values[row] ?? null);
      return of.length === 0 || (at !== null && of.some(([from, to]) => at >= Math.min(from, to) && at <= Math.max(from, to)));
    });
    return {
      trials: scoredRows(context.study).filter(isIn).map((row) => context.study.rows.number[row]!),
      label: shown.flatMap(({ axis }, i) => ((intervals[i] ?? []).length === 0 ? [] : [intervals[i]!.map(([from, to]) => rangeText(axis, from, to)).join(" or ")])).join(", "),
    };
  },

  clicked(event, { study }) {
    const row = rowOfLine(event);
    return row === null ? null : study.rows.number[row] ?? null;
  },
};

interface Column {
  axis: Axis;
  values: (Value | null)[];
}

function isVertical({ width }: PictureContext): boolean {
  return width < 600;
}

function columns(context: PictureContext): Column[] {
  return columnsThatFit(context).shown;
}

/** Parameters, metrics, and the score last; of more than fit, the most important parameters. */
function columnsThatFit(context: PictureContext): { shown: Column[]; left: number } {
  const { study, width } = context;
  const { rows } = study;
  const fits = isVertical(context) ? 14 : Math.max(3, Math.floor((width - 130) / 84) + 1);
  const kept = new Set(byImportance(study).slice(0, fits - 1));
  const parameters = study.parameters.filter((p) => kept.has(p));
  const metrics = study.metrics.filter((m) => rows.metrics[m]?.some((v) => v !== null)).slice(0, Math.max(0, fits - 1 - parameters.length));
  const scored = scoredRows(study);
  const metricColumns = metrics.map((metric) => {
    const values = rows.metrics[metric]!;
    const axis = numberAxis(metric, scored.flatMap((row) => values[row] ?? []));
    const absent = scored.some((row) => values[row] == null) ? axis.low - 0.16 * (axis.high - axis.low) : null;
    return { axis: { ...axis, absent }, values };
  });
  return {
    shown: [
      ...parameters.map((p) => ({ axis: parameterAxis(p), values: rows.values[p.name] ?? [] })),
      ...metricColumns,
      { axis: { ...studyAxis(study), unit: undefined }, values: rows.value },
    ],
    left: study.parameters.length + study.metrics.length - parameters.length - metrics.length,
  };
}

/** The rows that are drawn, the best last and so on top. */
function lines(context: PictureContext): number[] {
  const rank = (row: number) => context.study.rows.rank[row] ?? Number.MAX_VALUE;
  return thinned(scoredRows(context.study), mostLines, context).sort((a, b) => rank(b) - rank(a));
}

function rowOfLine(event: unknown): number | null {
  const { seriesType, data } = event as { seriesType?: string; data?: { value?: number[] } };
  return seriesType === "parallel" ? data?.value?.at(-1) ?? null : null;
}
