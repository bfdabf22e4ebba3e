import type { StudyData } from "../data";
import type { Picture, PictureContext } from "../picture";
import { drawn, place, scoreAxis } from "./axes";
import { base, dash, dashes, legend } from "./base";
import { number, percent, safe, short } from "./format";
import { scoredRows } from "./points";

export const lineKinds = ["solid", "dashed", "dotted"] as const;

/** What share of the trials scored so much or less. */
export const distribution: Picture = {
  id: "distribution",
  view: "distribution",
  title: "Empirical distribution",
  comparesStudies: true,
  empty: "No trial is complete yet.",
  height: ({ width }) => (width < 600 ? 340 : 400),

  description(context) {
    const { study } = context;
    const shown = studies(context);
    const median = valueAt(study.distribution, 0.5);
    const left = context.others.length - (shown.length - 1);
    return `The share of complete trials with ${study.goal.metric} at most so much${shown.length > 1 ? `, of ${shown.length} studies` : ""}.`
      + (median === null ? "" : ` Half of ${study.name}'s trials have ${number(median)} or less.`)
      + (left > 0 ? ` ${left} studies of another metric are left out.` : "");
  },

  option(context) {
    const { study, theme, width, selection } = context;
    const shown = studies(context).filter((s) => s.distribution.values.length > 0);
    if (shown.length === 0) return null;
    const x = scoreAxis(study.goal, shown.flatMap((s) => s.distribution.values));
    const y = { name: "share of complete trials", unit: "%", low: 0, high: 100, isLog: false, isWhole: false, options: null, absent: null };
    const names = shown.map((s, i) => `${shown.length > 1 ? `${i + 1}: ` : ""}${short(safe(s.name), width < 600 ? 28 : 44)}`);
    const colours = shown.map((_, i) => (i === 0 ? theme.complete : theme.palette.filter((c) => c !== theme.complete)[(i - 1) % (theme.palette.length - 1)]!));
    const line = (id: string, name: string, colour: string, kind: string, from: { values: number[]; shares: number[] }) => ({
      id, name, type: "line", step: "end", showSymbol: false, symbol: "circle", symbolSize: 7, z: 3,
      data: steps(from).map(([value, share]) => [place(x, value), share * 100, value]),
      lineStyle: { color: colour, width: 2, type: kind }, itemStyle: { color: colour },
    });
    const chosen = selection.isAll ? [] : scoredRows(study, ["complete"]).filter((row) => selection.has(study.rows.number[row]!)).map((row) => study.rows.value[row]!).sort((a, b) => a - b);
    const entries = names.map((name, i) => ({ name, icon: i % 3 === 0 ? dash : dashes, colour: colours[i]! }));
    if (chosen.length > 0) entries.push({ name: "selected trials", icon: dashes, colour: theme.best });
    return {
      ...base(theme, () => ""),
      tooltip: {
        ...base(theme, () => "").tooltip as object, trigger: "axis",
        formatter: (events: unknown) => {
          const found = events as { seriesName: string; value: number[] }[];
          const at = found[0]?.value[2];
          return at === undefined ? "" : [`${safe(study.goal.metric)} at most ${number(at, 5)}`, ...found.map((e) => `${e.seriesName}: ${percent(e.value[1]! / 100)}`)].join("\n");
        },
      },
      legend: legend(theme, entries),
      grid: { left: 62, right: 20, top: 36 + (width < 600 ? 22 * Math.max(0, entries.length - 1) : entries.length > 3 ? 22 : 0), bottom: 50, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - 82), nameGap: 28, axisPointer: { snap: true, lineStyle: { color: theme.mutedText } } },
      yAxis: { ...drawn(y, theme, 300, { isVertical: true }), nameGap: 42 },
      series: [
        ...shown.map((s, i) => line(`study ${i}`, names[i]!, colours[i]!, lineKinds[i % 3]!, s.distribution)),
        ...(chosen.length === 0 ? [] : [line("selected", "selected trials", theme.best, "dashed", { values: chosen, shares: chosen.map((_, i) => (i + 1) / chosen.length) })]),
      ],
    };
  },
};

/** The study and those others whose scores are of the same metric. */
export function studies({ study, others }: PictureContext): StudyData[] {
  return [study, ...others.filter((o) => o.goal.metric === study.goal.metric && o.goal.direction === study.goal.direction)];
}

/** The steps of the distribution, from none to all; of equal values only the last. */
function steps({ values, shares }: { values: number[]; shares: number[] }): [number, number][] {
  const found: [number, number][] = [];
  if (values.length > 0) found.push([values[0]!, 0]);
  values.forEach((value, i) => {
    if (values[i + 1] !== value) found.push([value, shares[i]!]);
  });
  return found;
}

function valueAt({ values, shares }: { values: number[]; shares: number[] }, share: number): number | null {
  const index = shares.findIndex((s) => s >= share);
  return index < 0 ? null : values[index]!;
}
