namespace HyperSearch.Runner;

/// <summary>A trial of an earlier study as JSON. A loss of 0 is written all the same.</summary>
internal sealed record EarlierTrialJson(double? Loss, Dictionary<string, ParameterValue>? Values);
