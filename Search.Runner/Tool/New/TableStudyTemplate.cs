using System.Text.RegularExpressions;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace HyperSearch.Tool;

/// <summary>The study that <c>new --csv</c> writes: a net for a person's own table.</summary>
internal static partial class TableStudyTemplate
{
    private const string Text =
        """
        #:package HyperSearch@{{version}}
        #:package HyperSearch.Training@{{version}}
        #:property PublishAot=false

        using HyperSearch;
        using HyperSearch.Training;

        // Which net predicts the column {{target}} best? A fifth of the rows validates, a fifth tests what comes out.
        //
        //   dotnet run {{file}} -- run                       runs it, or goes on where its record stands; Ctrl-C stops it and loses nothing
        //   dotnet run {{file}} -- report                    the best settings so far
        //   dotnet run {{file}} -- artifact best model -o model.bin
        //   hypersearch predict model.bin NEW.csv -o predictions.csv      what the best net says of other rows
        var data = new StudyOption("data", "The table: a CSV file with a header.", {{csv}}) { MayChange = true };
        var parts = new Lazy<(Dataset Training, Dataset Validation, Dataset Test)>(() => Dataset.OpenCsv(data.Value, target: {{target}}, new()
        {
            Target = ColumnKind.{{kind}},

            // Columns that tell nothing of other rows, such as a number of each.
            Leave = [{{leave}}],
        }).Split(validation: 0.2, test: 0.2, seed: 0));

        var study = new Study<Settings>("{{name}}")
        {
            Goal = Goal.Maximize("validation {{score}}"),
            Prepare = () => _ = parts.Value,
            Space = Settings.From,
            Objective = Train,
            Strategy = new AutoSearch(),
            Budget = new Budget(Trials: 60),
            Keep = Artifacts.OfBest(1),
            Options = [data],
            Conclusion = Conclude,
        };
        return await StudyApp.RunAsync(study, args);

        // One trial: a net is trained until its validation loss falls no more. Its model knows how to read rows as they are in the table.
        double Train(Settings settings, ITrial trial, CancellationToken cancel)
        {
            var net = new MlpSettings
            {
                Hidden = settings.Hidden,
                Activation = settings.Activation == "relu" ? Activation.Relu : Activation.Silu,
                Normalization = settings.Normalized ? Normalization.Batch() : Normalization.None,
                Loss = Loss.{{loss}},
                Optimizer = Optimizer.AdamW(settings.LearningRate, settings.WeightDecay),
                Dropout = settings.Dropout,
                BatchSize = settings.BatchSize,
                Epochs = 100,
                EarlyStopping = new(Patience: 10),
                Seed = trial.Seed,
            };
            var result = Trainer.Train(net, parts.Value.Training, parts.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.Validation.{{scoreProperty}}, epoch.Curves), cancel);
            trial.Record("test {{score}}", result.Model.Evaluate(parts.Value.Test).Scores.{{scoreProperty}});
            trial.SaveArtifact("model", result.Model.Save);
            return result.Final.Validation.{{scoreProperty}};
        }

        // The score on the rows that neither training nor the choice of the best trial has seen: what to expect of new rows.
        static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials) =>
            trials.MaxBy(trial => trial.Value) is { } best ? $"The best net's {{score}} on the test part: {best.Metric("test {{score}}"):0.000}." : "";

        // What a trial is run with, and the ranges that it is drawn from. Without a hidden layer the net is a linear model.
        record Settings(int[] Hidden, string Activation, bool Normalized, double Dropout, double LearningRate, double WeightDecay, int BatchSize)
        {
            public static Settings From(ISuggest suggest)
            {
                var layers = suggest.Int("layers", 0, 3);
                var width = layers > 0 ? suggest.LogInt("width", 8, 256) : 0;
                return new(
                    [.. Enumerable.Repeat(width, layers)],
                    layers > 0 ? suggest.Choice("activation", "relu", "silu") : "relu",
                    layers > 0 && suggest.Bool("normalized"),
                    layers > 0 ? suggest.Uniform("dropout", 0, 0.5, step: 0.1) : 0,
                    suggest.LogUniform("lr", 1e-4, 3e-2),
                    suggest.LogUniform("weight_decay", 1e-5, 1e-1),
                    suggest.Ordinal("batch_size", 32, 64, 128));
            }
        }

        """;

    /// <summary>A study that runs as it is.</summary>
    /// <param name="name">Its name, which is a plain file's name.</param>
    /// <param name="file">Where it will be, as its commands show it.</param>
    /// <param name="version">Of the packages that it needs.</param>
    /// <param name="csv">The table's file.</param>
    /// <param name="table">What the table looks like.</param>
    public static string Of(string name, string file, string version, string csv, TableColumns table)
    {
        var isClass = table.Target.AsTarget == ColumnKind.Category;
        // In one pass: nothing in a text from outside is filled in.
        return Hole().Replace(Text.ReplaceLineEndings("\n"), hole => hole.Groups["name"].Value switch
        {
            "version" => version,
            "name" => name,
            "file" => SafeText.Line(file),
            "csv" => CSharpText.Literal(csv),
            "target" => CSharpText.Literal(table.Target.Name),
            "kind" => isClass ? nameof(ColumnKind.Category) : nameof(ColumnKind.Number),
            "leave" => string.Join(", ", table.Left.Select(column => CSharpText.Literal(column.Name))),
            "score" => isClass ? "accuracy" : "R2",
            "scoreProperty" => isClass ? nameof(Scores.Accuracy) : nameof(Scores.RSquared),
            "loss" => isClass ? nameof(Loss.SoftmaxCrossEntropy) : nameof(Loss.MeanSquaredError),
            var other => throw new InvalidOperationException($"The template has a hole '{other}' that nothing fills."),
        });
    }

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();
}
