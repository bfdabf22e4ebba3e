namespace HyperSearch.Core;

/// <summary>Has a settings function ask for what it asked for before its space was widened.</summary>
/// <param name="suggest">Answers in the ranges of that time.</param>
/// <param name="parameters">The parameters of that time, by name. One that was not there has the middle of its range.</param>
internal sealed class ValuesBeforeWidening(ISuggest suggest, IReadOnlyDictionary<string, ParameterDefinition> parameters) : IRejectable
{
    public string? Rejection { get; private set; }

    public void Reject(string reason)
    {
        Rejection ??= reason;
        (suggest as IRejectable)?.Reject(reason);
    }

    public T Suggest<T>(Parameter<T> parameter) => parameters.TryGetValue(parameter.Name, out var then)
        ? suggest.Suggest(parameter.WithRange(then))
        : parameter.Decode(parameter.Middle);
}
