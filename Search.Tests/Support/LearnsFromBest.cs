using HyperSearch;

namespace Search.Tests;

/// <summary>
/// A strategy that tries the best point of each earlier study, and then proposes what depends on all that was taken from them, on
/// every result, and on which trials run.
/// </summary>
internal sealed class LearnsFromBest : IStrategy
{
    public bool LearnsFromEarlierStudies => true;

    public Proposal? Propose(History history, ref RandomStream random)
    {
        var earlier = history.Problem.Earlier;
        if (history.Number < earlier.Count)
        {
            var study = earlier[history.Number];
            return new(history.Space.Complete(study.Trials.MinBy(trial => trial.Loss)!.Values.Where(IsKnown))) { Note = $"earlier studies: best of {study.Name}" };
        }
        var sum = history.Finished.Index().Sum(item => (item.Index + 1) * (item.Item.Value ?? 0)) + history.Running.Sum(trial => trial.Number)
            + earlier.SelectMany(study => study.Trials).Index().Sum(item => (item.Index + 1) * (item.Item.Loss + item.Item.Values.Sum(pair => pair.Value.Number ?? pair.Value.Text!.Length)));
        var codes = new double[history.Space.Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (random.NextDouble() + Math.Abs(sum)) % 1 * (history.Space[i].IsCategorical ? history.Space[i].Levels!.Value - 1 : 1);
        return new(new Point(codes));

        bool IsKnown(KeyValuePair<string, ParameterValue> pair) => history.Space.IndexOf(pair.Key) is >= 0 and var index && history.Space[index].Definition.Covers(pair.Value);
    }
}
