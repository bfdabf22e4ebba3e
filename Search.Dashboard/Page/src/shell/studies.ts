import type { StudyData, StudySummary } from "../data";
import { Live } from "../live";
import type { State } from "../state";
import { bestValue } from "../text";

const listPause = 5000;

/** Has the state hold the study, and those to compare with, that the address asks for. */
export class Studies {
  #live: Live | null = null;
  #wanted: string | null = null;

  constructor(private readonly state: State) {}

  /** To be called at the start and whenever the address has changed. */
  async follow(): Promise<void> {
    const { state } = this;
    if (state.server === null) this.#fromFile();
    else await this.#fromServer();
    await this.#compare();
  }

  /** Keeps the list of a server's studies new while it is looked at. */
  watchList(): void {
    setInterval(() => {
      if (this.state.server !== null && !document.hidden && (this.state.route.view === "studies" || this.state.study === null)) void this.#list();
    }, listPause);
  }

  #fromFile(): void {
    const { page, route } = this.state;
    this.state.studies = page.studies.map(summaryOf);
    const study = page.studies.find((one) => one.name === route.study) ?? page.studies[0];
    if (study !== undefined && study !== this.state.study) this.state.show(study);
  }

  async #fromServer(): Promise<void> {
    const { state } = this;
    if (state.studies.length === 0) await this.#list();
    // With one study there is nothing to choose.
    const name = state.route.study ?? (state.studies.length === 1 && state.route.view !== "studies" ? state.studies[0]!.name : null);
    if (name === null) {
      if (state.route.view !== "studies") location.replace("#/studies");
      return;
    }
    if (state.route.study === null) return location.replace(state.link({ ...state.route, study: name }));
    if (name === this.#wanted) return;
    this.#wanted = name;
    this.#live?.close();
    state.study = null;
    state.connection = "connecting";
    try {
      const study = await state.server!.study(name);
      if (this.#wanted !== name) return;
      state.problem = null;
      state.show(study);
      this.#live = new Live(state.server!, name, (newer) => state.show(newer), (connection, problem) => {
        state.connection = connection;
        state.problem = problem;
        state.tell("connection");
      });
    } catch (error) {
      this.#wanted = null;
      state.fail(error);
    }
  }

  async #list(): Promise<void> {
    try {
      this.state.studies = await this.state.server!.studies();
      if (this.state.study === null) this.state.problem = null;
      this.state.tell("studies");
    } catch (error) {
      this.state.fail(error);
    }
  }

  async #compare(): Promise<void> {
    const { state } = this;
    const names = state.route.others.filter((name) => name !== state.study?.name);
    if (names.join("\n") === state.others.map((study) => study.name).join("\n")) return;
    try {
      const others = await Promise.all(names.map((name) => this.#study(name)));
      state.others = others.filter((study) => study !== null);
      state.tell("others");
    } catch (error) {
      state.fail(error);
    }
  }

  async #study(name: string): Promise<StudyData | null> {
    const { state } = this;
    const present = state.others.find((study) => study.name === name) ?? state.page.studies.find((study) => study.name === name);
    return present ?? (state.server === null ? null : state.server.study(name));
  }
}

function summaryOf(study: StudyData): StudySummary {
  return { name: study.name, goal: study.goal, counts: study.counts, best: bestValue(study), created: study.created };
}
