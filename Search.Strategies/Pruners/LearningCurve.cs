namespace HyperSearch.Strategies;

/// <summary>What a trial reported, read as a curve of losses over steps.</summary>
internal static class LearningCurve
{
    extension(Trial trial)
    {
        /// <summary>The last step reported; the trial must have a measurement.</summary>
        public int LastStep => trial.Measurements[^1].Step;

        /// <summary>The loss of the first measurement at <paramref name="step"/> or later; null where the trial did not get so far.</summary>
        public double? LossAt(int step, Goal goal)
        {
            var index = FirstFrom(trial.Measurements, step);
            return index < trial.Measurements.Count ? goal.Loss(trial.Measurements[index].Value) : null;
        }

        /// <summary>The mean loss of all measurements up to <paramref name="step"/>; null where the trial did not get so far.</summary>
        public double? MeanLossUpTo(int step, Goal goal)
        {
            var measurements = trial.Measurements;
            if (measurements.Count == 0 || measurements[^1].Step < step)
                return null;
            var count = FirstFrom(measurements, step + 1);
            // Each is divided before the sum, which could otherwise exceed the largest number.
            var mean = 0.0;
            for (var i = 0; i < count; i++)
                mean += goal.Loss(measurements[i].Value) / count;
            return count > 0 ? mean : null;
        }

        /// <summary>The lowest loss so far; the trial must have a measurement.</summary>
        public double BestLoss(Goal goal) => trial.Measurements.Min(measurement => goal.Loss(measurement.Value));
    }

    // The index of the first measurement at the step or later: steps rise.
    private static int FirstFrom(IReadOnlyList<Measurement> measurements, int step)
    {
        var (low, high) = (0, measurements.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (measurements[middle].Step < step)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
