namespace HyperSearch;

/// <summary>The rules to stop that take a model of the trials.</summary>
public static class StopRules
{
    extension(Stop)
    {
        /// <summary>Ends a study when what is left of its budget is expected to bring less than this: see <see cref="StopWhenNotWorthIt"/>.</summary>
        /// <param name="gain">In the unit of the study's metric; above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">The number is outside its range.</exception>
        public static Stop WhenNotWorthIt(double gain) => new StopWhenNotWorthIt(gain);
    }
}
