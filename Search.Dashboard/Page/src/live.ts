import type { Server } from "./server";
import type { StudyData } from "./data";

export type Connection = "live" | "connecting" | "lost";

const leastPause = 500;
/** So many times as long as it takes to show what is new, the page then rests: it takes 3 % of a core at the most. */
const restFactor = 30;
const longestRetry = 30_000;

/** Keeps a study as new as its record, without being asked to by a hidden tab. */
export class Live {
  #events: EventSource | null = null;
  #isStale = false;
  #isBusy = false;
  #isClosed = false;
  #restUntil = 0;
  #timer = 0;
  #retry = 1000;
  readonly #wake = () => this.#plan();

  constructor(
    private readonly server: Server,
    private readonly name: string,
    private readonly show: (study: StudyData) => void,
    private readonly connected: (connection: Connection, error: string | null) => void,
  ) {
    document.addEventListener("visibilitychange", this.#wake);
    this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    this.#events?.close();
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#wake);
  }

  #connect(): void {
    if (this.#isClosed) return;
    const events = (this.#events = this.server.events(this.name));
    events.addEventListener("open", () => {
      this.#retry = 1000;
      this.connected("live", null);
      // What happened while nobody listened.
      this.#isStale = true;
      this.#plan();
    });
    events.addEventListener("study", () => {
      this.#isStale = true;
      this.#plan();
    });
    events.addEventListener("error", () => {
      this.connected("lost", null);
      // A browser comes back by itself, but not after an answer that was an error.
      if (events.readyState !== EventSource.CLOSED || this.#isClosed) return;
      setTimeout(() => this.#connect(), this.#retry);
      this.#retry = Math.min(2 * this.#retry, longestRetry);
    });
  }

  #plan(): void {
    if (this.#isClosed || this.#isBusy || !this.#isStale || document.hidden) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(), Math.max(0, this.#restUntil - performance.now()));
  }

  async #fetch(): Promise<void> {
    this.#isBusy = true;
    this.#isStale = false;
    const began = performance.now();
    try {
      const study = await this.server.study(this.name);
      if (!this.#isClosed) this.show(study);
    } catch (error) {
      this.#isStale = true;
      if (!this.#isClosed) this.connected("lost", error instanceof Error ? error.message : String(error));
    }
    const took = performance.now() - began;
    this.#restUntil = performance.now() + Math.max(leastPause, restFactor * took);
    this.#isBusy = false;
    this.#plan();
  }
}
