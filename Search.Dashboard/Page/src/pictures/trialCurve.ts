import type { Curve, StudyData } from "../data";
import type { Picture } from "../picture";
import { drawn, place } from "./axes";
import { base, dash, legend } from "./base";
import { curveAxis, curveText, curvesOf, joined, metricControl, metricName, stepAxis, trialOfCurve } from "./curves";

/** The curve of one trial among those of the best twenty. */
export function trialCurve(trial: number): Picture {
  const title = `trial ${trial}`;
  return {
    id: "trial-curve",
    title: "Its curve among the best",
    empty: "The trial has reported no curve.",
    controls: metricControl,
    description: ({ study, choice }) => `${metricName(study, choice)} of trial ${trial} by step, with the curves of the best trials grey behind.`,

    option(context) {
      const { study, theme, width, choice } = context;
      const own = curveOf(study, trial, choice);
      if (own === undefined) return null;
      const others = curvesOf(study, choice).filter((c) => c.trial !== trial && study.best.includes(c.trial));
      const x = stepAxis([own, ...others]), y = curveAxis(study, [own, ...others], choice);
      return {
        ...base(theme, (event) => curveText(context, event)),
        legend: legend(theme, [{ name: title, icon: dash, colour: theme.complete }, ...(others.length > 0 ? [{ name: "the best trials", icon: dash, colour: theme.mutedText }] : [])]),
        grid: { left: 66, right: 24, top: 36, bottom: 50, outerBoundsMode: "none" },
        xAxis: { ...drawn(x, theme, width - 90), nameGap: 28 },
        yAxis: { ...drawn(y, theme, 270, { isVertical: true }), nameGap: 46 },
        series: [
          { id: "best", name: "the best trials", type: "line", showSymbol: false, silent: true, z: 2, data: joined(others, y), lineStyle: { color: theme.mutedText, width: 1, opacity: 0.5 }, itemStyle: { color: theme.mutedText } },
          {
            id: `trial ${trial}`, name: title, type: "line", z: 3, symbol: "circle", symbolSize: 5, showSymbol: own.steps.length <= 80,
            data: own.steps.map((step, k) => [step, place(y, own.values[k]!), trial, own.values[k]]),
            lineStyle: { color: theme.complete, width: 2.5 }, itemStyle: { color: theme.complete },
          },
        ],
      };
    },

    clicked: (event) => {
      const clicked = trialOfCurve(event);
      return clicked === trial ? null : clicked;
    },
  };
}

/** From the study's curves, or where it is not among those, from what is known of the trial in full. */
function curveOf(study: StudyData, trial: number, choice: Record<string, string>): Curve | undefined {
  const own = curvesOf(study, choice).find((c) => c.trial === trial);
  if (own !== undefined) return own;
  const details = study.details.find((d) => d.number === trial);
  return details === undefined ? undefined : curvesOf({ ...study, curves: details.curves }, choice)[0];
}
