namespace HyperSearch.Runner;

/// <summary>The study of a <see cref="ProgramDefinition"/>: its objective runs the program.</summary>
internal sealed class ProgramStudy : Study
{
    private readonly ProgramDefinition _definition;
    private readonly ProgramSpace _space;
    private readonly PlaceholderText[] _words;
    private readonly (string Name, PlaceholderText Text)[] _templates;
    private readonly bool[] _belongsToNext;
    private ProgramObjective? _objective;

    /// <exception cref="StudyException">What it says contradicts itself.</exception>
    public ProgramStudy(ProgramDefinition definition) : base(definition.Name)
    {
        _definition = definition.Checked();
        _space = new(definition.Parameters);
        _words = [.. definition.Command.Select(word => new PlaceholderText(word))];
        _templates = [.. definition.Templates.Select(template => (template.Name, new PlaceholderText(template.Text)))];
        _belongsToNext = [.. _words.Index().Select(word => IsOptionOf(word.Item, word.Index + 1 < _words.Length ? _words[word.Index + 1] : null, definition.Command[word.Index]))];
    }

    public override bool HasObjective => _words.Length > 0;

    public override bool HasConclusion => false;

    public override SearchSpace TraceSpace() => _space.ToSearchSpace();

    /// <summary>Says how its programs are run from now on.</summary>
    /// <param name="workers">How many at once.</param>
    /// <param name="grace">How long this process has to end after it was asked to; its programs have a little less.</param>
    public void RunWith(int workers, TimeSpan grace) => _objective = new(Name, new()
    {
        Workers = workers,
        Grace = grace * 0.8,
        Memory = _definition.Run.Memory,
        CpuTime = _definition.Run.CpuTime,
        ResultFile = _definition.Result,
        Devices = _definition.Run.Slots,
    });

    public override double Run(ITrial trial, CancellationToken cancel)
    {
        if (!HasObjective)
            throw new InvalidOperationException($"Study '{Name}' has no command.");
        if (_objective is null)
            RunWith(1, TimeSpan.FromSeconds(10));
        return _objective!.Run(CallOf(trial), trial, cancel);
    }

    /// <summary>What a trial runs.</summary>
    /// <param name="suggest">Its values.</param>
    public ProgramCall CallOf(ISuggest suggest)
    {
        var inOrder = _space.Read(suggest);
        var values = inOrder.ToDictionary(StringComparer.Ordinal);
        var words = new List<string>(_words.Length);
        for (var i = 0; i < _words.Length; i++)
        {
            // An option goes with its value.
            if (_belongsToNext[i] && Fill(_words[i + 1], isWord: true) is null)
                i++;
            else if (Fill(_words[i], isWord: true) is { } word)
                words.Add(word);
        }
        return new(words,
            [.. _templates.Select(template => new ProgramFile(template.Name, Fill(template.Text, isWord: false)!))],
            [.. inOrder.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text))]);

        string? Fill(PlaceholderText text, bool isWord) =>
            text.Fill(values, file => $"{ProgramCall.FolderPlaceholder}{Path.DirectorySeparatorChar}{file}", isWord);
    }

    public override string Conclude(SearchSpace space, IEnumerable<Trial> trials, IEnumerable<TrialMetric>? metrics = null) => "";

    // Whether a word is the option, and the next its value.
    private static bool IsOptionOf(PlaceholderText word, PlaceholderText? next, string text) =>
        text.StartsWith('-') && !text.Contains('=', StringComparison.Ordinal) && !word.Placeholders.Any()
        && next?.Whole is { File: null, On: null, Else: null };
}
