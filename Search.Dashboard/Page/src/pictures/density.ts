import type { Density } from "../data";
import type { Theme } from "../picture";
import { withAlpha } from "./base";

interface Api { value(dimension: number): number; coord(at: [number, number]): [number, number] }

/** Cells of a grid with a colour each, beneath the points: ECharts' own heat map knows no numeric axes. Each is from x, from y, to x, to y. */
export function cells(id: string, data: { box: [number, number, number, number]; colour: string }[], axis = 0, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    name: id,
    type: "custom",
    xAxisIndex: axis,
    yAxisIndex: axis,
    silent: true,
    clip: true,
    progressive: 0,
    z: 1,
    data: data.map((cell) => cell.box),
    encode: { x: [0, 2], y: [1, 3] },
    renderItem: (params: { dataIndexInside: number }, api: Api) => {
      // On whole pixels, that no seam shows between neighbours.
      const [left, bottom] = api.coord([api.value(0), api.value(1)]).map(Math.round) as [number, number];
      const [right, top] = api.coord([api.value(2), api.value(3)]).map(Math.round) as [number, number];
      return {
        type: "rect",
        shape: { x: Math.min(left, right), y: Math.min(top, bottom), width: Math.abs(right - left), height: Math.abs(bottom - top) },
        style: { fill: data[params.dataIndexInside]!.colour },
      };
    },
    ...more,
  };
}

/** Counts of trials as a heat map: the more, the darker. placeX and placeY: from the density's numbers to places on the axes. */
export function densityCells(id: string, density: Density, theme: Theme, placeX: (x: number) => number, placeY: (y: number) => number, axis = 0): Record<string, unknown> {
  const most = Math.max(1, ...density.counts);
  const wide = (density.xHigh - density.xLow) / density.columns, high = (density.yHigh - density.yLow) / density.rows;
  const data = density.counts.flatMap((count, index) => {
    if (count === 0) return [];
    const x = density.xLow + (index % density.columns) * wide, y = density.yLow + Math.floor(index / density.columns) * high;
    const box: [number, number, number, number] = [placeX(x), placeY(y), placeX(x + wide), placeY(y + high)];
    return [{ box, colour: withAlpha(theme.complete, 0.06 + 0.5 * Math.sqrt(count / most)) }];
  });
  return cells(id, data, axis);
}

/** What is said of rows that are left out. */
export function omittedText(omitted: { total: number; rule: string } | null, shown: number, hasDensity: boolean): string {
  if (omitted === null) return "";
  return ` Of ${omitted.total} trials ${shown} are drawn (${omitted.rule})${hasDensity ? "; the shading beneath counts all of them" : ""}.`;
}
