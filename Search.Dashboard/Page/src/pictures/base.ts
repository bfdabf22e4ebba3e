import type { Theme } from "../picture";

type Part = Record<string, unknown>;

/** What ECharts gives to who draws a series of ours: the item's values, and from places on the axes to pixels. */
export interface Api {
  value(dimension: number): number;
  coord(at: [number, number]): [number, number];
  size(by: [number, number]): [number, number];
}

/** What all pictures share: the theme's colours, nothing that moves, and tooltips drawn on the canvas, for the page allows no inline style. */
export function base(theme: Theme, tooltip: (event: unknown) => string): Part {
  return {
    animation: false,
    backgroundColor: theme.background,
    textStyle: { color: theme.text },
    tooltip: {
      renderMode: "richText",
      confine: true,
      trigger: "item",
      backgroundColor: theme.background,
      borderColor: theme.line,
      borderWidth: 1,
      padding: 8,
      textStyle: { color: theme.text, fontSize: 12, lineHeight: 17 },
      formatter: tooltip,
    },
  };
}

/** What selects trials by a rectangle. What is selected is drawn by the pictures themselves, so the brush changes no series. */
export function brush(theme: Theme): Part {
  return {
    brushType: "rect",
    brushMode: "single",
    xAxisIndex: "all",
    yAxisIndex: "all",
    seriesIndex: [],
    brushStyle: { color: withAlpha(theme.text, 0.1), borderColor: theme.text, borderWidth: 1 },
  };
}

/** Icons for a legend: a line and a dashed one. */
export const dash = "path://M0,4 L12,4 L12,6 L0,6 Z", dashes = "path://M0,4 L5,4 L5,6 L0,6 Z M8,4 L13,4 L13,6 L8,6 Z";

export interface LegendEntry {
  name: string;
  icon: string;
  colour: string;
}

/** A legend above the picture; entries of the same name as a series switch it off and on. */
export function legend(theme: Theme, entries: LegendEntry[], more: Part = {}): Part {
  return {
    type: "plain",
    top: 4,
    left: 8,
    right: 8,
    bottom: null,
    orient: "horizontal",
    itemWidth: 12,
    itemHeight: 12,
    itemGap: 14,
    textStyle: { color: theme.text, fontSize: 12 },
    inactiveColor: theme.line,
    data: entries.map((entry) => ({ name: entry.name, icon: entry.icon, itemStyle: { color: entry.colour, opacity: 1, borderWidth: 0 }, lineStyle: { opacity: 1 } })),
    ...more,
  };
}

/** A bar that tells what the colours of a scale mean, at the upper right. */
export function scaleBar(theme: Theme, from: string, to: string, colours: string[], more: Part = {}): Part {
  return {
    type: "continuous",
    min: 0,
    max: 1,
    dimension: 0,
    seriesIndex: [],
    orient: "horizontal",
    top: 4,
    right: 12,
    left: null,
    bottom: null,
    itemWidth: 10,
    itemHeight: 90,
    calculable: false,
    hoverLink: false,
    text: [to, from],
    textStyle: { color: theme.mutedText, fontSize: 11 },
    inRange: { color: colours },
    ...more,
  };
}

/** The colour at a share of the scale, 0 to 1. */
export function scaleColour(scale: string[], share: number): string {
  const at = Math.min(Math.max(share, 0), 1) * (scale.length - 1);
  const index = Math.min(Math.floor(at), scale.length - 2);
  if (index < 0) return scale[0] ?? "#888888";
  const [from, to] = [rgb(scale[index]!), rgb(scale[index + 1]!)];
  const mixed = from.map((c, i) => Math.round(c + (to[i]! - c) * (at - index)));
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour, seen through: colours of a theme are #rrggbb. */
export function withAlpha(colour: string, alpha: number): string {
  return `rgba(${rgb(colour).join(", ")}, ${alpha})`;
}

function rgb(colour: string): number[] {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((c) => c + c).join("") : colour.slice(1, 7);
  return [0, 2, 4].map((i) => parseInt(digits.slice(i, i + 2), 16));
}
