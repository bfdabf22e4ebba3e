import type { StudyData, TrialDetails, TrialState } from "../data";
import { fact, facts, h, patch, section, type Child } from "../dom";
import { PictureFrame } from "../frame";
import { trialPictures } from "../pictures";
import { messageOf, type Change, type State } from "../state";
import { absent, bytes, count, duration, exact, shellWord, short, stateMarks, timeOf, total } from "../text";
import { settingsList } from "./settings";
import { plainTable, trialLink, type Shown } from "./view";

/** All that is known of one trial. */
export function trialView(state: State, number: number): Shown {
  const head = h("div", { class: "title" });
  const body = h("div", { class: "columns" });
  const log = h("div");
  const frames = trialPictures(number).map((picture) => new PictureFrame(picture, state, { study: withCurves }));
  const pictures = h("div", {}, ...frames.map((frame) => frame.element));
  const element = h("div", { class: "view trial", "data-trial": number }, head, body, pictures, log);
  let details: TrialDetails | null = null;
  let problem: string | null = null;
  let asked = -1;

  // Of most trials the study has no curves.
  function withCurves(): StudyData | null {
    const { study } = state;
    return study === null || details === null
      ? study
      : { ...study, curves: [...study.curves.filter((curve) => curve.trial !== number), ...details.curves] };
  }

  function show(): void {
    const study = state.study!;
    const row = study.rows.number.indexOf(number);
    const trial = details ?? fromRows(study, row);
    patch(head, ...heading(state, number, trial));
    if (trial === null) {
      patch(body, h("p", { class: "muted" }, problem ?? (state.server === null ? unknown(study, number) : "…")));
      pictures.hidden = true;
      return;
    }
    pictures.hidden = false;
    patch(
      body,
      section("Result", {}, result(study, trial)),
      section("Settings", {}, settingsList(study, trial.values)),
      section("Why these settings", {}, ...why(state, study, trial)),
      section("Notes", {}, ...trial.notes.map((note) => h("p", {}, note))),
      section("Error", { class: "wide" }, trial.error === null ? null : h("pre", { class: "error", tabindex: "0" }, trial.error)),
    );
    patch(
      log,
      ...history(state, study, trial),
      details === null ? h("p", { class: "muted" }, problem ?? (state.server === null ? missing(study, number) : "…")) : null,
      printed(trial),
    );
  }

  // What is known holds until the trial begins anew.
  function isOver(study: StudyData): boolean {
    if (details === null || details.state === "running" || details.state === "waiting") return false;
    const i = study.rows.number.indexOf(number);
    return i < 0 || study.rows.finishOrder[i] === details.finishOrder;
  }

  // A trial that runs has more to tell with each change of the record.
  async function ask(): Promise<void> {
    const study = state.study!;
    if (state.server === null) {
      details = study.details.find((one) => one.number === number) ?? null;
      return;
    }
    if (asked === study.revision || isOver(study)) return;
    asked = study.revision;
    try {
      details = await state.server.trial(study.name, number);
      problem = null;
    } catch (error) {
      problem = messageOf(error);
    }
    if (state.study?.name !== study.name || !element.isConnected) return;
    show();
    for (const frame of frames) frame.update();
  }

  return {
    element,
    update(change?: Change) {
      if (change === "connection" || change === "studies" || change === "insight" || change === "others") return;
      void ask();
      show();
      for (const frame of frames) frame.update(change);
    },
    dispose() {
      for (const frame of frames) frame.dispose();
    },
  };
}

function heading(state: State, number: number, trial: TrialDetails | null): Child[] {
  const study = state.study!;
  const { previous, next } = neighbours(state, study, number);
  return [
    h("h2", { tabindex: "-1" }, `Trial ${number}`),
    trial === null ? null : stateText(trial.state),
    h(
      "nav",
      { class: "neighbours", "aria-label": "Other trials" },
      previous === undefined
        ? null
        : h("a", { href: state.link({ view: "trial", trial: previous }), rel: "prev", "data-trial": previous }, `‹ ${previous}`),
      next === undefined ? null : h("a", { href: state.link({ view: "trial", trial: next }), rel: "next", "data-trial": next }, `${next} ›`),
    ),
  ];
}

/** The selected trials before and after it. */
function neighbours(state: State, study: StudyData, number: number): { previous: number | undefined; next: number | undefined } {
  // A server has those as well that are not among the rows.
  if (study.omitted !== null && state.server !== null && state.selection.isAll)
    return { previous: number > 0 ? number - 1 : undefined, next: number + 1 < total(study.counts) ? number + 1 : undefined };
  let previous: number | undefined, next: number | undefined;
  for (const other of study.rows.number) {
    if (!state.selection.has(other)) continue;
    if (other < number && (previous === undefined || other > previous)) previous = other;
    if (other > number && (next === undefined || other < next)) next = other;
  }
  return { previous, next };
}

function stateText(state: TrialState): HTMLElement {
  return h("span", {}, h("span", { class: `state ${state}`, "aria-hidden": "true" }, stateMarks[state]), ` ${state}`);
}

