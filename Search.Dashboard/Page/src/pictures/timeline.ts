import type { AttemptEnd, StudyData } from "../data";
import type { Picture, Theme } from "../picture";
import { drawn, numberAxis } from "./axes";
import { base, legend } from "./base";
import type { Api } from "./base";
import { duration, safe, short, timeUnit } from "./format";
import { trialText } from "./points";

type End = AttemptEnd | "running";
const ends: End[] = ["complete", "pruned", "failed", "died", "interrupted", "by hand", "running"];

/** Who ran what, when: a row for each worker, with its starts of trials as bars. */
export const timeline: Picture = {
  id: "timeline",
  view: "timeline",
  title: "Workers",
  empty: "No trial has started yet.",
  height: (context) => 164 + rowHeight(context.study) * context.study.workers.length,

  description({ study }) {
    const { attempts } = study;
    const counts = ends.flatMap((end) => {
      const count = attempts.end.filter((e) => (e ?? "running") === end).length;
      return count === 0 ? [] : [`${count} ${end}`];
    });
    const gaps = pauses(study);
    return `${attempts.trial.length} starts of trials on ${study.workers.length} workers over time: ${counts.join(", ")}.`
      + (gaps.length > 0 ? ` Nothing ran in ${gaps.length === 1 ? "one pause" : `${gaps.length} pauses`}.` : "")
      + " Those that died or were interrupted are hatched. The handles below choose a stretch of time.";
  },

  option(context) {
    const { study, theme, width, selection } = context;
    const { attempts, workers } = study;
    if (attempts.trial.length === 0) return null;
    const isNarrow = width < 600;
    const { divisor, name } = timeUnit(study.now);
    const nameLength = isNarrow ? 12 : 26;
    const names = workers.map((w) => short(safe(w), nameLength));
    const left = Math.max(60, Math.min(nameLength, Math.max(...names.map((n) => n.length), 6)) * 7 + 14);
    const x = { ...numberAxis("time since the study's start", []), unit: name, low: 0, high: study.now / divisor };
    const { lane, count } = lanes(study);
    const present = ends.filter((end) => attempts.end.some((e) => (e ?? "running") === end));
    const series = present.map((end) => ({
      id: end, name: end, type: "custom", clip: true, progressive: 0, z: 3,
      itemStyle: { color: colour(end, theme) },
      encode: { x: [1, 2], y: 0 },
      data: attempts.trial.flatMap((_, i) => ((attempts.end[i] ?? "running") === end && attempts.worker[i] != null
        ? [[attempts.worker[i], attempts.started[i]! / divisor, (attempts.ended[i] ?? study.now) / divisor, i]] : [])),
      renderItem: (params: { coordSys: { x: number; width: number } }, api: Api) => {
        const i = api.value(3);
        const [from, middle] = api.coord([api.value(1), api.value(0)]);
        const [to] = api.coord([api.value(2), api.value(0)]);
        const high = api.size([0, 1])[1] * 0.74, thick = high / count[api.value(0)]!;
        const start = Math.max(from, params.coordSys.x - 1), stop = Math.min(to, params.coordSys.x + params.coordSys.width + 1);
        if (stop < start) return undefined;
        const shape = { x: start, y: middle - high / 2 + lane[i]! * thick, width: Math.max(1, stop - start - (stop - start > 4 ? 1 : 0)), height: Math.max(1, thick - 1) };
        const opacity = selection.has(attempts.trial[i]!) ? 1 : 0.15;
        const fill = colour(end, theme);
        if (end !== "died" && end !== "interrupted") return { type: "rect", shape, style: { fill, opacity } };
        const bar = { type: "rect", shape, style: { fill: "transparent", stroke: fill, lineWidth: 1.5, opacity } };
        return { type: "group", children: [bar, ...hatching(shape, end === "died").map((line) => ({ type: "line", silent: true, shape: line, style: { stroke: fill, lineWidth: 1.2, opacity } }))] };
      },
    }));
    const rest = {
      id: "pauses", type: "scatter", data: [], z: 1,
      markArea: {
        silent: true, itemStyle: { color: theme.line, opacity: 0.35 }, label: { show: true, position: "insideTop", distance: 4, color: theme.mutedText, fontSize: 11 },
        data: pauses(study).map(([from, to]) => [{ name: (to - from) / study.now > 0.05 ? "paused" : "", xAxis: from / divisor }, { xAxis: to / divisor }]),
      },
    };
    const top = isNarrow ? 76 : 52;
    // Ticks of ECharts' own: with the zoom, those of ours would not come closer.
    const { splitLine, ...across } = drawn(x, theme, width - left - 24);
    return {
      ...base(theme, (event) => attemptText(study, event)),
      legend: legend(theme, present.map((end) => ({ name: end, icon: icon(end), colour: colour(end, theme) }))),
      grid: { left, right: 24, top, bottom: 92, outerBoundsMode: "none" },
      dataZoom: [
        { id: "wheel", type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
        {
          id: "handles", type: "slider", xAxisIndex: 0, filterMode: "none", bottom: 10, height: 20, left, right: 24, showDetail: false, showDataShadow: false, brushSelect: false,
          borderColor: theme.line, fillerColor: "rgba(128, 128, 128, 0.25)", backgroundColor: "transparent", handleStyle: { color: theme.background, borderColor: theme.mutedText }, moveHandleStyle: { color: theme.mutedText, opacity: 0.5 },
          emphasis: { handleStyle: { borderColor: theme.text }, moveHandleStyle: { color: theme.text } },
        },
      ],
      xAxis: { ...across, min: 0, max: x.high, axisTick: { show: true, lineStyle: { color: theme.line } }, axisLabel: { color: theme.mutedText, fontSize: 11, hideOverlap: true, showMaxLabel: false, formatter: (at: number) => String(Number(at.toPrecision(6))) }, splitLine, nameGap: 26 },
      yAxis: {
        type: "category", inverse: true, data: workers.map((_, i) => i), name: "worker", nameLocation: "start", nameGap: 8,
        nameTextStyle: { color: theme.text, fontSize: 12, align: "right", padding: [0, 8, 0, 0] },
        axisLine: { lineStyle: { color: theme.line } }, axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: theme.line, opacity: 0.45 } },
        axisLabel: { color: theme.text, fontSize: 11, interval: rowHeight(study) < 14 ? "auto" : 0, formatter: (_: string, i: number) => names[i] ?? "" },
      },
      series: [rest, ...series],
    };
  },

  clicked(event, { study }) {
    const index = attemptIndex(event);
    return index === null ? null : study.attempts.trial[index] ?? null;
  },
};

