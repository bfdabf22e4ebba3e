import type { Insight } from "../data";
import type { Picture, PictureContext } from "../picture";
import { drawn, numberAxis } from "./axes";
import { intervals, labelWidth, nameAtRight, numbersAtRight, rowAxis, rowIndex } from "./bars";
import { base, legend } from "./base";
import { percent, safe, short } from "./format";

/** How much each parameter matters, and pairs of them together. */
export const importance: Picture = {
  id: "importance",
  view: "importance",
  title: "Importance",
  empty: "More complete trials are needed to tell what matters.",
  height: ({ study, width }) => 108 + 30 * rows(study.insight, width).length,

  description({ study, width }) {
    const first = study.insight?.importance[0];
    if (first === undefined) return this.empty;
    const method = study.insight!.method === "fanova"
      ? "share of the score's variance that each parameter explains, by a forest (fANOVA)"
      : "share of what sets the best trials apart that each parameter has (PED-ANOVA)";
    const all = rows(study.insight, width);
    const more = study.insight!.importance.length - all.filter((r) => !r.isPair).length;
    return `The ${method}, from ${study.insight!.trials} trials, with intervals that have 9 in 10 chances. The most important is ${first.parameter} with ${percent(first.importance)}.`
      + (more > 0 ? ` ${more} less important ones are left out.` : "");
  },

  option({ study, theme, width }: PictureContext) {
    const shown = rows(study.insight, width);
    if (shown.length === 0) return null;
    const texts = shown.map((r) => short(safe(r.name), 42));
    const room = labelWidth(texts, width);
    const x = { ...numberAxis("importance", shown.map((r) => r.high * 100)), unit: "share, %", low: 0 };
    const colour = (isPair: boolean) => (isPair ? theme.palette[2]! : theme.complete);
    const hasPairs = shown.some((r) => r.isPair);
    const bar = (isPair: boolean) => ({
      id: isPair ? "pairs" : "parameters", name: isPair ? "pair, beyond what each does alone" : "parameter", type: "bar", stack: "importance", barWidth: "60%",
      data: shown.map((r) => (r.isPair === isPair ? r.share * 100 : null)),
      itemStyle: { color: colour(isPair), opacity: 0.85 },
    });
    return {
      ...base(theme, (event) => {
        const r = shown[rowIndex(event)];
        if (r === undefined) return "";
        return r.isPair ? `${safe(r.name)}\n${percent(r.share)} together, beyond what each does alone` : `${safe(r.name)}\n${percent(r.share)}, probably ${percent(r.low)} to ${percent(r.high)}`;
      }),
      ...(hasPairs ? { legend: legend(theme, [{ name: "parameter", icon: "roundRect", colour: colour(false) }, { name: "pair, beyond what each does alone", icon: "roundRect", colour: colour(true) }]) } : {}),
      grid: { left: room + 16, right: 64, top: hasPairs ? 56 : 30, bottom: 50, outerBoundsMode: "none" },
      xAxis: { ...drawn(x, theme, width - room - 80), min: 0, ...nameAtRight(64, theme) },
      yAxis: rowAxis(texts, theme, "parameter", room),
      series: [bar(false), ...(hasPairs ? [bar(true)] : []), intervals(shown.flatMap((r, i) => (r.isPair ? [] : [[r.low * 100, r.high * 100, i] as [number, number, number]])), theme), numbersAtRight(shown.map((r) => percent(r.share)), x.high * 1.02, theme)],
    };
  },
};

interface Row {
  name: string;
  share: number;
  low: number;
  high: number;
  isPair: boolean;
}

function rows(insight: Insight | null, width: number): Row[] {
  if (insight === null) return [];
  const most = width < 600 ? 15 : 25;
  return [
    ...insight.importance.slice(0, most).map((i) => ({ name: i.parameter, share: i.importance, low: i.low, high: i.high, isPair: false })),
    ...insight.pairs.slice(0, 5).map((p) => ({ name: `${p.first} × ${p.second}`, share: p.importance, low: p.importance, high: p.importance, isPair: true })),
  ];
}
