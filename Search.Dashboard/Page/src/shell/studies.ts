import type { StudyData, StudySummary } from "../data";
import { Live } from "../live";
import type { State } from "../state";
import { bestValue } from "../text";

/** Has the state hold the study, and those to compare with, that the address asks for. */
export class Studies {
  #live: Live | null = null;
  #liveList: Live | null = null;
  #wanted: string | null = null;

  constructor(private readonly state: State) {}

  /** To be called at the start and whenever the address has changed. */
  async follow(): Promise<void> {
    const { state } = this;
    if (state.server === null) this.#fromFile();
    else await this.#fromServer();
    await this.#compare();
  }

  #fromFile(): void {
    const { page, route } = this.state;
    this.state.studies = page.studies.map(summaryOf);
    const study = page.studies.find((one) => one.name === route.study) ?? page.studies[0];
    if (study !== undefined && study !== this.state.study) this.state.show(study);
  }

  async #fromServer(): Promise<void> {
    const { state } = this;
    if (state.studies.length === 0) await this.#list().catch((error) => state.fail(error));
    this.#watchList();
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
      this.#live = this.#watch(name);
    } catch (error) {
      this.#wanted = null;
      state.fail(error);
    }
  }

  #watch(name: string): Live {
    const { state } = this;
    const refresh = async () => {
      const newer = await state.server!.study(name);
      if (this.#wanted === name && newer.revision !== state.study?.revision) state.show(newer);
    };
    return new Live(
      () => state.server!.events(name),
      "study",
      refresh,
      (connection, error) => state.connect(connection, error),
    );
  }

  // While the list is looked at.
  #watchList(): void {
    const { state } = this;
    const isShown = state.route.view === "studies";
    if (isShown)
      this.#liveList ??= new Live(
        () => state.server!.events(null),
        "studies",
        () => this.#list(),
        (connection, error) => state.connect(connection, error),
      );
    else {
      this.#liveList?.close();
      this.#liveList = null;
    }
  }

  async #list(): Promise<void> {
    this.state.studies = await this.state.server!.studies();
    this.state.tell("studies");
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
