import type { Curve } from "../data";
import type { Picture } from "../picture";
import { drawn, numberAxis, textAt } from "../pictures/axes";
import { base } from "../pictures/base";

/** The curve of one trial: the study that it gets has no other curves. */
export const trialCurve: Picture = {
  id: "trial-curve",
  title: "Curve",
  empty: "It has reported nothing on its way.",
  height: () => 280,
  controls: (study) => {
    const metrics = [...new Set(study.curves.map((curve) => curve.metric))];
    return metrics.length < 2
      ? []
      : [
          {
            id: "metric",
            label: "metric",
            options: metrics.map((metric) => ({ value: metric ?? "", text: metric ?? study.goal.metric })),
            initial: metrics[0] ?? "",
          },
        ];
  },
  description: ({ study, choice }) => {
    const curve = chosen(study.curves, choice.metric);
    return curve === undefined ? trialCurve.empty : `What it reported of ${curve.metric ?? study.goal.metric}, at ${curve.steps.length} steps.`;
  },
  option: ({ study, theme, choice, width }) => {
    const curve = chosen(study.curves, choice.metric);
    if (curve === undefined || curve.steps.length === 0) return null;
    const x = numberAxis("step", curve.steps, false, true);
    const y = numberAxis(curve.metric ?? study.goal.metric, curve.values);
    return {
      ...base(theme, (event) => {
        const [step, value] = (event as { value: [number, number] }).value;
        return `step ${step}: ${textAt({ ...y, options: null }, value)}`;
      }),
      grid: { left: 68, right: 16, top: 12, bottom: 46, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - 84), nameGap: 28 },
      yAxis: { ...drawn(y, theme, 220, { isVertical: true }), nameGap: 48 },
      series: [
        {
          type: "line",
          data: curve.steps.map((step, i) => [step, curve.values[i]]),
          showSymbol: curve.steps.length <= 100,
          symbolSize: 5,
          lineStyle: { color: theme.complete, width: 2 },
          itemStyle: { color: theme.complete },
        },
      ],
    };
  },
};

function chosen(curves: Curve[], metric: string | undefined): Curve | undefined {
  return curves.find((curve) => (curve.metric ?? "") === (metric ?? "")) ?? curves[0];
}
