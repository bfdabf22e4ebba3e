#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// More texts from few: ten messages of each kind, and eight copies of each with words dropped, said twice, swapped, moved, or all
// of it. A net over hashed words and pairs of words; those without a change get eight plain copies, so that all train as
// long. Twelve draws of the ten. What the order of words tells ("not bad, really good"), a change of the order may spoil.

var data = new StudyOption("data", "messages (drawn by the program), a folder with a folder of texts for each class, or a CSV file with columns text and label.", "messages") { MayChange = true };
var texts = new Lazy<TextSet>(() => data.Value switch
{
    "messages" => Messages.Draw(1000),
    var file when File.Exists(file) => TextSet.OpenCsv(file, "text", "label"),
    var folder => TextSet.OpenFolder(folder),
});

var study = new Study<Settings>("text-augmentation")
{
    Description = "ten texts of each class, and copies of them with words dropped, repeated, swapped and moved",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = texts.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(levels: 12),
    Budget = new Budget(Trials: 12 * Settings.Changes.Count),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var (training, validation) = texts.Value.Split(validation: 0.5, (ulong)settings.Draw);
    var words = new HashedWords(Size: 1024);
    var net = new MlpSettings
    {
        Hidden = [32],
        Optimizer = Optimizer.Adam(0.003),
        BatchSize = 32,
        Epochs = 20,
        Seed = (ulong)settings.Draw,
    };
    return Trainer.Train(
        net,
        training.TakeOfEach(10).Augmented(Settings.Changes[settings.Change], copies: 8, (ulong)settings.Draw).ToDataset(words),
        validation.ToDataset(words),
        epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves),
        cancel).ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    const string Reference = "nothing";
    var plain = trials.Where(trial => trial.Settings.Change == Reference).ToDictionary(trial => trial.Settings.Draw, trial => trial.Value);
    // Against the training with the same texts and first weights.
    var rows = trials.GroupBy(trial => trial.Settings.Change).OrderBy(group => Settings.Changes.Keys.ToList().IndexOf(group.Key)).Select(group => (
        Change: group.Key,
        Accuracy: MeanAndSpread.Of(group.Select(trial => trial.Value)),
        Gain: MeanAndSpread.Of(group.Where(trial => plain.ContainsKey(trial.Settings.Draw)).Select(trial => trial.Value - plain[trial.Settings.Draw])))).ToList();
    var lines = new List<string> { $"{"each word, with 1 in 10",-24} {"validation",-15} gain over nothing" };
    foreach (var (change, accuracy, gain) in rows)
    {
        // A mean beyond twice its standard error is told from none.
        var error = gain.Deviation / Math.Sqrt(gain.Count);
        var verdict = change == Reference ? "" : $"{Math.Round(gain.Mean, 3):+0.000;-0.000;0.000} ± {error:0.000}: {(gain.Mean > 2 * error ? "helps" : gain.Mean < -2 * error ? "harms" : "not told from chance")}";
        lines.Add($"{change,-24} {accuracy,-15} {verdict}".TrimEnd());
    }
    var ranked = rows.Where(row => row.Change != Reference).OrderByDescending(row => row.Gain.Mean).ToList();
    if (ranked.Count > 1 && ranked[0].Gain.Mean > ranked[^1].Gain.Mean)
        lines.Add($"The most was brought by: {ranked[0].Change}; the least by: {ranked[^1].Change}. The error of a gain is that of its mean over {plain.Count} draws of the training texts.");
    return string.Join('\n', lines);
}

record Settings(string Change, int Draw)
{
    public static readonly Dictionary<string, TextAugmentation> Changes = new()
    {
        ["nothing"] = new(),
        ["dropped"] = new(Drop: 0.1),
        ["said twice"] = new(Repeat: 0.1),
        ["swapped"] = new(Swap: 0.1),
        ["moved"] = new(Move: 0.1),
        ["all of it"] = new(0.1, 0.1, 0.1, 0.1),
    };

    public static Settings From(ISuggest suggest) => new(
        Change: suggest.Choice("change", [.. Changes.Keys]),
        Draw: suggest.Int("draw", 1, 12));
}

/// <summary>Messages of four kinds to a shop. Praise and complaint have the same words in another order; the two others share some as well.</summary>
static class Messages
{
    private static readonly string[] Good = ["good", "fine", "great", "lovely", "excellent", "pleasant", "perfect"];
    private static readonly string[] Bad = ["bad", "poor", "awful", "dreadful", "terrible", "sad", "nasty"];
    private static readonly string[] Very = ["really", "truly", "quite", "simply", "just"];
    private static readonly string[] Thing = ["kettle", "lamp", "chair", "radio", "jacket", "bicycle", "clock", "mirror"];
    private static readonly string[] Parcel = ["parcel", "package", "box", "order", "delivery"];
    private static readonly string[] Money = ["money", "payment", "refund", "invoice", "amount"];
    private static readonly string[] Begin = ["hello there", "dear all", "good morning", "hi", "to whom it may concern", "well"];
    private static readonly string[] End = ["thank you", "kind regards", "please answer soon", "that is all", "bye for now", "see you"];

    public static TextSet Draw(int count)
    {
        var random = new Random(1);
        string Of(string[] words) => words[random.Next(words.Length)];
        string One(params Func<string>[] ways) => ways[random.Next(ways.Length)]();
        string Opinion(string[] yes, string[] no) => One(
            () => $"the {Of(Thing)} is not {Of(no)} but {Of(Very)} {Of(yes)}",
            () => $"it was {Of(Very)} {Of(yes)} and not {Of(no)} at all",
            () => $"nothing {Of(no)} about the {Of(Thing)} i find it {Of(Very)} {Of(yes)}",
            () => $"{Of(Very)} {Of(yes)} was the {Of(Parcel)} never {Of(no)}");
        string Sentence(int kind) => kind switch
        {
            0 => Opinion(Good, Bad),
            1 => Opinion(Bad, Good),
            2 => One(
                () => $"where is my {Of(Parcel)} with the {Of(Thing)}",
                () => $"the {Of(Parcel)} has not come i paid the {Of(Money)} last week",
                () => $"when does the {Of(Parcel)} leave for my address",
                () => $"the driver left no {Of(Parcel)} at my door"),
            _ => One(
                () => $"where is my {Of(Money)} for the {Of(Thing)}",
                () => $"the {Of(Money)} has not come i sent the {Of(Parcel)} back last week",
                () => $"when does the {Of(Money)} leave for my account",
                () => $"the bank shows no {Of(Money)} on my card"),
        };
        string Message(int kind)
        {
            // One sentence in four is of another kind: no message is as clear as a rule.
            var other = random.Next(4);
            string[] parts = [Of(Begin), Sentence(kind), Sentence(random.Next(2) == 0 ? other : kind), Of(End)];
            return string.Join(' ', parts);
        }
        int[] kinds = [.. Enumerable.Range(0, count).Select(i => i % 4)];
        return TextSet.FromArrays("messages", [.. kinds.Select(Message)], kinds, ["praise", "complaint", "parcel", "payment"]);
    }
}
