import type { Picture } from "../picture";
import { drawn, numberAxis } from "./axes";
import { intervals, labelWidth, nameAtRight, numbersAtRight, rowAxis, rowIndex } from "./bars";
import { base } from "./base";
import { number, safe, setting, short } from "./format";

/** What tuning brought over the default: each parameter alone, and all of them. */
export const tunability: Picture = {
  id: "tunability",
  view: "importance",
  title: "What tuning brought",
  empty: "More complete trials are needed to tell what tuning brought.",
  height: ({ study }) => 84 + 30 * (study.insight?.tunability.length ?? 0),

  description({ study }) {
    const gains = study.insight?.tunability ?? [];
    const all = gains.find((g) => g.parameter === null);
    return `What the model expects tuning to bring over the default, in ${study.goal.metric}, each parameter alone; to the right of zero is better, with intervals that have 9 in 10 chances.`
      + (all === undefined ? "" : ` All together: ${signed(all.gain)}.`);
  },

  option({ study, theme, width }) {
    const gains = study.insight?.tunability ?? [];
    if (gains.length === 0) return null;
    const texts = gains.map((g) => (g.parameter === null ? "all together" : short(safe(g.parameter), 42)));
    const room = labelWidth(texts, width);
    const x = { ...numberAxis("gain over the default", [0, ...gains.flatMap((g) => [g.low, g.high])]), unit: safe(study.goal.metric) };
    return {
      ...base(theme, (event) => {
        const g = gains[rowIndex(event)];
        return g === undefined ? "" : `Tuning ${g.parameter === null ? "all" : safe(g.parameter)}${g.tuned === null ? "" : ` to ${setting(g.tuned)}`}: ${signed(g.gain)}, probably ${signed(g.low)} to ${signed(g.high)}`;
      }),
      grid: { left: room + 16, right: 76, top: 30, bottom: 50, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - room - 92), ...nameAtRight(76, theme) },
      yAxis: rowAxis(texts, theme, "parameter", room),
      series: [
        {
          id: "gains", name: "gain", type: "bar", barWidth: "60%",
          data: gains.map((g) => ({ value: g.gain, itemStyle: { color: g.gain < 0 ? theme.failed : g.parameter === null ? theme.palette[2] : theme.complete } })),
          itemStyle: { opacity: 0.85 },
          markLine: { silent: true, symbol: "none", data: [{ xAxis: 0 }], label: { show: false }, lineStyle: { color: theme.mutedText, type: "solid", width: 1 } },
        },
        intervals(gains.map((g, i) => [g.low, g.high, i] as [number, number, number]), theme),
        numbersAtRight(gains.map((g) => signed(g.gain)), x.high, theme),
      ],
    };
  },
};

export function signed(gain: number): string {
  return gain > 0 ? `+${number(gain, 3)}` : gain < 0 ? `−${number(-gain, 3)}` : "0";
}
