import type { Picture } from "../picture";
import { parameterAxis } from "./axes";
import { labelWidth, rowAxis } from "./bars";
import { base, legend } from "./base";
import { safe, setting, short } from "./format";
import { clickedTrial, look, pointText } from "./points";
import { shareOf } from "./slice";

const absent = -0.18;

/** Where the settings of one trial are in their ranges, with those of the best twenty. */
export function trialPlaces(trial: number): Picture {
  return {
    id: "trial-places",
    title: "Its settings among the best",
    empty: "The trial is not among the rows of this page.",
    height: ({ study }) => 108 + 34 * study.parameters.length,
    description: ({ study }) => `Where the settings of trial ${trial} are in the range of each parameter, among those of the best ${study.best.length} trials.`,

    option({ study, theme, width }) {
      const own = study.rows.number.indexOf(trial);
      if (own < 0 || study.parameters.length === 0) return null;
      const axes = study.parameters.map((p) => parameterAxis(p));
      const best = study.best.filter((t) => t !== trial).flatMap((t) => {
        const row = study.rows.number.indexOf(t);
        return row < 0 ? [] : [row];
      });
      const texts = study.parameters.map((p) => `${short(safe(p.name), width < 600 ? 18 : 36)}\n${short(setting(study.rows.values[p.name]?.[own] ?? null), 18)}`);
      const room = labelWidth(texts, width);
      const points = (rows: number[]) => study.parameters.flatMap((p, i) => rows.map((row) => [shareOf(axes[i]!, study.rows.values[p.name]?.[row] ?? null) ?? absent, i, row]));
      const isConditional = study.parameters.some((p) => p.isConditional);
      const ends = (isHigh: boolean) => ({
        id: isHigh ? "high" : "low", type: "scatter", silent: true, symbolSize: 0, z: 1,
        data: axes.map((axis, i) => [axis.options === null ? Number(isHigh) : (isHigh ? axis.options.length - 0.5 : 0.5) / axis.options.length, i]),
        label: {
          show: true, position: "bottom", color: theme.mutedText, fontSize: 10, distance: 3,
          formatter: ({ dataIndex: i }: { dataIndex: number }) => {
            const { options, low, high } = study.parameters[i]!;
            return short(setting((options === null ? (isHigh ? high : low) : options.at(isHigh ? -1 : 0)) ?? null), 14);
          },
        },
      });
      return {
        ...base(theme, (event) => pointText(study, event)),
        legend: legend(theme, [{ name: `trial ${trial}`, icon: "diamond", colour: theme.best }, { name: "the best trials", icon: "circle", colour: look("complete", theme).colour }]),
        grid: { left: room + 16, right: 20, top: 52, bottom: 46, outerBoundsMode: "none" },
        xAxis: {
          type: "value", min: isConditional ? absent - 0.06 : -0.03, max: 1.03, name: "place in the parameter's range", nameLocation: "middle", nameGap: 28, nameTextStyle: { color: theme.text, fontSize: 12 },
          axisTick: { customValues: [absent, 0, 1], lineStyle: { color: theme.line } }, axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } }, splitLine: { show: false },
          axisLabel: { customValues: isConditional ? [absent, 0, 1] : [0, 1], color: theme.mutedText, fontSize: 11, formatter: (at: number) => (at < 0 ? "absent" : at < 0.5 ? "low" : "high") },
        },
        yAxis: { ...rowAxis(texts, theme, "parameter", room), splitLine: { show: true, lineStyle: { color: theme.line, opacity: 0.5 } } },
        series: [
          ends(false), ends(true),
          { id: "best", name: "the best trials", type: "scatter", data: points(best), symbolSize: 8, itemStyle: { color: look("complete", theme).colour, opacity: 0.4 }, z: 3 },
          { id: "own", name: `trial ${trial}`, type: "scatter", data: points([own]), symbol: "diamond", symbolSize: 15, itemStyle: { color: theme.best, borderColor: theme.background, borderWidth: 1 }, z: 4 },
        ],
      };
    },

    clicked(event, context) {
      const clicked = clickedTrial(event, context);
      return clicked === trial ? null : clicked;
    },
  };
}
