import type { Theme } from "../picture";
import type { Axis } from "./axes";
import { drawn } from "./axes";

/** Where small pictures are that share a page: in columns, each with room for its axes. */
export interface Panels {
  columns: number;
  height: number;
  /** Length of an x axis and of a y axis in pixels. */
  plotWidth: number;
  plotHeight: number;
  grid(index: number): Record<string, unknown>;
}

const right = 14, bottom = 52, above = 10;

export function panels(count: number, width: number, more: { plotHeight?: number; top?: number; columns?: number; left?: number; gap?: number } = {}): Panels {
  const columns = Math.min(count, more.columns ?? (width >= 1000 ? 3 : width >= 600 ? 2 : 1));
  const plotHeight = more.plotHeight ?? 170;
  const top = more.top ?? 36;
  const left = more.left ?? 62, gap = more.gap ?? left + right;
  const plotWidth = Math.max(80, (width - left - right - (columns - 1) * gap) / columns);
  const rowHeight = plotHeight + bottom + above;
  return {
    columns,
    plotWidth,
    plotHeight,
    height: top + Math.ceil(count / columns) * rowHeight,
    grid: (index) => ({
      id: `panel ${index}`,
      left: left + (index % columns) * (plotWidth + gap),
      top: top + Math.floor(index / columns) * rowHeight + above,
      width: plotWidth,
      height: plotHeight,
      outerBoundsMode: "none",
    }),
  };
}

/** The pair of axes of a panel. */
export function panelAxes(index: number, x: Axis, y: Axis, theme: Theme, panels: Panels): { x: Record<string, unknown>; y: Record<string, unknown> } {
  return {
    x: { ...drawn(x, theme, panels.plotWidth), gridIndex: index, nameGap: 26 },
    y: { ...drawn(y, theme, panels.plotHeight, { isVertical: true }), gridIndex: index, nameGap: 42 },
  };
}

/** The place beside an axis where trials stand that do not have the parameter, as a band: a series, or none where all have it. */
export function absentBand(axis: Axis, theme: Theme, along: "x" | "y", index = 0): Record<string, unknown>[] {
  if (axis.absent === null) return [];
  const span = axis.high - axis.low;
  const [from, to] = [axis.absent - 0.06 * span, axis.absent + 0.08 * span];
  return [{
    id: `absent ${along} ${index}`, type: "scatter", data: [], xAxisIndex: index, yAxisIndex: index, z: 0,
    markArea: { silent: true, itemStyle: { color: theme.line, opacity: 0.28 }, data: [[{ [`${along}Axis`]: from }, { [`${along}Axis`]: to }]] },
  }];
}
