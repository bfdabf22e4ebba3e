import type { Insight, Parameter, StudyData } from "../data";
import { h, type Child } from "../dom";
import type { PictureView } from "../picture";
import type { State } from "../state";
import { absent, duration, exact, short } from "../text";
import { plainTable, trialLink } from "./view";

const mostRows = 1000;

/** What the pictures of a view show, in tables. */
export function numbersOf(view: PictureView, state: State): Child[] {
  const study = state.study!;
  switch (view) {
    case "history":
      return [h("p", {}, "Each trial that was better than all before."), improvements(state, study)];
    case "front":
      return [frontTable(state, study)];
    case "importance":
      return study.insight === null ? [] : insightTables(study.insight);
    case "distribution":
      return [distribution(study)];
    case "timeline":
      return timeline(state, study);
    case "rounds":
      return [rounds(study)];
    default:
      return [
        h(
          "p",
          {},
          "This picture shows trials: ",
          h("a", { href: state.link({ view: "trials" }) }, "the table of trials"),
          " has their numbers, of those that are selected.",
        ),
      ];
  }
}

function improvements(state: State, study: StudyData): HTMLElement {
  const { finishOrder, trial, value } = study.bestSoFar;
  return plainTable(
    ["results until then", "trial", study.goal.metric],
    finishOrder.map((order, i) => [order, trialLink(state, trial[i]!), value[i]!]),
    "Best so far",
  );
}

/** The trials of the front with what they came to by each goal. */
export function frontTable(state: State, study: StudyData, most = mostRows): HTMLElement {
  const { trial, values } = study.front;
  return plainTable(
    ["trial", ...study.goals.map((goal) => goal.metric)],
    trial.slice(0, most).map((number, i) => [trialLink(state, number), ...values[i]!]),
    "Pareto front",
  );
}

function insightTables(insight: Insight): Child[] {
  return [
    h("p", {}, `Of ${insight.trials} trials, by ${insight.method}. The intervals have 9 in 10 chances.`),
    plainTable(
      ["parameter", "importance", "from", "to"],
      insight.importance.map((p) => [p.parameter, p.importance, p.low, p.high]),
      "Importance",
    ),
    insight.pairs.length === 0
      ? null
      : plainTable(
          ["parameter", "and", "importance together"],
          insight.pairs.map((p) => [p.first, p.second, p.importance]),
          "Pairs",
        ),
    plainTable(
      ["tuned", "gain over the default", "at least", "at most", "to the value"],
      insight.tunability.map((p) => [p.parameter ?? "all together", p.gain, p.low, p.high, exact(p.tuned) ?? absent]),
      "Tunability",
    ),
    plainTable(
      ["changed", "from", "to", "expected value"],
      insight.ablation.map((step) => [step.parameter ?? "the default", exact(step.from) ?? absent, exact(step.to) ?? absent, step.value]),
      "From the default to the best trial",
    ),
  ];
}

function distribution(study: StudyData): HTMLElement {
  const { values, shares } = study.distribution;
  // Enough for every percent.
  const stride = Math.max(1, Math.ceil(values.length / 100));
  const kept = values.map((_, i) => i).filter((i) => i % stride === stride - 1 || i === values.length - 1 || i === 0);
  return plainTable(
    [study.goal.metric, "share of complete trials with this or less"],
    kept.map((i) => [values[i]!, shares[i]!]),
    "Distribution",
  );
}

function timeline(state: State, study: StudyData): Child[] {
  const { trial, number, worker, started, ended, end } = study.attempts;
  const rows = trial.map((t, i) => [
    trialLink(state, t),
    number[i]!,
    study.workers[worker[i] ?? -1] ?? null,
    duration(started[i]!),
    ended[i] === null ? absent : duration(ended[i]! - started[i]!),
    end[i] ?? "running",
  ]);
  return [
    rows.length > mostRows ? h("p", {}, `The newest ${mostRows} of ${rows.length} starts.`) : null,
    plainTable(["trial", "start", "worker", "began after", "took", "ended as"], rows.slice(-mostRows).reverse(), "Starts of trials"),
  ];
}

function rounds(study: StudyData): HTMLElement {
  const names = study.parameters.map((parameter) => parameter.name);
  return plainTable(
    ["round", "trials", "from trial", `best ${study.goal.metric}`, "why", ...names],
    study.rounds.map((round) => [
      round.number,
      round.trials,
      round.firstTrial,
      round.best,
      round.reason,
      ...names.map((_, i) => range(round.ranges[i])),
    ]),
    "Rounds",
  );
}

function range(parameter: Parameter | undefined): string {
  if (parameter === undefined) return absent;
  return parameter.options !== null
    ? parameter.options.map((option) => short(option)).join(", ")
    : `${short(parameter.low)} … ${short(parameter.high)}`;
}
