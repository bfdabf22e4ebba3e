#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// The hyperparameter search of "Deep Learning from Scratch" (K. Saitoh), section 6.5: learning rate and weight decay of a
// six-layer net on 500 images, drawn log-uniformly, judged by a fifth of the images that training does not see.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 500).Split(validation: 0.2, test: 0, seed: 0));

var study = new Study<Settings>("mnist-log-uniform")
{
    Description = "random search for the learning rate and weight decay of a six-layer net on 500 images",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new RandomSearch(),
    Budget = new Budget(Trials: 100),
    Options = [data],
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [100, 100, 100, 100, 100, 100],
        Optimizer = Optimizer.Sgd(settings.LearningRate),
        L2 = settings.WeightDecay,
        BatchSize = 100,
        Epochs = 50,
        Seed = trial.Seed,
    };
    var result = Trainer.Train(net, split.Value.Train, split.Value.Validation,
        epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel);
    return result.ValidationAccuracy;
}

record Settings(double LearningRate, double WeightDecay)
{
    public static Settings From(ISuggest suggest) => new(
        LearningRate: suggest.LogUniform("lr", 1e-6, 1e-2),
        WeightDecay: suggest.LogUniform("weight_decay", 1e-8, 1e-4));
}
