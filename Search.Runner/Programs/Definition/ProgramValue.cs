namespace HyperSearch.Runner;

/// <summary>A parameter's value in a trial.</summary>
/// <param name="Text">As it stands in the command line.</param>
/// <param name="Place">What conditions compare: the number, or the place of the option in their order.</param>
internal readonly record struct ProgramValue(string Text, double Place);
