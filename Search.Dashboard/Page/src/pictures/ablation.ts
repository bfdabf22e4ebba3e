import type { Picture } from "../picture";
import { drawn, numberAxis } from "./axes";
import { labelWidth, nameAtRight, rowAxis, rowIndex } from "./bars";
import { base, legend } from "./base";
import type { Api } from "./base";
import { number, safe, setting, short } from "./format";
import { signed } from "./tunability";

/** The way from the default to the winner: a step for each setting that changes, that which brings most first. */
export const ablation: Picture = {
  id: "ablation",
  view: "importance",
  title: "From the default to the winner",
  empty: "More complete trials are needed to tell the way from the default to the winner.",
  height: ({ study }) => 112 + 40 * (study.insight?.ablation.length ?? 0),

  description({ study }) {
    const path = study.insight?.ablation ?? [];
    if (path.length === 0) return this.empty;
    return `What ${study.goal.metric} the model expects as the default's settings are changed to the winner's one by one, the change that brings most first: from ${number(path[0]!.value)} to ${number(path.at(-1)!.value)}.`;
  },

  option({ study, theme, width }) {
    const path = study.insight?.ablation ?? [];
    if (path.length === 0) return null;
    const isNarrow = width < 600;
    const texts = path.map((step) => step.parameter === null ? "default" : `${short(safe(step.parameter), isNarrow ? 18 : 36)}\n${short(setting(step.from), isNarrow ? 9 : 16)} → ${short(setting(step.to), isNarrow ? 9 : 16)}`);
    const room = labelWidth(texts, width);
    const right = isNarrow ? 70 : 136;
    const x = { ...numberAxis(`expected ${study.goal.metric}`, path.map((s) => s.value)), unit: `${study.goal.direction === "minimize" ? "lower" : "higher"} is better` };
    const before = (i: number) => path[Math.max(0, i - 1)]!.value;
    const gain = (i: number) => (study.goal.direction === "minimize" ? before(i) - path[i]!.value : path[i]!.value - before(i));
    const [better, worse] = [theme.complete, theme.failed];
    const steps = (name: string, colour: string, isIn: (i: number) => boolean) => ({
      id: name, name, type: "custom", z: 3,
      encode: { x: [0, 1], y: 2 },
      itemStyle: { color: colour },
      data: path.flatMap((step, i) => (isIn(i) ? [[before(i), step.value, i]] : [])),
      renderItem: (_: unknown, api: Api) => {
        const row = api.value(2);
        const [from, y] = api.coord([api.value(0), row]);
        const [to] = api.coord([api.value(1), row]);
        const [, above] = api.coord([api.value(0), row - 1]);
        const bar = row === 0
          ? { type: "circle", shape: { cx: to, cy: y, r: 5 }, style: { fill: theme.text } }
          : { type: "rect", shape: { x: Math.min(from, to), y: y - 9, width: Math.max(2, Math.abs(to - from)), height: 18 }, style: { fill: colour } };
        const link = row === 0 ? [] : [{ type: "line", shape: { x1: from, y1: row === 1 ? above + 5 : above + 9, x2: from, y2: y - 9 }, style: { stroke: theme.mutedText, lineWidth: 1 } }];
        return { type: "group", children: [...link, bar] };
      },
    });
    const numbers = {
      id: "numbers", type: "scatter", silent: true, symbolSize: 0, clip: false, z: 6,
      data: path.map((step, i) => [Math.max(before(i), step.value), i]),
      label: {
        show: true, position: "right", distance: 8, color: theme.text, fontSize: 12,
        formatter: ({ dataIndex: i }: { dataIndex: number }) => (i === 0 ? number(path[0]!.value) : isNarrow ? signed(gain(i)) : `${number(path[i]!.value)}  (${signed(gain(i))})`),
      },
    };
    return {
      ...base(theme, (event) => {
        const i = ((event as { value?: number[] }).value?.[2] ?? rowIndex(event));
        const step = path[i];
        if (step === undefined) return "";
        if (step.parameter === null) return `The default: ${number(step.value, 5)} expected`;
        return `${safe(step.parameter)}: ${setting(step.from)} → ${setting(step.to)}\n${number(step.value, 5)} expected after it, ${signed(gain(i))} by it`;
      }),
      legend: legend(theme, [{ name: "better by", icon: "roundRect", colour: better }, { name: "worse by", icon: "roundRect", colour: worse }]),
      grid: { left: room + 16, right, top: 56, bottom: 50, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - room - 16 - right), ...nameAtRight(right, theme) },
      yAxis: rowAxis(texts, theme, "change", room),
      series: [steps("better by", better, (i) => i === 0 || gain(i) >= 0), steps("worse by", worse, (i) => i > 0 && gain(i) < 0), numbers],
    };
  },
};
