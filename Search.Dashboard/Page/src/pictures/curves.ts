import type { Curve, StudyData } from "../data";
import type { Control, Picture, PictureContext } from "../picture";
import { drawn, numberAxis, place, scoreAxis } from "./axes";
import type { Axis } from "./axes";
import { base, dash, dashes, legend, scaleBar, scaleColour } from "./base";
import { number, safe } from "./format";
import { trialText } from "./points";

/** Learning curves together: the best in colour, all others grey behind. */
export const curves: Picture = {
  id: "curves",
  view: "curves",
  title: "Learning curves",
  empty: "No trial has reported a curve.",
  height: ({ width }) => (width < 600 ? 340 : 440),
  controls: (study) => [...metricControl(study), {
    id: "which", label: "In colour", initial: "best",
    options: [{ value: "best", text: "best 20" }, { value: "selected", text: "selected" }, { value: "all", text: "all" }],
  }],

  description(context) {
    const { study } = context;
    const { shown, others } = split(context);
    const hidden = study.curvesOmitted > 0 ? ` The curves of ${study.curvesOmitted} more trials are left out.` : "";
    const which = context.choice.which === "all" ? "all complete trials" : context.choice.which === "selected" ? "the selected trials" : "the best trials";
    return `${metricName(study, context.choice)} by step: ${shown.length} curves of ${which} in colour by rank, ${others.length} others grey, those of pruned trials dashed.${hidden}`;
  },

  option(context) {
    const { study, theme, width } = context;
    const { shown, others } = split(context);
    const all = [...shown, ...others];
    if (all.length === 0) return null;
    const isNarrow = width < 600;
    const x = stepAxis(all), y = curveAxis(study, all, context.choice);
    const pruned = new Set(prunedTrials(study));
    const behind = (isPruned: boolean) => joined(others.filter((c) => pruned.has(c.trial) === isPruned), y);
    const grey = (id: string, data: (number | null)[][], dash: "solid" | "dashed") => ({
      id, name: id, type: "line", showSymbol: false, silent: true, z: 2, data,
      lineStyle: { color: theme.mutedText, width: 1, opacity: others.length > 100 ? 0.2 : 0.38, type: dash },
      itemStyle: { color: theme.mutedText },
    });
    const plain = [grey("others", behind(false), "solid"), grey("pruned", behind(true), "dashed")].filter((s) => s.data.length > 0);
    return {
      ...base(theme, (event) => curveText(context, event)),
      legend: legend(theme, plain.map((s) => ({ name: s.name, icon: s.name === "pruned" ? dashes : dash, colour: theme.mutedText }))),
      visualMap: shown.length < 2 ? [] : scaleBar(theme, `rank ${shown.length}`, "best", colours(theme.scale)),
      grid: { left: 66, right: 58, top: isNarrow ? 46 : 40, bottom: 50, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - 124), nameGap: 28 },
      yAxis: { ...drawn(y, theme, 340, { isVertical: true }), nameGap: 46 },
      series: [...plain, ...shown.length > 40 ? many(shown, y, theme.scale) : shown.map((curve, i) => ({
        id: `trial ${curve.trial}`,
        name: `trial ${curve.trial}`,
        type: "line",
        triggerEvent: "line",
        data: curve.steps.map((step, k) => [step, place(y, curve.values[k]!), curve.trial, curve.values[k]]),
        showSymbol: curve.steps.length <= 60,
        symbol: "circle",
        symbolSize: 4,
        z: 4 + (shown.length - i) / shown.length,
        lineStyle: { color: shade(theme.scale, i, shown.length), width: i === 0 ? 3 : 1.5 },
        itemStyle: { color: shade(theme.scale, i, shown.length) },
        ...(i === 0 ? { endLabel: { show: true, color: theme.text, fontSize: 11, formatter: () => `trial ${curve.trial}`, distance: 4 } } : {}),
      }))],
    };
  },

  clicked: (event) => trialOfCurve(event),
};

export function metricControl(study: StudyData): Control[] {
  const metrics = curveMetrics(study);
  if (metrics.length < 2) return [];
  return [{ id: "metric", label: "Metric", initial: metrics[0]!, options: metrics.map((m) => ({ value: m, text: metricName(study, { metric: m }) })) }];
}

/** The metrics that have curves, as values of a control: "score", or "=" and the metric's name. */
export function curveMetrics(study: StudyData): string[] {
  const found = new Set(study.curves.map((c) => (c.metric === null ? "score" : `=${c.metric}`)));
  return [...found].sort((a, b) => (a === "score" ? -1 : b === "score" ? 1 : 0));
}

