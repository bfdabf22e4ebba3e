using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HyperSearch.Tool;

/// <summary>Reads a study file in YAML: texts, lists and mappings. Nothing is made of tags, and there are no aliases, so that it is no longer than it looks.</summary>
internal static class YamlNodes
{
    /// <exception cref="FileFormatException">It is no YAML, or has more than that.</exception>
    public static FileNode Read(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            var parser = new Parser(reader);
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                throw new FileFormatException(1, "It is empty.");
            var node = Read(parser, depth: 0);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<DocumentStart>(out var second) ? throw new FileFormatException(LineOf(second), "A second document begins here. A study file has one.") : node;
        }
        catch (YamlException exception)
        {
            throw new FileFormatException(Math.Max(1, (int)exception.Start.Line), exception.InnerException?.Message ?? exception.Message, exception);
        }
    }

    private static FileNode Read(Parser parser, int depth)
    {
        if (parser.Current is not ParsingEvent current || depth > StudyFile.MostDepth)
            throw new FileFormatException(parser.Current is null ? 1 : LineOf(parser.Current), $"It is nested deeper than {StudyFile.MostDepth} levels.");
        var node = new FileNode(LineOf(current));
        if (current is AnchorAlias)
            throw new FileFormatException(node.Line, "It has an alias (*), which is not read. Write the value out.");
        if (parser.TryConsume<Scalar>(out var scalar))
            return node with { Text = scalar.Value };
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<FileNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Read(parser, depth + 1));
            return node with { Items = items };
        }
        parser.Consume<MappingStart>();
        var members = new List<(FileNode, FileNode)>();
        while (!parser.TryConsume<MappingEnd>(out _))
            members.Add((Read(parser, depth + 1), Read(parser, depth + 1)));
        return node with { Members = members };
    }

    private static int LineOf(ParsingEvent parsed) => (int)parsed.Start.Line;
}
