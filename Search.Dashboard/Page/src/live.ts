export type Connection = "live" | "connecting" | "lost";

const leastPause = 500;
/** So many times as long as it takes to show what is new, the page then rests: it takes 3 % of a core at the most. */
const restFactor = 30;
const firstRetry = 1000,
  longestRetry = 30_000;

/** Shows what a server says is new, but not to a hidden tab. */
export class Live {
  #events: EventSource | null = null;
  #isStale = false;
  #isBusy = false;
  #isClosed = false;
  #restUntil = 0;
  #timer = 0;
  #retry = firstRetry;
  readonly #wake = () => this.#plan();

  constructor(
    private readonly open: () => EventSource,
    /** The event that says that something is new. */
    private readonly event: string,
    /** Fetches and shows it. */
    private readonly refresh: () => Promise<void>,
    private readonly connected: (connection: Connection, error: unknown) => void,
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
    const events = (this.#events = this.open());
    events.addEventListener("open", () => {
      this.#retry = firstRetry;
      this.connected("live", null);
      // What happened while nobody listened.
      this.#isStale = true;
      this.#plan();
    });
    events.addEventListener(this.event, () => {
      this.#isStale = true;
      this.#plan();
    });
    events.addEventListener("error", () => {
      if (this.#isClosed) return;
      this.connected("lost", null);
      // A browser comes back by itself, but not after an answer that was an error.
      if (events.readyState !== EventSource.CLOSED) return;
      setTimeout(() => this.#connect(), this.#retry);
      this.#retry = Math.min(2 * this.#retry, longestRetry);
    });
  }

  #plan(): void {
    if (this.#isClosed || this.#isBusy || !this.#isStale || document.hidden) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#show(), Math.max(0, this.#restUntil - performance.now()));
  }

  async #show(): Promise<void> {
    this.#isBusy = true;
    this.#isStale = false;
    const began = performance.now();
    try {
      await this.refresh();
    } catch (error) {
      this.#isStale = true;
      if (!this.#isClosed) this.connected("lost", error);
    }
    this.#restUntil = performance.now() + Math.max(leastPause, restFactor * (performance.now() - began));
    this.#isBusy = false;
    this.#plan();
  }
}
