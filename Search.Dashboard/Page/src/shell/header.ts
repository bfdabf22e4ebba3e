import { h, patch, type Child } from "../dom";
import type { Change, State } from "../state";
import { bestValue, count, exact, goalText, short, stateMarks, states, total } from "../text";
import type { ThemeChoice } from "../theme";

const connections = { live: "live", connecting: "connecting", lost: "connection lost" };

/** The line on top: which study it is, how it stands, and whether what is shown is live. */
export class Header {
  readonly element: HTMLElement;
  readonly #study = h("div", { class: "study" });
  readonly #live = h("span", { class: "live", role: "status" });
  readonly #theme: HTMLSelectElement;

  constructor(
    private readonly state: State,
    theme: ThemeChoice,
    chooseTheme: (choice: ThemeChoice) => void,
    help: () => void,
  ) {
    this.#theme = h(
      "select",
      { "aria-label": "Colours", title: "Colours", "data-control": "theme", change: () => chooseTheme(this.#theme.value as ThemeChoice) },
      h("option", { value: "auto" }, "auto"),
      h("option", { value: "light" }, "light"),
      h("option", { value: "dark" }, "dark"),
    );
    this.#theme.value = theme;
    this.element = h(
      "header",
      { class: "top" },
      this.#study,
      h(
        "div",
        { class: "tools" },
        this.#live,
        this.#theme,
        h("button", { type: "button", class: "small", "aria-label": "Help", title: "Keys (?)", click: help }, "?"),
      ),
    );
  }

  update(change?: Change): void {
    const { study, connection, server } = this.state;
    if (change === "selection" || change === "insight" || change === "others") return;
    document.title = study === null ? "HyperSearch" : `${study.name} · HyperSearch`;
    patch(this.#study, ...(study === null ? [h("h1", {}, "HyperSearch")] : this.#studyParts()));
    const isLive = server !== null;
    patch(this.#live, isLive ? h("span", { class: `dot ${connection}`, "aria-hidden": "true" }) : null, isLive ? connections[connection] : null);
  }

  #studyParts(): Child[] {
    const study = this.state.study!;
    const all = total(study.counts);
    return [
      this.state.studies.length > 1 || this.state.server !== null
        ? h("a", { class: "studies", href: this.state.link({ view: "studies" }), "data-view": "studies", title: "All studies" }, "Studies")
        : null,
      h("h1", { title: study.name }, study.name),
      h("span", { class: "goal" }, study.goals.map(goalText).join(", ")),
      study.goals.length > 1
        ? h("span", { class: "headbest" }, "front of ", h("strong", {}, count(study.front.trial.length)))
        : h("span", { class: "headbest" }, "best ", h("strong", { title: exact(bestValue(study)) }, short(bestValue(study)))),
      h(
        "span",
        { class: "chips" },
        h(
          "span",
          { class: "chip", "data-chip": "trials" },
          `${count(all)}${study.plannedTrials === null ? "" : ` of ${count(study.plannedTrials)}`} trials`,
        ),
        ...states
          .filter((state) => study.counts[state] > 0)
          .map((state) =>
            h(
              "span",
              { class: "chip", "data-chip": state },
              h("span", { class: `state ${state}`, "aria-hidden": "true" }, stateMarks[state]),
              ` ${count(study.counts[state])} ${state}`,
            ),
          ),
      ),
    ];
  }
}
