import type { Curve, StudyData } from "../data";
import type { Picture, PictureContext } from "../picture";
import { number } from "./format";
import { numberAxis, place, scoreAxis } from "./axes";
import { base, dash, dashes, legend } from "./base";
import { curveMetrics, curveText, stepAxis, trialOfCurve } from "./curves";
import { panelAxes, panels } from "./panels";

/** The curves of the best twenty, each in a small picture on the same axes. */
export const curveGrid: Picture = {
  id: "curve-grid",
  view: "curves",
  title: "The best twenty, one by one",
  empty: "No complete trial has reported a curve of its score.",
  controls(study) {
    const metrics = curveMetrics(study).filter((m) => m !== "score");
    if (metrics.length === 0) return [];
    return [{
      id: "beside", label: "Beside it", initial: similar(study) ?? "",
      options: [{ value: "", text: "nothing" }, ...metrics.map((m) => ({ value: m, text: m.slice(1) }))],
    }];
  },
  height: (context) => layout(context, bestCurves(context.study).length).height,

  description({ study, choice }) {
    const beside = choice.beside ? `, ${choice.beside.slice(1)} dashed beside it` : "";
    return `${study.goal.metric} by step of each of the best ${bestCurves(study).length} trials, the best first, all on the same axes${beside}.`;
  },

  option(context) {
    const { study, theme, choice, selection } = context;
    const shown = bestCurves(study);
    if (shown.length === 0) return null;
    const metric = choice.beside ? choice.beside.slice(1) : null;
    const beside = metric === null ? [] : shown.map((c) => study.curves.find((o) => o.trial === c.trial && o.metric === metric));
    const drawnCurves = [...shown, ...beside.filter((c) => c !== undefined)];
    const x = stepAxis(drawnCurves);
    const values = drawnCurves.flatMap((c) => c.values);
    const y = metric === null ? scoreAxis(study.goal, values) : numberAxis(study.goal.metric, values);
    const places = layout(context, shown.length);
    const axes = shown.map((curve, i) => {
      const pair = panelAxes(i, { ...x, name: `step · trial ${curve.trial}: ${number(curve.values.at(-1)!)}` }, { ...y, name: i % places.columns === 0 ? study.goal.metric : "" }, theme, places);
      return i % places.columns === 0 ? pair : { x: pair.x, y: { ...pair.y, axisLabel: { show: false } } };
    });
    const line = (curve: Curve, panel: number, name: string, isDashed: boolean) => ({
      id: isDashed ? `beside ${curve.trial}` : `trial ${curve.trial}`,
      name, type: "line", xAxisIndex: panel, yAxisIndex: panel,
      data: curve.steps.map((step, k) => [step, place(y, curve.values[k]!), curve.trial, curve.values[k]]),
      showSymbol: !isDashed && curve.steps.length <= 200, symbol: "circle", symbolSize: 3,
      lineStyle: { color: isDashed ? theme.palette[1] : theme.complete, width: isDashed ? 1.2 : 2, type: isDashed ? "dashed" : "solid", opacity: selection.has(curve.trial) ? 1 : 0.25 },
      itemStyle: { color: isDashed ? theme.palette[1] : theme.complete, opacity: selection.has(curve.trial) ? 1 : 0.25 },
    });
    const entries = [{ name: study.goal.metric, icon: dash, colour: theme.complete }];
    if (metric !== null) entries.push({ name: `${metric} (dashed)`, icon: dashes, colour: theme.palette[1]! });
    return {
      ...base(theme, (event) => curveText({ ...context, choice: {} }, event)),
      legend: legend(theme, entries),
      grid: shown.map((_, i) => places.grid(i)),
      xAxis: axes.map((a) => a.x),
      yAxis: axes.map((a) => a.y),
      series: shown.flatMap((curve, i) => {
        const other = beside[i];
        const own = line(curve, i, study.goal.metric, false);
        return other === undefined ? [own] : [line(other, i, `${metric} (dashed)`, true), own];
      }),
    };
  },

  clicked: (event) => trialOfCurve(event),
};

function layout({ width }: PictureContext, count: number) {
  return panels(count, width, { columns: width >= 1000 ? 5 : width >= 700 ? 4 : 2, plotHeight: 110, gap: 18 });
}

function bestCurves(study: StudyData): Curve[] {
  return study.best.flatMap((trial) => study.curves.find((c) => c.trial === trial && c.metric === null && c.steps.length > 0) ?? []);
}

/** A metric that is the same thing measured elsewhere, such as the accuracy in training: its values lie in the score's range. */
function similar(study: StudyData): string | undefined {
  const range = (curves: Curve[]) => numberAxis("", curves.flatMap((c) => c.values));
  const own = range(study.curves.filter((c) => c.metric === null));
  return curveMetrics(study).find((metric) => {
    if (metric === "score") return false;
    const other = range(study.curves.filter((c) => c.metric === metric.slice(1)));
    const shared = Math.min(own.high, other.high) - Math.max(own.low, other.low);
    return shared > 0.7 * Math.max(own.high - own.low, other.high - other.low);
  });
}
