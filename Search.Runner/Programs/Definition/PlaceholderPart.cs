namespace HyperSearch.Runner;

/// <summary>A part of a text with placeholders: plain text, or a placeholder.</summary>
/// <param name="Text">The plain text; of a placeholder, what is written: <c>{lr}</c>.</param>
/// <param name="Name">The parameter of a placeholder, or @ and the name of a template; null for plain text.</param>
/// <param name="On">Of <c>{bias?--bias}</c>, what stands there while the flag is on.</param>
/// <param name="Else">Of <c>{units2|0}</c>, what stands there while the parameter is inactive.</param>
internal sealed record PlaceholderPart(string Text, string? Name = null, string? On = null, string? Else = null)
{
    /// <summary>The template whose written file it stands for; null where it is no such.</summary>
    public string? File => Name?[0] == '@' ? Name[1..] : null;
}
