import type { EChartsCoreOption } from "echarts/core";
import type { StudyData } from "./data";

/** Colours and fonts of the page as it is now, dark or light, for those who draw. */
export interface Theme {
  isDark: boolean;
  text: string;
  mutedText: string;
  background: string;
  line: string;
  /** For kinds: Okabe and Ito's, which the colour-blind can tell apart. */
  palette: string[];
  /** From bad to good: a scale of one lightness direction (cividis or viridis). */
  scale: string[];
  complete: string;
  pruned: string;
  failed: string;
  running: string;
  best: string;
}

/** The trials that are selected: by the filter, by brushing in some picture, or both. All pictures show the same. */
export interface Selection {
  /** Whether nothing is left out. */
  readonly isAll: boolean;
  has(trial: number): boolean;
  /** Selects by brushing; label says what was brushed, such as "lr 1e-4 … 1e-3"; null takes the brush away. */
  brush(trials: Iterable<number> | null, label?: string): void;
}

export interface PictureContext {
  study: StudyData;
  /** The studies to compare with; most pictures show only `study`. */
  others: StudyData[];
  selection: Selection;
  theme: Theme;
  /** What was chosen in the picture's controls, by id. */
  choice: Record<string, string>;
  /** The width in pixels: below 600 it is a phone. */
  width: number;
}

/** Something to choose above a picture, such as a parameter. */
export interface Control {
  id: string;
  label: string;
  options: { value: string; text: string }[];
  initial: string;
}

/** The views that show pictures, as in the address; see views.ts. */
export type PictureView = "history" | "front" | "curves" | "slice" | "contour" | "parallel" | "importance" | "distribution" | "timeline" | "rounds";

/** One picture: how data become an ECharts option. It keeps nothing. */
export interface Picture {
  id: string;
  title: string;
  /** The view that shows it; the one called as its id where it does not say. */
  view?: PictureView;
  /** Whether it draws the other studies as well: then it is among those that compare. */
  comparesStudies?: boolean;
  /** One sentence: what is seen, for who reads and for who listens. */
  description(context: PictureContext): string;
  controls?(study: StudyData): Control[];
  /** null where there is nothing to draw. */
  option(context: PictureContext): EChartsCoreOption | null;
  /** What to say where there is nothing to draw. */
  empty: string;
  /** Height in pixels; 360 where it does not say. */
  height?(context: PictureContext): number;
  /**
   * The numbers of the trials in what was brushed; null where nothing was.
   * The event is ECharts' "brushEnd" (its areas in coordinates: areas[0].coordRange) or "axisareaselected" (with the axes as they stand now in `parallelAxis`, see ParallelAxesEvent).
   * Where the option has `brush`, the frame switches the brush on, with its brushType.
   */
  brushed?(event: unknown, context: PictureContext): { trials: number[]; label: string } | null;
  /** The trial under a click; null where there is none. */
  clicked?(event: unknown, context: PictureContext): number | null;
}

/** What `brushed` gets of parallel axes: ECharts' own event tells of but one. */
export interface ParallelAxesEvent {
  type: "axisareaselected";
  /** Of each axis, in the order of the option's parallelAxis, the intervals that are selected, in its own values; empty where none is. */
  parallelAxis: { intervals: [number, number][] }[];
}
