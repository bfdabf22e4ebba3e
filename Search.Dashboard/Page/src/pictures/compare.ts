import type { StudyData } from "../data";
import type { Picture } from "../picture";
import { drawn, numberAxis, place, scoreAxis } from "./axes";
import { base, dash, dashes, legend } from "./base";
import { lineKinds, studies } from "./distribution";
import { number, safe, short } from "./format";

/** The best so far of several studies, trial for trial. */
export const compare: Picture = {
  id: "compare",
  title: "Best so far",
  comparesStudies: true,
  empty: "Choose studies to compare.",
  height: ({ width }) => (width < 600 ? 340 : 420),

  description(context) {
    const shown = studies(context);
    const left = context.others.length + 1 - shown.length;
    return `The best ${context.study.goal.metric} so far over the number of trials finished: `
      + shown.map((s) => `${s.name} ${s.bestSoFar.value.length === 0 ? "none" : number(s.bestSoFar.value.at(-1)!)}`).join(", ") + "."
      + (left > 0 ? ` ${left} studies of another metric are left out.` : "");
  },

  option(context) {
    const { study, theme, width } = context;
    const shown = studies(context).filter((s) => s.bestSoFar.value.length > 0);
    if (shown.length === 0) return null;
    const end = (s: StudyData) => s.counts.complete + s.counts.pruned + s.counts.failed;
    const x = { ...numberAxis("finishing order", [0, ...shown.map(end)], false, true), unit: "trials finished", low: 0 };
    const y = scoreAxis(study.goal, shown.flatMap((s) => s.bestSoFar.value));
    const others = theme.palette.filter((c) => c !== theme.complete);
    const names = shown.map((s, i) => `${i + 1}: ${short(safe(s.name), width < 600 ? 28 : 44)}`);
    const colours = shown.map((_, i) => (i === 0 ? theme.complete : others[(i - 1) % others.length]!));
    return {
      ...base(theme, (event) => {
        const { seriesIndex, value } = event as { seriesIndex: number; value: number[] };
        return value === undefined ? "" : `${names[seriesIndex]}\ntrial ${value[2]} after ${value[0]}: ${number(value[3]!, 5)}`;
      }),
      legend: legend(theme, names.map((name, i) => ({ name, icon: i % 3 === 0 ? dash : dashes, colour: colours[i]! }))),
      grid: { left: 66, right: 46, top: 36 + (width < 600 ? 22 * (shown.length - 1) : shown.length > 3 ? 22 : 0), bottom: 50, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - 112), nameGap: 28 },
      yAxis: { ...drawn(y, theme, 320, { isVertical: true }), nameGap: 46 },
      series: shown.map((s, i) => {
        const { finishOrder, trial, value } = s.bestSoFar;
        const points = finishOrder.map((order, k) => [order, place(y, value[k]!), trial[k], value[k]]);
        return {
          id: `study ${i}`, name: names[i], type: "line", step: "end", z: 3, symbol: ["circle", "rect", "triangle", "diamond"][i % 4], symbolSize: 6,
          data: [...points, [end(s), ...points.at(-1)!.slice(1)]],
          lineStyle: { color: colours[i], width: 2, type: lineKinds[i % 3] }, itemStyle: { color: colours[i] },
          endLabel: { show: true, color: theme.text, distance: 6, formatter: () => String(i + 1) },
        };
      }),
    };
  },
};
