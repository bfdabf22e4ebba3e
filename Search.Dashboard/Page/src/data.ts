/**
 * What the page shows, as C# makes it: one JSON for the file and for the server.
 * A file has it in the element with the id "data"; a server sends its parts (see server.ts).
 * Times are in seconds; a time of day is in seconds since the study was created.
 */
export interface PageData {
  format: 1;
  /** The version of HyperSearch that made it. */
  version: string;
  /** When it was made, ISO 8601. */
  generated: string;
  /** "file": all there is, is here. "server": the page asks for the rest. */
  source: "file" | "server";
  /** The studies, the one that the page is about first; of a server none, they are asked for. */
  studies: StudyData[];
}

export type TrialState = "waiting" | "running" | "complete" | "pruned" | "failed";
export type AttemptEnd = "complete" | "pruned" | "failed" | "died" | "interrupted" | "by hand";
export type Value = number | string;

export interface Goal {
  direction: "minimize" | "maximize";
  metric: string;
}

/** A limit on a metric, known only when a trial has ended. */
export interface Constraint {
  metric: string;
  /** Itself allowed. */
  bound: number;
  isAtMost: boolean;
}

export type Counts = Record<TrialState, number>;

/** A study of a store, in a line. */
export interface StudySummary {
  name: string;
  goal: Goal;
  counts: Counts;
  best: number | null;
  /** ISO 8601. */
  created: string;
}

export interface Parameter {
  name: string;
  /** "float", "int", "ordinal" (options in order) or "choice" (options without order). */
  kind: "float" | "int" | "ordinal" | "choice";
  low: number | null;
  high: number | null;
  scale: "linear" | "log";
  step: number | null;
  options: Value[] | null;
  /** Whether some trials do not have it. */
  isConditional: boolean;
}

export interface StudyData {
  name: string;
  goal: Goal;
  /** All goals, the first being `goal`. */
  goals: Goal[];
  constraints: Constraint[];
  /** The Pareto front, by the first goal, best first: its trials, and values[i][k] of the i-th by the k-th goal. Empty where there is one goal. */
  front: { trial: number[]; values: number[][] };
  /** A 64-bit number as text: JavaScript's numbers are shorter. */
  seed: string;
  strategy: string;
  plannedTrials: number | null;
  options: Record<string, string>;
  /** ISO 8601. */
  created: string;
  /** Rises whenever the record has changed. */
  revision: number;
  counts: Counts;
  /** How long it has run, over all processes, pauses left out. */
  runningSeconds: number;
  /** How long it will probably run on; null where nobody can tell. */
  secondsLeft: number | null;
  /** Now, in seconds since the study was created: until then what runs has run. */
  now: number;
  parameters: Parameter[];
  /** What trials recorded beside the score, by name. */
  metrics: string[];
  workers: string[];
  rows: Rows;
  /** Which trials are not among the rows; null where all are. */
  omitted: Omitted | null;
  /** Numbers of the best complete trials, best first, at most 20; they are always among the rows. */
  best: number[];
  /** The best value so far, a point for each improvement, in the order in which results arrived: exact, also where rows are left out. */
  bestSoFar: { finishOrder: number[]; trial: number[]; value: number[] };
  /** All finished trials with a value, counted by finishing order (x) and value (y), where rows are left out; else null. */
  historyDensity: Density | null;
  /** The same by parameter (x: its encoded range 0 … 1, or the option's index) and value (y). */
  sliceDensity: Record<string, Density> | null;
  /** The empirical distribution of the values of all complete trials: shares[i] of them are values[i] or less. */
  distribution: { values: number[]; shares: number[] };
  curves: Curve[];
  /** How many trials with curves there are whose curves are not among those. */
  curvesOmitted: number;
  attempts: Attempts;
  rounds: Round[];
  /** The newest proposals, newest first: what the strategy does now and why. */
  proposals: { trial: number; note: string | null }[];
  /** What was learnt from earlier studies, a sentence each. */
  earlier: string[];
  /** In a file, and else asked for: what the parameters mean for the score. */
  insight: Insight | null;
  /** In a file: trials in full, as far as there is room. */
  details: TrialDetails[];
}

