import type { Density } from "../data";
import type { Theme } from "../picture";
import { withAlpha } from "./base";
import type { Api } from "./base";

/** A cell: from x, from y, to x, to y, and its shade, an index of the colours. */
export interface Cell {
  box: [number, number, number, number];
  shade: number;
}

/**
 * Cells of a grid beneath the points: ECharts' own heat map knows no numeric axes.
 * All cells of a shade are one path, for thousands of shapes would be slow.
 */
export function cellSeries(id: string, cells: Cell[], colours: string[], axis = 0): Record<string, unknown> {
  const shades = colours.map((_, shade) => cells.filter((cell) => cell.shade === shade));
  return {
    id,
    name: id,
    type: "custom",
    xAxisIndex: axis,
    yAxisIndex: axis,
    silent: true,
    clip: true,
    z: 1,
    data: shades.map((_, shade) => [shade]),
    encode: { x: [], y: [] },
    renderItem: (params: { dataIndex: number }, api: Api) => {
      const pathData = shades[params.dataIndex]!.map(({ box }) => {
        // On whole pixels, that no seam shows between neighbours.
        const [left, bottom] = api.coord([box[0], box[1]]).map(Math.round) as [number, number];
        const [right, top] = api.coord([box[2], box[3]]).map(Math.round) as [number, number];
        return `M${left},${bottom}H${right}V${top}H${left}Z`;
      }).join("");
      return pathData === "" ? undefined : { type: "path", shape: { pathData }, style: { fill: colours[params.dataIndex] } };
    },
  };
}

const shades = 12;

/** Counts of trials as a heat map: the more, the darker. placeX and placeY: from the density's numbers to places on the axes. */
export function densitySeries(id: string, density: Density, theme: Theme, placeX: (x: number) => number, placeY: (y: number) => number, axis = 0): Record<string, unknown> {
  const most = density.counts.reduce((a, b) => Math.max(a, b), 1);
  const wide = (density.xHigh - density.xLow) / density.columns, high = (density.yHigh - density.yLow) / density.rows;
  const cells = density.counts.flatMap((count, index) => {
    if (count === 0) return [];
    const x = density.xLow + (index % density.columns) * wide, y = density.yLow + Math.floor(index / density.columns) * high;
    const box: [number, number, number, number] = [placeX(x), placeY(y), placeX(x + wide), placeY(y + high)];
    return [{ box, shade: Math.round(Math.sqrt(count / most) * (shades - 1)) }];
  });
  return cellSeries(id, cells, Array.from({ length: shades }, (_, i) => withAlpha(theme.complete, 0.06 + (0.5 * i) / (shades - 1))), axis);
}

/** What is said of rows that are left out. */
export function omittedText(omitted: { total: number; rule: string } | null, shown: number, hasDensity: boolean): string {
  if (omitted === null) return "";
  return ` Of ${omitted.total} trials ${shown} are drawn (${omitted.rule})${hasDensity ? "; the shading beneath counts all of them" : ""}.`;
}
