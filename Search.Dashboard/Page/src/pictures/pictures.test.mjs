// What must hold of the pictures' options, without a browser: node --test
import assert from "node:assert/strict";
import test from "node:test";
import { build } from "esbuild";

const entry = `export * from "./index"; export * from "./axes"; export * from "./format"; export * from "./front";`;
const bundled = await build({ stdin: { contents: entry, resolveDir: import.meta.dirname, loader: "ts" }, bundle: true, write: false, format: "esm" });
const { pictures, trialPictures, parameterAxis, place, ticks, rangeText, safe, stair } = await import(`data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].text).toString("base64")}`);

const theme = { isDark: false, text: "#111111", mutedText: "#555555", background: "#ffffff", line: "#cccccc", palette: ["#0072b2", "#d55e00", "#009e73"], scale: ["#e1cc55", "#00224e"], complete: "#0072b2", pruned: "#888888", failed: "#d55e00", running: "#009e73", best: "#b97700" };
const hostile = "{a|b} <img src=x onerror=alert(1)> {b}";

test("A trial without a parameter stands beside the range, not at zero", () => {
  const study = example();
  const axis = parameterAxis(study.parameters[1]);
  assert.ok(place(axis, null) < axis.low);
  assert.notEqual(place(axis, null), place(axis, 0));
  const points = seriesOf("slice", study).filter((s) => s.type === "scatter" && s.xAxisIndex === 1).flatMap((s) => s.data);
  for (const [x, , row] of points) assert.equal(x < axis.low, study.rows.values.momentum[row] === null);
  const lines = seriesOf("parallel", study).flatMap((s) => s.data.map((d) => d.value));
  for (const line of lines) assert.equal(line[1] < axis.low, study.rows.values.momentum[line.at(-1)] === null);
});

test("A log parameter has a log axis with whole powers of ten", () => {
  const axis = parameterAxis(example().parameters[0]);
  assert.ok(Math.abs(place(axis, 1e-3) - -3) < 1e-12);
  assert.deepEqual(ticks(axis, 6).map((t) => t.text), ["1e-5", "1e-4", "0.001", "0.01", "0.1"]);
  assert.equal(rangeText(axis, -4, -3), "lr 1e-4 … 0.001");
});

test("Brushing gives the trials that are in the rectangle, in every picture with points", () => {
  const study = example();
  const brush = (id, grid, x, y, choice) => picture(id).brushed({ areas: [{ panelId: `grid--${grid}`, coordRange: [x, y] }] }, context(study, choice));
  const scored = study.rows.number.filter((i) => study.rows.value[i] !== null);
  const inRange = scored.filter((i) => study.rows.finishOrder[i] <= 6 && study.rows.value[i] >= 0.8);
  assert.deepEqual(brush("history", "history", [0, 6], [0.8, 1]).trials, inRange);
  const small = scored.filter((i) => study.rows.values.lr[i] <= 1e-3);
  assert.deepEqual(brush("slice", "panel 0", [-5, -3], [-1, 2]).trials, small);
  const withoutMomentum = scored.filter((i) => study.rows.values.momentum[i] === null);
  const absent = brush("slice", "panel 1", [-1, -0.05], [-1, 2]);
  assert.deepEqual(absent.trials, withoutMomentum);
  assert.match(absent.label, /momentum absent/);
  assert.deepEqual(brush("contour", "grid", [-5, -3], [-0.01, 1], { x: "lr", y: "momentum" }).trials, small.filter((i) => study.rows.values.momentum[i] !== null));
  assert.equal(picture("history").brushed({ areas: [] }, context(study)), null);
});

test("Brushing several parallel axes selects what is in all of them", () => {
  const study = example();
  const axes = context(study);
  const intervals = picture("parallel").option(axes).parallelAxis.map((_, i) => ({ intervals: i === 0 ? [[-5, -3]] : i === 2 ? [[-0.4, 0.4]] : [] }));
  const brushed = picture("parallel").brushed({ type: "axisareaselected", parallelAxis: intervals }, axes);
  assert.deepEqual(brushed.trials, study.rows.number.filter((i) => study.rows.value[i] !== null && study.rows.values.lr[i] <= 1e-3 && study.rows.values.optimizer[i] === "sgd"));
});