/** Trials in columns, by number: rows.value[i] is the value of trial rows.number[i]. */
export interface Rows {
  number: number[];
  state: TrialState[];
  value: (number | null)[];
  /** The place among the complete trials that miss no constraint, by the first goal, from 1. */
  rank: (number | null)[];
  /** By parameter; null where a trial does not have it: absent, which is not zero. */
  values: Record<string, (Value | null)[]>;
  metrics: Record<string, (number | null)[]>;
  /** The values of the goals after the first, by their metrics. */
  goals: Record<string, (number | null)[]>;
  /** Whether it misses no constraint; null where it is not complete. */
  feasible: (boolean | null)[];
  started: (number | null)[];
  finished: (number | null)[];
  finishOrder: (number | null)[];
  observed: (number | null)[];
  attempt: number[];
  /** The number of the round, from 1. */
  round: (number | null)[];
  /** An index in `workers`: the process that runs it or led to its result. */
  worker: (number | null)[];
  /** What the strategy said of the proposal. */
  note: (string | null)[];
  /** The first line of the error. */
  error: (string | null)[];
}

export interface Omitted {
  /** How many trials there are in all. */
  total: number;
  /** In words, which of them are here. */
  rule: string;
}

/**
 * A count for each cell of a grid, row by row from the lowest y: counts[y * columns + x]. What lies beyond its ranges, as values
 * that are far worse than most, counts in the cells at their ends.
 */
export interface Density {
  columns: number;
  rows: number;
  xLow: number;
  xHigh: number;
  yLow: number;
  yHigh: number;
  counts: number[];
}

export interface Curve {
  trial: number;
  /** null for the score itself, else one of the study's metrics. */
  metric: string | null;
  steps: number[];
  values: number[];
}

/** Starts of trials in columns: who ran what, when, and how it ended. */
export interface Attempts {
  trial: number[];
  number: number[];
  worker: (number | null)[];
  started: number[];
  ended: (number | null)[];
  /** null while it runs. */
  end: (AttemptEnd | null)[];
}

export interface Round {
  number: number;
  firstTrial: number;
  trials: number;
  best: number | null;
  reason: string;
  /** By parameter, in the order of the parameters. */
  ranges: Parameter[];
}

export interface Insight {
  method: "ped-anova" | "fanova";
  /** How many trials it was made of. */
  trials: number;
  /** The most important first. low … high: an interval that has 9 in 10 chances. */
  importance: { parameter: string; importance: number; low: number; high: number }[];
  /** Pairs by what they do together, beyond what each does alone: only of fANOVA. */
  pairs: { first: string; second: string; importance: number }[];
  /** What tuning a parameter alone, to the value `tuned`, has brought over the default, in the unit of the metric; parameter null: all of them. */
  tunability: { parameter: string | null; gain: number; tuned: Value | null; low: number; high: number }[];
  /** From the default to the winner, the change that brings most first; value: what the model expects after it. The first row, without a parameter, is the default. */
  ablation: { parameter: string | null; from: Value | null; to: Value | null; value: number }[];
  /** The same in words. */
  sentences: string[];
}

export interface TrialDetails {
  number: number;
  state: TrialState;
  value: number | null;
  rank: number | null;
  values: Record<string, Value>;
  metrics: Record<string, number>;
  curves: Curve[];
  note: string | null;
  notes: string[];
  error: string | null;
  log: string;
  artifacts: { name: string; bytes: number; sha256: string }[];
  attempts: { number: number; worker: string | null; instructions: string | null; started: number | null; ended: number | null; end: AttemptEnd | null }[];
  started: number | null;
  finished: number | null;
  finishOrder: number | null;
  /** What its proposal saw: how many results, the best of them, and which trials were out. null: no strategy proposed it. */
  saw: { results: number; best: { trial: number; value: number }[]; running: number[] } | null;
  /** What the pruner answered, by step. */
  pruning: { step: number; stopped: boolean; results: number }[];
  /** What it came to before it was promoted or requeued, the oldest first. */
  earlierResults: { state: TrialState; value: number | null; step: number | null; error: string | null }[];
}
