import type { StudyData } from "../data";
import { h, patch, type Child } from "../dom";
import { PictureFrame } from "../frame";
import type { Change, State } from "../state";
import { bestValue, count, duration, exact, goalText, short, total } from "../text";
import { picturesThatCompare, titleOf } from "./catalog";
import type { Shown } from "./view";

/** As many as there are colours to tell apart. */
const mostOthers = 6;

/** Several studies beside each other. */
export function compareView(state: State): Shown {
  const frames = picturesThatCompare().map((picture) => new PictureFrame(picture, state, { others: () => state.others }));
  const chooser = h("fieldset", { class: "chooser", change: choose });
  const told = h("p", { class: "muted" });
  const table = h("div");
  const element = h(
    "div",
    { class: "view compare" },
    h("div", { class: "title" }, h("h2", { tabindex: "-1" }, titleOf("compare"))),
    chooser,
    told,
    table,
    ...frames.map((frame) => frame.element),
  );

  function choose(): void {
    const others = [...chooser.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value);
    state.go({ view: "compare", others: others.slice(0, mostOthers) });
  }

  return {
    element,
    update(change?: Change) {
      const study = state.study!;
      const names = state.studies.map((summary) => summary.name).filter((name) => name !== study.name);
      patch(
        chooser,
        h("legend", {}, `Compare ${study.name} with`),
        ...names.map((name) => h("label", {}, h("input", { type: "checkbox", value: name }), h("span", {}, name))),
      );
      for (const box of chooser.querySelectorAll("input")) {
        box.checked = state.route.others.includes(box.value);
        box.disabled = !box.checked && state.route.others.length >= mostOthers;
      }
      chooser.hidden = names.length === 0;
      patch(
        told,
        names.length === 0 ? "There is no other study here." : state.others.length === 0 ? "Choose studies." : otherGoals(study, state.others),
      );
      patch(table, state.others.length === 0 ? null : beside([study, ...state.others]));
      for (const frame of frames) {
        frame.element.hidden = state.others.length === 0;
        if (state.others.length > 0) frame.update(change);
      }
    },
    dispose() {
      for (const frame of frames) frame.dispose();
    },
  };
}

function otherGoals(study: StudyData, others: StudyData[]): string | null {
  const different = others.filter((other) => goalText(other.goal) !== goalText(study.goal));
  return different.length === 0
    ? null
    : `Not all have the goal “${goalText(study.goal)}”: ${different.map((other) => `${other.name} has “${goalText(other.goal)}”`).join(", ")}.`;
}

function beside(studies: StudyData[]): Child {
  const parameters = [...new Set(studies.flatMap((study) => study.parameters.map((parameter) => parameter.name)))];
  const row = (title: string, cell: (study: StudyData) => Child) =>
    h("tr", {}, h("th", { scope: "row" }, title), ...studies.map((study) => h("td", {}, cell(study))));
  return h(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": "Studies beside each other" },
    h(
      "table",
      { class: "beside" },
      h("thead", {}, h("tr", {}, h("td"), ...studies.map((study) => h("th", { scope: "col", "data-study": study.name }, study.name)))),
      h(
        "tbody",
        {},
        row("best value", (study) => h("strong", { title: exact(bestValue(study)) }, short(bestValue(study)))),
        row("goal", (study) => goalText(study.goal)),
        row("strategy", (study) => study.strategy),
        row("trials", (study) => count(total(study.counts))),
        row("complete", (study) => count(study.counts.complete)),
        row("running time", (study) => duration(study.runningSeconds)),
        ...parameters.map((name) =>
          row(name, (study) => {
            const value = bestSetting(study, name);
            return h("span", { title: exact(value) }, short(value));
          }),
        ),
      ),
    ),
  );
}

function bestSetting(study: StudyData, parameter: string) {
  const i = study.rows.number.indexOf(study.best[0] ?? -1);
  return study.rows.values[parameter]?.[i] ?? null;
}
