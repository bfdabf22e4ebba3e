import type { ECharts } from "./echarts";

/**
 * What tests of the page may look at, and nothing else uses, in `window.hypersearch`:
 * - `ready`: fulfilled when the page has shown its first view;
 * - `pictures`: the pictures that are shown, by id; `getOption()` has the data as drawn.
 *
 * `performance.getEntriesByName` has the marks "painted", once the first view is shown, and "filtered", after each filter once the
 * view shows it. Elements that are there to be found have `data-` attributes: `data-view` (navigation and the view itself),
 * `data-picture`, `data-column` (headings), `data-trial` (rows and links), `data-chip`, `data-count`, `data-fact`.
 */
export interface Hooks {
  ready: Promise<void>;
  pictures: Record<string, ECharts>;
}

let isReady: () => void;

export const hooks: Hooks = { ready: new Promise((resolve) => (isReady = resolve)), pictures: {} };

/** Sets a mark once the browser has drawn what was done until now. */
export function markShown(name: "painted" | "filtered"): void {
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark(name);
      isReady();
    }),
  );
}
