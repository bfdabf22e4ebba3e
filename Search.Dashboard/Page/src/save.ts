import { init, type EChartsCoreOption } from "./echarts";
import type { Theme } from "./picture";

/** Saves a picture as a file of vectors. */
export function saveSvg(option: EChartsCoreOption, theme: Theme, width: number, height: number, name: string): void {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ backgroundColor: theme.background, ...option, animation: false });
  save(new Blob([chart.renderToSVGString()], { type: "image/svg+xml" }), `${name}.svg`);
  chart.dispose();
}

/** Saves a picture as an image, twice as fine as the screen's. */
export function savePng(option: EChartsCoreOption, theme: Theme, width: number, height: number, name: string): void {
  const canvas = document.createElement("canvas");
  const chart = init(canvas, null, { renderer: "canvas", devicePixelRatio: 2, width, height });
  chart.setOption({ backgroundColor: theme.background, ...option, animation: false });
  chart.renderToCanvas({ pixelRatio: 2 }).toBlob((blob) => {
    if (blob !== null) save(blob, `${name}.png`);
    chart.dispose();
  });
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