test("The front is a stair through those that no other one beats by both goals, and what misses a constraint is hollow", () => {
  const study = example();
  const series = picture("front").option(context(study)).series;
  const line = series.find((s) => s.id === "front");
  assert.equal(line.data.length, study.front.trial.length);
  assert.deepEqual(line.data.map(([x]) => x), [...line.data.map(([x]) => x)].sort((a, b) => a - b));
  assert.deepEqual(line.data.map(([, y]) => y), [...line.data.map(([, y]) => y)].sort((a, b) => a - b));
  assert.equal(line.step, "end");
  const hollow = series.filter((s) => s.name === "infeasible");
  assert.deepEqual(hollow.map((s) => [s.symbol, s.data.map(([, , row]) => row)]), [["emptyCircle", [4]]]);
  assert.ok(series.some((s) => s.name === "limit" && s.data[0][0] === 9));
  assert.deepEqual(picture("front").brushed({ areas: [{ panelId: "grid--front", coordRange: [[0, 3], [-1, 2]] }] }, context(study)).trials, study.rows.number.filter((i) => study.rows.goals.ms[i] !== null && study.rows.goals.ms[i] <= 3));
  assert.equal(picture("front").option(context({ ...study, goals: [study.goal] })), null);
});

test("Of three goals a pair is chosen, and its stair leaves out what another one beats by both", () => {
  const goals = ["a", "b", "c"].map((metric) => ({ direction: "minimize", metric }));
  const study = { ...example(), goals, front: { trial: [7, 8, 9], values: [[1, 3, 5], [2, 2, 9], [3, 4, 1]] } };
  assert.deepEqual(stair(study, 0, 1), [0, 1]);
  assert.deepEqual(stair(study, 0, 2), [0, 2]);
  assert.deepEqual(stair(study, 2, 0), [2, 0]);
  assert.deepEqual(picture("front").controls(study).map((control) => [control.id, control.initial, control.options.length]), [["x", "1", 3], ["y", "0", 3]]);
});

test("What is not selected is faded, and drawn behind", () => {
  const study = example();
  const selected = new Set([1, 2, 3]);
  const series = picture("history").option(context(study, {}, selected)).series.filter((s) => s.type === "scatter" && s.name === "complete");
  const [front, back] = series.sort((a, b) => b.z - a.z);
  assert.ok(front.data.every(([, , row]) => selected.has(row)) && back.data.every(([, , row]) => !selected.has(row)));
  assert.ok(back.itemStyle.opacity < 0.3 && front.itemStyle.opacity > 0.7);
});