function rowHeight({ workers }: StudyData): number {
  return workers.length > 60 ? 10 : workers.length > 24 ? 18 : workers.length > 10 ? 26 : 36;
}

function colour(end: End, theme: Theme): string {
  if (end === "running") return theme.running;
  if (end === "complete") return theme.complete;
  if (end === "pruned") return theme.pruned;
  return end === "interrupted" || end === "by hand" ? theme.mutedText : theme.failed;
}

function icon(end: End): string {
  if (end === "died") return "path://M0,0 H12 V12 H0 Z M1,1 V8 L8,1 Z M1,11 H3 L11,3 V1 Z M6,11 H11 V6 Z";
  return end === "interrupted" ? "path://M0,0 H12 V12 H0 Z M1,1 V11 H5 V1 Z M7,1 V11 H11 V1 Z" : "rect";
}

/** Lines across a bar: slanted for what died, upright for what was interrupted. */
function hatching({ x, y, width, height }: { x: number; y: number; width: number; height: number }, isSlanted: boolean): { x1: number; y1: number; x2: number; y2: number }[] {
  const lines = [];
  const slant = isSlanted ? height : 0;
  const gap = Math.max(6, width / 100);
  for (let at = gap - slant; at < width; at += gap) {
    const from = Math.max(0, at), to = Math.min(width, at + slant);
    const y1 = isSlanted ? y + height - (from - at) : y + height, y2 = isSlanted ? y + height - (to - at) : y;
    lines.push({ x1: x + from, y1, x2: x + to, y2 });
  }
  return lines;
}

/** A worker may run several at once: each start gets the first lane that is free. */
function lanes({ attempts, workers, now }: StudyData): { lane: number[]; count: number[] } {
  const free: number[][] = workers.map(() => []);
  const lane = attempts.trial.map(() => 0);
  const order = attempts.trial.map((_, i) => i).sort((a, b) => attempts.started[a]! - attempts.started[b]!);
  for (const i of order) {
    const of = free[attempts.worker[i] ?? -1];
    if (of === undefined) continue;
    const found = of.findIndex((until) => until <= attempts.started[i]! + 1e-6);
    lane[i] = found < 0 ? of.length : found;
    of[lane[i]!] = attempts.ended[i] ?? now;
  }
  return { lane, count: free.map((of) => Math.max(1, of.length)) };
}

/** The stretches in which nothing ran: at least a fiftieth of the time. */
function pauses({ attempts, now }: StudyData): [number, number][] {
  const order = attempts.trial.map((_, i) => i).sort((a, b) => attempts.started[a]! - attempts.started[b]!);
  const found: [number, number][] = [];
  let until = Infinity;
  for (const i of order) {
    const start = attempts.started[i]!;
    if (start - until > now / 50) found.push([until, start]);
    until = Math.max(until === Infinity ? 0 : until, attempts.ended[i] ?? now);
  }
  return found;
}

function attemptIndex(event: unknown): number | null {
  const { seriesType, value } = event as { seriesType?: string; value?: number[] };
  return seriesType === "custom" ? value?.[3] ?? null : null;
}

function attemptText(study: StudyData, event: unknown): string {
  const i = attemptIndex(event);
  if (i === null) return "";
  const { attempts, workers, now } = study;
  const took = duration((attempts.ended[i] ?? now) - attempts.started[i]!);
  const worker = workers[attempts.worker[i] ?? -1];
  const row = study.rows.number.indexOf(attempts.trial[i]!);
  return [
    `Start ${attempts.number[i]} of trial ${attempts.trial[i]}: ${attempts.end[i] ?? "running"} after ${took}`,
    ...(worker === undefined ? [] : [`on ${safe(worker)}`]),
    ...(row < 0 ? [] : [trialText(study, row, 8)]),
  ].join("\n");
}