export function metricName(study: StudyData, choice: Record<string, string>): string {
  const metric = chosenMetric(study, choice);
  return metric ?? study.goal.metric;
}

export function curvesOf(study: StudyData, choice: Record<string, string>): Curve[] {
  const metric = chosenMetric(study, choice);
  return study.curves.filter((c) => c.metric === metric && c.steps.length > 0);
}

export function stepAxis(shown: Curve[]): Axis {
  const axis = numberAxis("step", shown.flatMap((c) => [c.steps[0]!, c.steps.at(-1)!]), false, true);
  return { ...axis, low: Math.min(...shown.map((c) => c.steps[0]!)), high: Math.max(...shown.map((c) => c.steps.at(-1)!), 1) };
}

export function curveAxis(study: StudyData, shown: Curve[], choice: Record<string, string>): Axis {
  const values = shown.flatMap((c) => c.values);
  return chosenMetric(study, choice) === null ? scoreAxis(study.goal, values) : numberAxis(metricName(study, choice), values);
}

/** Curves as one line with gaps between: hundreds of series would be slow. */
export function joined(shown: Curve[], y: Axis): (number | null)[][] {
  return shown.flatMap((c) => [...c.steps.map((step, k) => [step, place(y, c.values[k]!)]), [null, null]]);
}

export function trialOfCurve(event: unknown): number | null {
  // A click between the points of a line tells the series' name only.
  const { seriesId, seriesName } = event as { seriesId?: string; seriesName?: string };
  const found = /^trial (\d+)$/.exec(seriesId ?? seriesName ?? "");
  return found === null ? null : Number(found[1]);
}

export function curveText({ study, choice }: PictureContext, event: unknown): string {
  const trial = trialOfCurve(event);
  const { value } = event as { value?: number[] };
  if (trial === null || value === undefined) return "";
  const row = study.rows.number.indexOf(trial);
  const head = `${safe(metricName(study, choice))} = ${number(value[3]!, 5)} at step ${value[0]}`;
  return row < 0 ? `Trial ${trial}\n${head}` : `${head}\n${trialText(study, row)}`;
}

function chosenMetric(study: StudyData, choice: Record<string, string>): string | null {
  const chosen = choice.metric ?? curveMetrics(study)[0] ?? "score";
  return chosen.startsWith("=") ? chosen.slice(1) : null;
}

function prunedTrials(study: StudyData): number[] {
  return study.rows.number.filter((_, row) => study.rows.state[row] === "pruned");
}

/** The curves in colour, best first, and the others. */
function split({ study, selection, choice }: PictureContext): { shown: Curve[]; others: Curve[] } {
  const rank = new Map<number, number>();
  study.rows.number.forEach((trial, row) => {
    if (study.rows.rank[row] != null) rank.set(trial, study.rows.rank[row]!);
  });
  const best = new Set(study.best);
  const isShown = choice.which === "all"
    ? (c: Curve) => selection.has(c.trial) && rank.has(c.trial)
    : choice.which === "selected" ? (c: Curve) => selection.has(c.trial) : (c: Curve) => best.has(c.trial) && selection.has(c.trial);
  const all = curvesOf(study, choice);
  const shown = all.filter(isShown).sort((a, b) => (rank.get(a.trial) ?? Infinity) - (rank.get(b.trial) ?? Infinity));
  return { shown, others: all.filter((c) => !isShown(c)) };
}

/** More curves than can be told apart: a line for each of ten shades. */
function many(shown: Curve[], y: Axis, scale: string[]): Record<string, unknown>[] {
  const groups = Array.from({ length: 10 }, (_, g) => shown.filter((_, i) => Math.floor((i * 10) / shown.length) === g));
  return groups.map((group, g) => ({
    id: `shade ${g}`, name: "best", type: "line", showSymbol: false, silent: true, z: 5 - g / 10,
    data: joined(group, y), lineStyle: { color: shade(scale, g, 10), width: 1, opacity: 0.8 },
  }));
}

function shade(scale: string[], index: number, count: number): string {
  return scaleColour(colours(scale), 1 - index / Math.max(1, count - 1));
}

/** The scale without its ends, one of which would be lost on the background. */
function colours(scale: string[]): string[] {
  return Array.from({ length: 6 }, (_, i) => scaleColour(scale, 0.08 + (0.84 * i) / 5));
}
