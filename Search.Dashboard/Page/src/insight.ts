import type { Insight } from "./data";
import type { State } from "./state";

const leastPause = 10_000;

/** Asks a server for insight while a view shows it, and again when the study has gone on, but not too often: a model is fitted for it. */
export class InsightAsker {
  #asked = "";
  #isBusy = false;
  #timer = 0;
  #last = -leastPause;

  constructor(private readonly state: State) {}

  /** To be called whenever the study, the view or the method has changed. */
  check(): void {
    const { server, study, route } = this.state;
    if (server === null || study === null || (route.view !== "overview" && route.view !== "importance")) return;
    const method = (this.state.choices["insight"]?.method ?? "ped-anova") as Insight["method"];
    const wanted = JSON.stringify([study.name, method, study.revision]);
    if (this.#isBusy || wanted === this.#asked || study.counts.complete === 0) return;
    const isSameQuestion = this.#asked.startsWith(JSON.stringify([study.name, method]).slice(0, -1));
    const pause = isSameQuestion ? this.#last + leastPause - performance.now() : 0;
    clearTimeout(this.#timer);
    if (pause > 0) this.#timer = setTimeout(() => this.check(), pause);
    else void this.#ask(study.name, method, wanted);
  }

  async #ask(name: string, method: Insight["method"], wanted: string): Promise<void> {
    this.#isBusy = true;
    this.#asked = wanted;
    try {
      const insight = await this.state.server!.insight(name, method);
      if (this.state.study?.name === name) this.state.setInsight(insight);
    } catch (error) {
      this.state.fail(error);
    }
    this.#last = performance.now();
    this.#isBusy = false;
    this.check();
  }
}
