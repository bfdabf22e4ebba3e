import type { Theme } from "../picture";
import type { Api } from "./base";

/** Intervals on horizontal bars: [low, high, row] each. */
export function intervals(data: [number, number, number][], theme: Theme): Record<string, unknown> {
  return {
    id: "intervals",
    name: "interval that has 9 in 10 chances",
    type: "custom",
    silent: true,
    z: 5,
    data,
    encode: { x: [0, 1], y: 2 },
    itemStyle: { color: theme.text },
    renderItem: (_: unknown, api: Api) => {
      const [left, y] = api.coord([api.value(0), api.value(2)]);
      const [right] = api.coord([api.value(1), api.value(2)]);
      const style = { stroke: theme.text, lineWidth: 1.5 };
      const line = (x1: number, y1: number, x2: number, y2: number) => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
      return { type: "group", children: [line(left, y, right, y), line(left, y - 4, left, y + 4), line(right, y - 4, right, y + 4)] };
    },
  };
}

/** Numbers at the right edge, where no bar or interval hides them. */
export function numbersAtRight(texts: string[], edge: number, theme: Theme): Record<string, unknown> {
  return {
    id: "numbers", type: "scatter", silent: true, symbolSize: 0, clip: false,
    data: texts.map((_, i) => [edge, i]),
    label: { show: true, position: "right", distance: 12, color: theme.text, fontSize: 12, formatter: (event: { dataIndex: number }) => texts[event.dataIndex] ?? "" },
  };
}

/** An axis of rows from the top down, with texts of ours beside it. */
export function rowAxis(texts: string[], theme: Theme, name: string, width: number): Record<string, unknown> {
  return {
    type: "category",
    inverse: true,
    data: texts.map((_, i) => i),
    name,
    nameLocation: "start",
    nameGap: 8,
    nameTextStyle: { color: theme.text, fontSize: 12, align: "right", padding: [0, 8, 0, 0] },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.text, fontSize: 12, lineHeight: 15, interval: 0, width, overflow: "truncate", formatter: (_: string, i: number) => texts[i] ?? "" },
  };
}

/** A name that may be longer than its axis: it ends where the picture does. */
export function nameAtRight(right: number, theme: Theme): Record<string, unknown> {
  return { nameLocation: "end", nameGap: right - 8, nameTruncate: {}, nameTextStyle: { color: theme.text, fontSize: 12, align: "right", verticalAlign: "top", padding: [26, 0, 0, 0] } };
}

/** How much room the texts beside rows may have. */
export function labelWidth(texts: string[], width: number): number {
  const longest = texts.reduce((most, text) => Math.max(most, ...text.split("\n").map((line) => line.length)), 8);
  return Math.min(longest * 6.8 + 6, width * 0.4, 280);
}

/** The index of the row under the pointer. */
export function rowIndex(event: unknown): number {
  return (event as { dataIndex?: number }).dataIndex ?? -1;
}