test("Names of others are never read as templates or styles of ECharts", () => {
  assert.doesNotMatch(safe(hostile), /\{\w+\|/);
  const study = example(hostile);
  for (const one of [...pictures, ...trialPictures(1)]) {
    const option = one.option(context(study));
    walk(option, (key, value) => {
      if (key === "formatter") assert.equal(typeof value, "function", `${one.id}: a formatter that is a template`);
      if (key === "renderMode") assert.equal(value, "richText");
    });
    for (const [i, series] of option.series.entries())
      for (const [dataIndex, item] of (series.data ?? []).entries()) {
        const value = item?.value ?? item;
        const event = { componentType: "series", seriesType: series.type, seriesId: series.id, seriesIndex: i, seriesName: series.name, dataIndex, data: item, value };
        const text = option.tooltip.formatter(option.tooltip.trigger === "axis" ? [event] : event);
        assert.doesNotMatch(text, /\{\w+\|/, one.id);
      }
  }
});

test("Every picture names its axes, and says what it shows", () => {
  const study = example();
  for (const one of [...pictures, ...trialPictures(1)]) {
    const option = one.option(context(study));
    assert.ok(option !== null, one.id);
    assert.ok(one.description(context(study)).length > 20);
    for (const axes of ["xAxis", "yAxis", "parallelAxis"].map((name) => [option[name] ?? []].flat()).filter((all) => all.length > 0))
      assert.ok(axes.some((axis) => axis.name !== ""), one.id);
  }
});

test("A study without any trial draws nothing and does not fail", () => {
  const study = example();
  for (const key of Object.keys(study.rows)) if (Array.isArray(study.rows[key])) study.rows[key] = [];
  Object.assign(study, { best: [], curves: [], rounds: [], insight: null, bestSoFar: { finishOrder: [], trial: [], value: [] }, distribution: { values: [], shares: [] }, attempts: { trial: [], number: [], worker: [], started: [], ended: [], end: [] } });
  for (const one of pictures) {
    assert.equal(one.option(context(study)), null, one.id);
    one.description(context(study));
    one.height?.(context(study));
  }
});

function picture(id) {
  return pictures.find((one) => one.id === id);
}

function seriesOf(id, study) {
  return picture(id).option(context(study)).series;
}

function context(study, choice = {}, selected = null) {
  return { study, others: [], theme, width: 1200, choice, selection: { isAll: selected === null, has: (trial) => selected === null || selected.has(trial), brush() {} } };
}

function walk(value, visit) {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    visit(key, inner);
    walk(inner, visit);
  }
}

/** Twelve trials with a condition: momentum is there for sgd only. */
function example(text = null) {
  const numbers = Array.from({ length: 12 }, (_, i) => i);
  const states = numbers.map((i) => (i === 5 ? "failed" : i === 8 ? "pruned" : i === 11 ? "running" : "complete"));
  const isOver = (i) => states[i] !== "running";
  const value = numbers.map((i) => (isOver(i) && states[i] !== "failed" ? 0.7 + ((i * 7) % 12) / 40 : null));
  const order = numbers.filter((i) => states[i] === "complete").sort((a, b) => value[b] - value[a]);
  const lr = text ?? "lr", momentum = text === null ? "momentum" : `${text} 2`, optimizer = text === null ? "optimizer" : `${text} 3`;
  const sgd = text ?? "sgd";
  const number = { kind: "float", low: 0, high: 1, scale: "linear", step: null, options: null, isConditional: false };
  const parameters = [
    { ...number, name: lr, low: 1e-5, high: 0.1, scale: "log" },
    { ...number, name: momentum, isConditional: true },
    { ...number, name: optimizer, kind: "choice", low: null, high: null, options: [sgd, "adam"] },
  ];
  const sorted = order.map((i) => value[i]).reverse();
  const goal = { direction: "maximize", metric: text ?? "accuracy" }, ms = text === null ? "ms" : `${text} 4`;
  const cost = numbers.map((i) => (states[i] === "complete" ? 1 + ((i * 5) % 12) : null));
  const members = order.filter((i) => i !== 4 && !order.some((j) => j !== 4 && j !== i && value[j] >= value[i] && cost[j] <= cost[i]));
  return {
    name: text ?? "study", goal, goals: [goal, { direction: "minimize", metric: ms }], constraints: [{ metric: ms, bound: 9, isAtMost: true }],
    front: { trial: members, values: members.map((i) => [value[i], cost[i]]) }, counts: { waiting: 0, running: 1, complete: 9, pruned: 1, failed: 1 }, now: 130,
    parameters, metrics: [], workers: [text ?? "worker"], omitted: null, best: order, historyDensity: null, sliceDensity: null, curvesOmitted: 0, details: [],
    bestSoFar: { finishOrder: [1], trial: [0], value: [value[0]] }, distribution: { values: sorted, shares: sorted.map((_, i) => (i + 1) / sorted.length) },
    curves: numbers.filter((i) => i !== 5).map((trial) => ({ trial, metric: null, steps: [1, 2, 3], values: [0.3, 0.5, 0.7 + trial / 100] })),
    attempts: { trial: numbers, number: numbers.map(() => 1), worker: numbers.map(() => 0), started: numbers.map((i) => i * 10), ended: numbers.map((i) => (isOver(i) ? i * 10 + 9 : null)), end: states.map((s) => (s === "running" ? null : s)) },
    rounds: [1, 2].map((round) => ({ number: round, firstTrial: (round - 1) * 6, trials: 6, best: 0.9, reason: text ?? "the best lie there", ranges: parameters })),
    rows: {
      number: numbers, state: states, value, rank: numbers.map((i) => (order.includes(i) ? order.indexOf(i) + 1 : null)),
      values: { [lr]: numbers.map((i) => 10 ** (-5 + (i % 5))), [momentum]: numbers.map((i) => (i % 3 === 0 ? (i % 4) / 4 : null)), [optimizer]: numbers.map((i) => (i % 3 === 0 ? sgd : "adam")) },
      metrics: {}, goals: { [ms]: cost }, feasible: numbers.map((i) => (states[i] === "complete" ? i !== 4 : null)), started: numbers.map((i) => i * 10), finished: numbers.map((i) => (isOver(i) ? i * 10 + 9 : null)), finishOrder: numbers.map((i) => (isOver(i) ? i + 1 : null)),
      round: numbers.map((i) => (i < 6 ? 1 : 2)), worker: numbers.map(() => 0), note: numbers.map(() => text), error: states.map((s) => (s === "failed" ? text ?? "no memory" : null)),
    },
    insight: {
      method: "fanova", trials: 9, importance: [{ parameter: lr, importance: 0.7, low: 0.5, high: 0.8 }, { parameter: optimizer, importance: 0.3, low: 0.1, high: 0.4 }], pairs: [{ first: lr, second: optimizer, importance: 0.1 }],
      tunability: [{ parameter: lr, gain: 0.05, low: 0.01, high: 0.07 }, { parameter: null, gain: 0.06, low: 0.03, high: 0.08 }],
      ablation: [{ parameter: null, from: null, to: null, value: 0.8 }, { parameter: optimizer, from: sgd, to: "adam", value: 0.85 }], sentences: [],
    },
  };
}
