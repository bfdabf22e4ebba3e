import type { Selection } from "./picture";

/** What was brushed in a picture. */
export interface Brush {
  picture: string;
  label: string;
  trials: Set<number>;
}

/** The trials that the filter and all brushes leave. Each picture has at most one brush. */
export class TrialSelection implements Selection {
  #filtered: Set<number> | null = null;
  readonly #brushes = new Map<string, Brush>();
  #selected: Set<number> | null = null;

  constructor(private readonly changed: () => void) {}

  get isAll(): boolean {
    return this.#selected === null;
  }

  get brushes(): Brush[] {
    return [...this.#brushes.values()];
  }

  has(trial: number): boolean {
    return this.#selected === null || this.#selected.has(trial);
  }

  /** The trials that the filter leaves; null: all. Tells nobody: whoever filters does. */
  filter(trials: Set<number> | null): void {
    this.#filtered = trials;
    this.#join();
  }

  brush(trials: Iterable<number> | null, label = "", picture = ""): void {
    const before = this.#brushes.get(picture);
    if (trials === null) {
      if (!this.#brushes.delete(picture)) return;
    } else {
      const brushed = new Set(trials);
      if (
        before !== undefined &&
        before.label === label &&
        before.trials.size === brushed.size &&
        [...before.trials].every((trial) => brushed.has(trial))
      )
        return;
      this.#brushes.set(picture, { picture, label, trials: brushed });
    }
    this.#join();
    this.changed();
  }

  /** Takes all brushes away, and tells nobody. */
  clearBrushes(): void {
    this.#brushes.clear();
    this.#join();
  }

  #join(): void {
    let selected = this.#filtered;
    for (const { trials } of this.#brushes.values())
      selected = selected === null ? trials : new Set([...selected].filter((trial) => trials.has(trial)));
    this.#selected = selected;
  }
}
