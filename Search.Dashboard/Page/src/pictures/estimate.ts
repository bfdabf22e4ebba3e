/**
 * What the score probably is at each cell of a grid, from trials nearby: a mean of the nearest ones by the
 * inverse of their squared distance (Shepard's method), blurred so that no single trial makes a peak.
 * xs and ys: where the columns and rows of the grid are. Coordinates are shares of the axes, 0 to 1, and of options
 * their indices: so one option tells nothing of another. null far from any trial, where nobody knows.
 */
export function estimate(trials: { x: number; y: number; value: number }[], xs: number[], ys: number[]): (number | null)[] {
  const nearest = Math.min(12, trials.length);
  // So far that most cells of evenly spread trials are known, yet nothing is made up in an empty corner.
  const reach = Math.min(0.25, Math.max(0.07, 1.1 / Math.sqrt(Math.max(1, trials.length))));
  const blur = (reach / 2.5) ** 2;
  const distances = new Float64Array(nearest), values = new Float64Array(nearest);
  // Many trials in buckets at least as wide as the reach: those around a cell have its nearest ones.
  const across = trials.length < 300 ? 1 : Math.floor(1 / reach);
  const bucketOf = (at: number) => Math.min(across - 1, Math.max(0, Math.floor(at * across)));
  const buckets: { x: number; y: number; value: number }[][] = Array.from({ length: across * across }, () => []);
  for (const trial of trials) buckets[bucketOf(trial.y) * across + bucketOf(trial.x)]!.push(trial);
  const cells: (number | null)[] = [];
  for (const y of ys) {
    for (const x of xs) {
      const [left, bottom] = [bucketOf(x), bucketOf(y)];
      let count = 0;
      for (let v = Math.max(0, bottom - 1); v <= Math.min(across - 1, bottom + 1); v++) {
        for (let u = Math.max(0, left - 1); u <= Math.min(across - 1, left + 1); u++) {
          for (const trial of buckets[v * across + u]!) {
            const distance = (trial.x - x) ** 2 + (trial.y - y) ** 2;
            if (count === nearest && distance >= distances[count - 1]!) continue;
            let at = count < nearest ? count++ : count - 1;
            for (; at > 0 && distances[at - 1]! > distance; at--) {
              distances[at] = distances[at - 1]!;
              values[at] = values[at - 1]!;
            }
            distances[at] = distance;
            values[at] = trial.value;
          }
        }
      }
      if (count === 0 || distances[0]! > reach * reach) {
        cells.push(null);
        continue;
      }
      let sum = 0, weights = 0;
      for (let i = 0; i < count; i++) {
        const weight = 1 / (distances[i]! + blur);
        sum += weight * values[i]!;
        weights += weight;
      }
      cells.push(sum / weights);
    }
  }
  return cells;
}