function result(study: StudyData, trial: TrialDetails): HTMLElement {
  return facts(
    fact(study.goal.metric, trial.value === null ? absent : h("span", { "data-fact": "value", title: exact(trial.value) }, exact(trial.value))),
    fact("feasible", study.rows.feasible[study.rows.number.indexOf(trial.number)] === false ? "no: it misses a constraint" : null),
    fact("rank", trial.rank === null ? null : `${count(trial.rank)} of ${count(study.counts.complete)} complete trials`),
    ...Object.entries(trial.metrics).map(([name, value]) => fact(name, h("span", { title: exact(value) }, short(value)))),
    fact("started", timeOf(study, trial.started)),
    fact("took", trial.started !== null && trial.finished !== null ? duration(trial.finished - trial.started) : null),
    fact("finished as", trial.finishOrder === null ? null : `result ${count(trial.finishOrder)}`),
  );
}

function why(state: State, study: StudyData, trial: TrialDetails): Child[] {
  const { saw } = trial;
  const note = trial.note === null ? null : h("p", {}, trial.note);
  if (saw === null) return [note, h("p", { class: "muted" }, "No strategy proposed it.")];
  return [
    note,
    h("p", {}, `The strategy had seen ${count(saw.results)} results${saw.best.length === 0 ? "." : ", the best of them:"}`),
    saw.best.length === 0
      ? null
      : h(
          "ol",
          { class: "saw" },
          ...saw.best.map((best) =>
            h("li", {}, trialLink(state, best.trial), h("span", { title: exact(best.value) }, `${study.goal.metric} ${short(best.value)}`)),
          ),
        ),
    saw.running.length === 0
      ? null
      : h("p", {}, "Running at the time: ", ...saw.running.flatMap((running, i) => [i === 0 ? "" : ", ", trialLink(state, running)])),
  ];
}

function history(state: State, study: StudyData, trial: TrialDetails): Child[] {
  const artifact = (name: string) =>
    state.server === null ? name : h("a", { href: state.server.artifact(study.name, trial.number, name), download: "" }, name);
  return [
    section(
      "Artifacts",
      {},
      trial.artifacts.length === 0
        ? null
        : plainTable(
            ["name", "size", "SHA-256"],
            trial.artifacts.map((a) => [artifact(a.name), bytes(a.bytes), a.sha256]),
            "Artifacts",
          ),
    ),
    section(
      "Starts",
      {},
      trial.attempts.length === 0
        ? null
        : plainTable(
            ["start", "worker", "instructions", "began", "took", "ended as"],
            trial.attempts.map((a) => [
              a.number,
              a.worker,
              a.instructions,
              timeOf(study, a.started),
              a.started === null || a.ended === null ? null : duration(a.ended - a.started),
              a.end ?? "running",
            ]),
            "Starts of this trial",
          ),
    ),
    section(
      "Earlier results",
      {},
      trial.earlierResults.length === 0
        ? null
        : plainTable(
            ["state", study.goal.metric, "step", "error"],
            trial.earlierResults.map((r) => [r.state, r.value, r.step, r.error]),
            "Earlier results",
          ),
    ),
    section(
      "What the pruner answered",
      {},
      trial.pruning.length === 0
        ? null
        : plainTable(
            ["step", "answer", "results until then"],
            trial.pruning.map((p) => [p.step, p.stopped ? "stop" : "go on", p.results]),
            "Answers of the pruner",
          ),
    ),
  ];
}

function printed(trial: TrialDetails): Child {
  return section("What it printed", {}, trial.log === "" ? null : h("pre", { class: "log", tabindex: "0" }, trial.log));
}

/** What the rows of the page have of a trial; null where they have not got it. */
function fromRows(study: StudyData, i: number): TrialDetails | null {
  const { rows } = study;
  if (i < 0) return null;
  return {
    number: rows.number[i]!,
    state: rows.state[i]!,
    value: rows.value[i] ?? null,
    rank: rows.rank[i] ?? null,
    values: Object.fromEntries(study.parameters.flatMap(({ name }) => (rows.values[name]?.[i] == null ? [] : [[name, rows.values[name]![i]!]]))),
    metrics: Object.fromEntries(study.metrics.flatMap((name) => (rows.metrics[name]?.[i] == null ? [] : [[name, rows.metrics[name]![i]!]]))),
    curves: [],
    note: rows.note[i] ?? null,
    notes: [],
    error: rows.error[i] ?? null,
    log: "",
    artifacts: [],
    attempts: [],
    started: rows.started[i] ?? null,
    finished: rows.finished[i] ?? null,
    finishOrder: rows.finishOrder[i] ?? null,
    saw: rows.observed[i] == null ? null : { results: rows.observed[i]!, best: [], running: [] },
    pruning: [],
    earlierResults: [],
  };
}

function command(study: StudyData, number: number): string {
  return `hypersearch show ${shellWord(study.name)} ${number}`;
}

function missing(study: StudyData, number: number): string {
  return `This file has no more of this trial. Where the store is, “${command(study, number)}” has all.`;
}

function unknown(study: StudyData, number: number): string {
  return number < total(study.counts)
    ? `This file does not have this trial. Where the store is, “${command(study, number)}” has it.`
    : `There is no trial ${number}. There are ${count(total(study.counts))}, from 0 on.`;
}
