namespace HyperSearch.Runner;

/// <summary>Passes help on with the command line as it is called instead of the name of the program's file.</summary>
internal sealed class HelpWriter(TextWriter inner, string program, string called) : DelegatingWriter(inner)
{
    private string _line = "";

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var lines = (_line + buffer.ToString()).Split('\n');
        _line = lines[^1];
        foreach (var line in lines[..^1])
            Inner.Write((line.StartsWith($"  {program} ", StringComparison.Ordinal) ? $"  {called}{line[(2 + program.Length)..]}" : line) + '\n');
    }
}
