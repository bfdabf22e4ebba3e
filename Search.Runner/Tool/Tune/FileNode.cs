namespace HyperSearch.Tool;

/// <summary>A value in a study file, with the line on which it begins: one of a text, a list and a mapping.</summary>
internal sealed record FileNode(int Line)
{
    /// <summary>A number, a text, true or false as it is written; null for a list or a mapping.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<FileNode>? Items { get; init; }

    /// <summary>The members of a mapping, in order, each with its key.</summary>
    public IReadOnlyList<(FileNode Key, FileNode Value)>? Members { get; init; }

    /// <summary>What it is, for messages.</summary>
    public string Kind => Text is not null ? $"'{Text}'" : Items is not null ? "a list" : "a mapping";
}
