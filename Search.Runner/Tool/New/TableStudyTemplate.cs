using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The study that <c>new --csv</c> writes: a net for a person's own table.</summary>
internal static class TableStudyTemplate
{
    private const string Text =
        """
        #:package HyperSearch@{version}
        #:package HyperSearch.Training@{version}
        #:property PublishAot=false

        using HyperSearch;
        using HyperSearch.Training;

        // Which net predicts the column {target} best? A fifth of the rows validates, a fifth tests what comes out.
        //
        //   dotnet run {file} -- run                       runs it, or goes on where its record stands; Ctrl-C stops it and loses nothing
        //   dotnet run {file} -- report                    the best settings so far
        //   dotnet run {file} -- artifact best model -o model.bin
        //   hypersearch predict model.bin NEW.csv -o predictions.csv      what the best net says of other rows
        var data = new StudyOption("data", "The table: a CSV file with a header.", {csv}) { MayChange = true };
        var parts = new Lazy<(Dataset Training, Dataset Validation, Dataset Test)>(() => Dataset.OpenCsv(data.Value, {targetLiteral}, new()
        {
            Target = ColumnKind.{kind},

            // What tells nothing of other rows, such as a number of each row.
            Leave = [{leave}],
        }).Split(validation: 0.2, test: 0.2, seed: 0));

        var study = new Study<Settings>("{name}")
        {
            Goal = Goal.Maximize("validation {score}"),
            Prepare = () => _ = parts.Value,
            Space = Settings.From,
            Objective = Train,
            Strategy = new AutoSearch(),
            Budget = new Budget(Trials: {trials}),
            Keep = Artifacts.OfBest(1),
            Options = [data],
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
                Loss = Loss.{loss},
                Optimizer = Optimizer.AdamW(settings.LearningRate, settings.WeightDecay),
                Dropout = settings.Dropout,
                BatchSize = settings.BatchSize,
                Epochs = 100,
                EarlyStopping = new(Patience: 10),
                Seed = trial.Seed,
            };
            var result = Trainer.Train(net, parts.Value.Training, parts.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.Validation{property}, epoch.Curves), cancel);
            trial.Record("test {score}", result.Model.Evaluate(parts.Value.Test).Scores.{scoreProperty});
            trial.SaveArtifact("model", result.Model.Save);
            return result.Final.Validation.{scoreProperty};
        }

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
}
