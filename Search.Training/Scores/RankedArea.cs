namespace HyperSearch.Training;

/// <summary>The area under the receiver operating characteristic, from ranks: Mann and Whitney's U over the pairs.</summary>
internal static class RankedArea
{
    /// <summary>Σ over the pairs of a positive and a negative example of wᵢ wⱼ [sᵢ &gt; sⱼ] + ½ wᵢ wⱼ [sᵢ = sⱼ], by Σ wᵢ wⱼ; NaN where there is no pair.</summary>
    /// <param name="scores">Sorted by this method, and the others with them.</param>
    /// <param name="weights">Negative for the negative examples.</param>
    public static double Of(double[] scores, double[] weights)
    {
        Array.Sort(scores, weights);
        double below = 0, positives = 0, pairs = 0;
        for (int first = 0, end; first < scores.Length; first = end)
        {
            double positive = 0, negative = 0;
            for (end = first; end < scores.Length && scores[end] == scores[first]; end++)
            {
                if (weights[end] > 0)
                    positive += weights[end];
                else
                    negative -= weights[end];
            }
            pairs += positive * (below + 0.5 * negative);
            positives += positive;
            below += negative;
        }
        return pairs / (positives * below);
    }
}
