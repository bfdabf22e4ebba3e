using System.Text;
using System.Text.Json;

namespace HyperSearch.Tool;

/// <summary>Reads a study file in JSON; comments and a last comma are allowed.</summary>
internal static class JsonNodes
{
    /// <exception cref="FileFormatException">It is no JSON.</exception>
    public static FileNode Read(byte[] bytes)
    {
        var lines = new LineCount(bytes);
        try
        {
            var reader = new Utf8JsonReader(bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = StudyFile.MostDepth });
            if (!reader.Read())
                throw new FileFormatException(1, "It is empty.");
            var node = Read(ref reader, lines);
            return reader.Read() ? throw new FileFormatException(lines.At(reader.TokenStartIndex), "There is more behind its end.") : node;
        }
        catch (JsonException exception)
        {
            throw new FileFormatException((int)(exception.LineNumber ?? 0) + 1, exception.Message, exception);
        }
    }

    private static FileNode Read(ref Utf8JsonReader reader, LineCount lines)
    {
        var node = new FileNode(lines.At(reader.TokenStartIndex));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<FileNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, lines));
                return node with { Items = items };
            case JsonTokenType.StartObject:
                var members = new List<(FileNode, FileNode)>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = new FileNode(lines.At(reader.TokenStartIndex)) { Text = reader.GetString() };
                    reader.Read();
                    members.Add((key, Read(ref reader, lines)));
                }
                return node with { Members = members };
            case JsonTokenType.String:
                return node with { Text = reader.GetString() };
            default:
                return node with { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    private sealed class LineCount(byte[] bytes)
    {
        private int _at;
        private int _line = 1;

        // Asked from the front to the back.
        public int At(long index)
        {
            for (; _at < index; _at++)
                _line += bytes[_at] == '\n' ? 1 : 0;
            return _line;
        }
    }
}
