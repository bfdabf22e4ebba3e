import type { StudyData } from "./data";
import { h, patch } from "./dom";
import { init, type ECharts, type EChartsCoreOption } from "./echarts";
import { hooks } from "./hooks";
import type { Control, ParallelAxesEvent, Picture, PictureContext } from "./picture";
import { savePng, saveSvg } from "./save";
import type { Change, State } from "./state";
import { fileName } from "./text";

export interface FrameSettings {
  /** Without controls, description and buttons, and no higher than this in pixels. */
  compactHeight?: number;
  /** What to draw, where it is not the study that the page shows. */
  study?: () => StudyData | null;
  others?: () => StudyData[];
}

/** A picture with all that is around it: title, description, controls, and how it is saved. */
export class PictureFrame {
  readonly element: HTMLElement;
  readonly #controls = h("div", { class: "controls" });
  readonly #description = h("p", { class: "description" });
  readonly #canvas = h("div", { class: "canvas", role: "img" });
  readonly #empty = h("p", { class: "empty" });
  readonly #buttons = h("div", { class: "buttons" });
  readonly #brushButton = h(
    "button",
    {
      type: "button",
      class: "small",
      "aria-pressed": "false",
      title: "Drag in the picture to select trials",
      click: () => this.#setBrushing(!this.#isBrushing),
    },
    "Select",
  );
  readonly #resized = new ResizeObserver(() => this.#resize());
  #chart: ECharts | null = null;
  #option: EChartsCoreOption | null = null;
  #context: PictureContext | null = null;
  /** What must be the same for the next option to be merged into the present one. */
  #shape = "";
  #width = 0;
  #height = 0;
  /** A finger drags to scroll, a mouse to select. */
  #isBrushing = !matchMedia("(pointer: coarse)").matches;

  constructor(
    private readonly picture: Picture,
    private readonly state: State,
    private readonly settings: FrameSettings = {},
  ) {
    this.#buttons.append(
      h("button", { type: "button", class: "small", title: "Save as vectors", click: () => this.#save(saveSvg) }, "SVG"),
      h("button", { type: "button", class: "small", title: "Save as an image", click: () => this.#save(savePng) }, "PNG"),
    );
    const isCompact = settings.compactHeight !== undefined;
    this.element = h(
      "figure",
      { class: isCompact ? "picture compact" : "picture", "data-picture": picture.id },
      h("div", { class: "head" }, h("h3", {}, picture.title), ...(isCompact ? [] : [this.#controls, this.#buttons])),
      isCompact ? null : this.#description,
      this.#canvas,
      this.#empty,
    );
    this.#resized.observe(this.#canvas);
  }

  /** Draws the study as it is now; it must be in the document by then, which gives it its width. */
  update(change?: Change): void {
    const study = this.settings.study ? this.settings.study() : this.state.study;
    if (study === null || change === "connection" || change === "studies") return;
    if (this.element.clientWidth === 0) return;
    this.#width = this.element.clientWidth;
    const choice = this.#showControls(this.picture.controls?.(study) ?? []);
    const context = (this.#context = this.state.context(study, this.settings.others?.() ?? [], choice, this.#width));
    const option = (this.#option = this.picture.option(context));
    const description = this.picture.description(context);
    patch(this.#description, description);
    patch(this.#empty, option === null ? this.picture.empty : null);
    this.#empty.hidden = option !== null;
    this.#canvas.hidden = this.#buttons.hidden = this.#description.hidden = option === null;
    this.#canvas.setAttribute("aria-label", `${this.picture.title}. ${description}`);
    if (option === null) return this.#close();
    this.#setHeight(this.picture.height?.(context) ?? 360);
    this.#draw(option, context);
  }

  dispose(): void {
    this.#resized.disconnect();
    this.#close();
  }

  #draw(option: EChartsCoreOption, context: PictureContext): void {
    const chart = (this.#chart ??= this.#open());
    const shape = shapeOf(option, context);
    // Merged, so that brushes and zooms stay while a study runs; but series are exchanged, since there may be fewer now.
    chart.setOption({ ...option, animation: false }, shape === this.#shape ? { replaceMerge: ["series"] } : { notMerge: true });
    if (shape !== this.#shape) this.#setBrushing(this.#isBrushing);
    this.#shape = shape;
    if (!this.state.selection.brushes.some((brush) => brush.picture === this.picture.id)) this.#clearBrush();
  }

  #open(): ECharts {
    const chart = init(this.#canvas, null, { renderer: "canvas", width: this.#width, height: this.#height });
    chart.on("click", (event) => {
      const trial = this.picture.clicked?.(event, this.#context!) ?? null;
      if (trial !== null) this.state.go({ view: "trial", trial });
    });
    chart.on("brushEnd", (event) => this.#brushed(event));
    chart.on("axisareaselected", () => this.#brushed(parallelAxes(chart)));
    hooks.pictures[this.picture.id] = chart;
    return chart;
  }

  #close(): void {
    if (this.#chart === null) return;
    if (hooks.pictures[this.picture.id] === this.#chart) delete hooks.pictures[this.picture.id];
    this.#chart.dispose();
    this.#chart = null;
    this.#shape = "";
  }

  #brushed(event: unknown): void {
    const brushed = this.picture.brushed?.(event, this.#context!) ?? null;
    this.state.selection.brush(brushed?.trials ?? null, brushed?.label, this.picture.id);
  }

  #setBrushing(isBrushing: boolean): void {
    this.#isBrushing = isBrushing;
    const brush = (this.#option as { brush?: { brushType?: string } } | null)?.brush;
    if (brush === undefined || this.settings.compactHeight !== undefined) return this.#brushButton.remove();
    this.#buttons.prepend(this.#brushButton);
    this.#brushButton.setAttribute("aria-pressed", String(isBrushing));
    this.#chart?.dispatchAction({
      type: "takeGlobalCursor",
      key: "brush",
      brushOption: { brushType: isBrushing ? (brush.brushType ?? "rect") : false, brushMode: "single" },
    });
  }

  // What another part of the page took away is taken away in the picture as well.
  #clearBrush(): void {
    const chart = this.#chart!;
    if (componentsOf(chart, "brush").some((brush) => (brush.areas ?? []).length > 0)) chart.dispatchAction({ type: "brush", areas: [] });
    for (const axis of componentsOf(chart, "parallelAxis"))
      if ((axis.activeIntervals ?? []).length > 0) chart.dispatchAction({ type: "axisAreaSelect", parallelAxisId: axis.id, intervals: [] });
  }

  /** Shows the controls, and tells what is chosen. */
  #showControls(controls: Control[]): Record<string, string> {
    const chosen = (this.state.choices[this.picture.id] ??= {});
    const choice: Record<string, string> = {};
    const choose = (control: Control, value: string) => {
      chosen[control.id] = value;
      this.update();
    };
    for (const control of controls) {
      const earlier = chosen[control.id];
      choice[control.id] = earlier !== undefined && control.options.some((option) => option.value === earlier) ? earlier : control.initial;
    }
    patch(
      this.#controls,
      ...controls.map((control) =>
        h(
          "label",
          {},
          h("span", {}, control.label),
          h(
            "select",
            { "data-control": control.id, change: (event: Event) => choose(control, (event.target as HTMLSelectElement).value) },
            ...control.options.map((option) => h("option", { value: option.value }, option.text)),
          ),
        ),
      ),
    );
    for (const select of this.#controls.querySelectorAll("select")) select.value = choice[select.dataset.control!]!;
    return choice;
  }

  #setHeight(height: number): void {
    const most = this.settings.compactHeight;
    this.#height = most === undefined ? height : Math.min(height, most);
    this.#canvas.style.height = `${this.#height}px`;
    if (this.#chart !== null && (this.#chart.getWidth() !== this.#width || this.#chart.getHeight() !== this.#height))
      this.#chart.resize({ width: this.#width, height: this.#height });
  }

  #resize(): void {
    if (this.#context !== null && this.element.clientWidth > 0 && this.element.clientWidth !== this.#width) this.update();
  }

  #save(save: typeof saveSvg): void {
    if (this.#option !== null && this.#context !== null)
      save(this.#option, this.state.theme, this.#width, this.#height, `${fileName(this.#context.study.name)}-${this.picture.id}`);
  }
}

/** What kind of picture it is: of another kind, nothing of the present one may stay. */
function shapeOf(option: EChartsCoreOption, context: PictureContext): string {
  const parts = Object.entries(option).filter(([name]) => name !== "series");
  return JSON.stringify([
    context.study.name,
    context.choice,
    context.width,
    context.theme.isDark,
    parts.map(([name, part]) => [name, Array.isArray(part) ? part.length : 1]),
  ]);
}

interface Component {
  id: string;
  areas?: unknown[];
  activeIntervals?: [number, number][];
}

// ECharts tells what is brushed only in events, each of one axis.
function componentsOf(chart: ECharts, mainType: string): Component[] {
  return (chart as unknown as { getModel(): { queryComponents(query: { mainType: string }): Component[] } }).getModel().queryComponents({ mainType });
}

function parallelAxes(chart: ECharts): ParallelAxesEvent {
  return { type: "axisareaselected", parallelAxis: componentsOf(chart, "parallelAxis").map((axis) => ({ intervals: axis.activeIntervals ?? [] })) };
}
