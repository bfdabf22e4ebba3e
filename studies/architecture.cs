#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// How should the net look, and how should it be trained? Layers, units of each layer (a parameter of its own, there only if
// the layer is), activation, initialization, normalization, optimizer, learning rate, momentum (only where the optimizer has
// one), batch size, dropout and weight decay at once. Trials that fall behind are stopped early, and go on from their
// checkpoint if they turn out to be among the best after all: --no-prune lets all of them run through.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var images = new StudyOption("images", "How many images; a fifth of them validates.", "2000");
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: int.Parse(images.Value)).Split(validation: 0.2, test: 0, seed: 0));

var study = new Study<MlpSettings>("architecture")
{
    Description = "the whole list of choices for a multilayer perceptron, with successive halving",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new AutoSearch(),
    Pruner = new SuccessiveHalvingPruner(),
    Defaults = new() { { "activation", "relu" }, { "optimizer", "adam" }, { "lr", 1e-3 }, { "batch_size", 64 } },
    Budget = new Budget(Trials: 100),
    Options = [data, images],
};
return await StudyApp.RunAsync(study, args);

double Train(MlpSettings settings, ITrial trial, CancellationToken cancel) => Trainer.Train(
    settings with { Epochs = 27, Seed = trial.Seed },
    split.Value.Train,
    split.Value.Validation,
    epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves),
    new(trial.Checkpoint?.OpenRead(), trial.SaveCheckpoint),
    cancel).ValidationAccuracy;

static class Settings
{
    private static readonly Dictionary<string, Activation> Activations = new()
    {
        ["relu"] = Activation.Relu,
        ["leaky_relu"] = Activation.LeakyRelu(),
        ["elu"] = Activation.Elu(),
        ["gelu"] = Activation.Gelu,
        ["tanh"] = Activation.Tanh,
        ["sigmoid"] = Activation.Sigmoid,
    };

    private static readonly Dictionary<string, Initialization> Initializations = new()
    {
        ["he"] = Initialization.HeNormal,
        ["xavier"] = Initialization.XavierNormal,
        ["small_normal"] = Initialization.Normal(0.01),
    };

    private static readonly Dictionary<string, Normalization> Normalizations = new()
    {
        ["none"] = Normalization.None,
        ["batch"] = Normalization.Batch(),
        ["layer"] = Normalization.Layer(),
    };

    public static MlpSettings From(ISuggest suggest)
    {
        var layers = suggest.Int("layers", 1, 4);
        return new()
        {
            Hidden = [.. Enumerable.Range(1, layers).Select(layer => suggest.LogInt($"units_{layer}", 16, 256))],
            Activation = Activations[suggest.Choice("activation", [.. Activations.Keys])],
            Initialization = Initializations[suggest.Choice("initialization", [.. Initializations.Keys])],
            Normalization = Normalizations[suggest.Choice("normalization", [.. Normalizations.Keys])],
            Optimizer = OptimizerFrom(suggest),
            BatchSize = suggest.Ordinal("batch_size", 16, 32, 64, 128),
            Dropout = suggest.Uniform("dropout", 0, 0.5),
            L2 = suggest.LogUniform("weight_decay", 1e-8, 1e-2),
        };
    }

    private static Optimizer OptimizerFrom(ISuggest suggest)
    {
        var rate = suggest.LogUniform("lr", 1e-5, 1);
        return suggest.Choice("optimizer", "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam") switch
        {
            "sgd" => Optimizer.Sgd(rate),
            "momentum" => Optimizer.Momentum(rate, suggest.Uniform("momentum", 0.5, 0.99)),
            "nesterov" => Optimizer.Nesterov(rate, suggest.Uniform("momentum", 0.5, 0.99)),
            "adagrad" => Optimizer.AdaGrad(rate),
            "rmsprop" => Optimizer.RmsProp(rate),
            _ => Optimizer.Adam(rate),
        };
    }
}
