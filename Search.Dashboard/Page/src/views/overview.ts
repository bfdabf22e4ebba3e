import { fact, facts, h, patch, section, type Child } from "../dom";
import type { StudyData } from "../data";
import { PictureFrame } from "../frame";
import type { Change, State } from "../state";
import { bestValue, constraintText, count, date, duration, exact, goalText, short, states, total } from "../text";
import { picturesOf, titleOf } from "./catalog";
import { frontTable } from "./numbers";
import { settingsList } from "./settings";
import { trialLink, type Shown } from "./view";

/** How the study stands, on one screen. */
export function overview(state: State): Shown {
  const frames = [picturesOf(state.study !== null && state.study.goals.length > 1 ? "front" : "history")[0], picturesOf("importance")[0]].flatMap((picture) =>
    picture === undefined ? [] : [new PictureFrame(picture, state, { compactHeight: 260 })],
  );
  const top = h("div", { class: "panels" });
  const bottom = h("div", { class: "panels four" });
  const element = h(
    "div",
    { class: "view overview" },
    h("h2", { class: "hidden", tabindex: "-1" }, titleOf("overview")),
    top,
    h("div", { class: "panels pair" }, ...frames.map((frame) => frame.element)),
    bottom,
  );
  return {
    element,
    update(change?: Change) {
      const study = state.study!;
      patch(top, best(state, study), progress(study), now(state, study));
      patch(bottom, insight(study), rounds(state, study), earlier(study), made(state, study));
      for (const frame of frames) frame.update(change);
    },
    dispose() {
      for (const frame of frames) frame.dispose();
    },
  };
}

const mostOfFront = 6;

function best(state: State, study: StudyData): Child {
  if (study.goals.length > 1) return ofFront(state, study);
  const number = study.best[0];
  const i = number === undefined ? -1 : study.rows.number.indexOf(number);
  if (number === undefined || i < 0) return section("Best so far", {}, h("p", { class: "muted" }, "No trial is complete yet."));
  const value = bestValue(study) ?? study.rows.value[i];
  const metrics = study.metrics.flatMap((name) =>
    study.rows.metrics[name]?.[i] == null
      ? []
      : [fact(name, h("span", { title: exact(study.rows.metrics[name]![i]) }, short(study.rows.metrics[name]![i])))],
  );
  return section(
    "Best so far",
    { class: "best" },
    h(
      "p",
      { class: "headline" },
      h("strong", { "data-fact": "best", title: exact(value) }, short(value)),
      h("span", {}, study.goal.metric),
      h("span", { class: "muted" }, "trial ", trialLink(state, number)),
    ),
    settingsList(study, Object.fromEntries(study.parameters.map((parameter) => [parameter.name, study.rows.values[parameter.name]?.[i] ?? null]))),
    metrics.length === 0 ? null : facts(...metrics),
  );
}

function ofFront(state: State, study: StudyData): Child {
  const size = study.front.trial.length;
  if (size === 0) return section("Pareto front", {}, h("p", { class: "muted" }, study.counts.complete === 0 ? "No trial is complete yet." : "No complete trial meets all constraints yet."));
  return section(
    "Pareto front",
    { class: "best" },
    h("p", { class: "headline" }, h("strong", { "data-fact": "front" }, count(size)), h("span", {}, size === 1 ? "trial that no other one beats by all goals" : "trials that no other one beats by all goals")),
    frontTable(state, study, mostOfFront),
    size > mostOfFront ? h("p", { class: "muted" }, h("a", { href: state.link({ view: "front" }) }, `all ${count(size)}`)) : null,
  );
}

function progress(study: StudyData): Child {
  const { counts, plannedTrials } = study;
  const finished = counts.complete + counts.pruned + counts.failed;
  const share = plannedTrials === null ? null : Math.min(1, finished / Math.max(1, plannedTrials));
  return section(
    "Progress",
    {},
    h(
      "p",
      { class: "headline" },
      h("strong", { "data-fact": "finished" }, count(finished)),
      h("span", {}, plannedTrials === null ? "trials finished" : `of ${count(plannedTrials)} trials finished`),
    ),
    share === null ? null : h("progress", { max: 1, value: share, "aria-label": "Share of the planned trials that have finished" }),
    facts(
      ...states.filter((name) => counts[name] > 0).map((name) => fact(name, h("span", { "data-fact": name }, count(counts[name])))),
      fact("infeasible", infeasible(study)),
      fact("running time", duration(study.runningSeconds)),
      fact("time left", study.secondsLeft === null ? (counts.running > 0 ? "nobody can tell" : null) : `about ${duration(study.secondsLeft)}`),
    ),
  );
}

function infeasible(study: StudyData): string | null {
  const missed = study.rows.feasible.filter((feasible) => feasible === false).length;
  return missed === 0 ? null : count(missed);
}

function now(state: State, study: StudyData): Child {
  return section(
    study.counts.running > 0 ? "What the strategy does now" : "What the strategy did last",
    {},
    facts(fact(study.goals.length > 1 ? "goals" : "goal", study.goals.map(goalText).join(", ")), fact("constraints", study.constraints.length === 0 ? null : study.constraints.map(constraintText).join(", ")), fact("strategy", strategyName(study.strategy))),
    study.proposals.length === 0
      ? h("p", { class: "muted" }, "It has proposed nothing yet.")
      : h(
          "ol",
          { class: "proposals" },
          ...study.proposals
            .slice(0, 6)
            .map((proposal) => h("li", {}, trialLink(state, proposal.trial), h("span", { title: proposal.note }, proposal.note ?? "no note"))),
        ),
  );
}

function insight(study: StudyData): Child {
  return section("What matters", {}, ...(study.insight?.sentences ?? []).map((sentence) => h("p", {}, sentence)));
}

function rounds(state: State, study: StudyData): Child {
  return section(
    "Rounds",
    {},
    ...study.rounds.map((round) =>
      h(
        "p",
        {},
        h("b", {}, `${round.number}`),
        ` ${count(round.trials)} trials from `,
        trialLink(state, round.firstTrial),
        `, best ${short(round.best)}: ${round.reason}`,
      ),
    ),
  );
}

function earlier(study: StudyData): Child {
  return section("From earlier studies", {}, ...study.earlier.map((sentence) => h("p", {}, sentence)));
}

function made(state: State, study: StudyData): Child {
  return section(
    "The study",
    {},
    facts(
      fact("created", date(study.created)),
      fact("seed", study.seed),
      fact("trials", count(total(study.counts))),
      ...Object.entries(study.options).map(([name, value]) => fact(name, value)),
      fact("page made", state.server === null ? `${date(state.page.generated)} by HyperSearch ${state.page.version}` : null),
    ),
  );
}

/** Our own strategies go by their names alone. */
function strategyName(strategy: string): string {
  return strategy.replace(/\bHyperSearch\./g, "");
}
