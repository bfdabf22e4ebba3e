namespace HyperSearch;

/// <summary>An option that a study adds to the command line, such as <c>--data FOLDER</c>. Its value is part of the study's record, and a study goes on with no other, unless it may change.</summary>
/// <param name="name">The name without dashes.</param>
/// <param name="description">What <c>--help</c> says of it.</param>
/// <param name="defaultValue">Its value where it is not given.</param>
public sealed class StudyOption(string name, string description, string defaultValue)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    /// <summary>Whether a study may go on with another value: of an option that says where data lie, not what they are. The record has the last one used.</summary>
    public bool MayChange { get; init; }

    public string DefaultValue { get; } = defaultValue;

    /// <summary>The value given on the command line, else the one on record, else the default.</summary>
    public string Value { get; set; } = defaultValue;
}
