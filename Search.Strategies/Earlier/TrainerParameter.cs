using System.Globalization;

namespace HyperSearch.Strategies;

/// <summary>A setting of the trainer, and how a study's parameter is known to be it.</summary>
/// <param name="Name">Its column in the portfolio's file.</param>
/// <param name="Names">What studies call it, in small letters and digits alone.</param>
/// <param name="Low">The least that makes sense, of a number; NaN of a choice.</param>
/// <param name="High">The most.</param>
/// <param name="MayEndInNumber">Whether each layer may have its own: <c>units_1</c>, <c>units_2</c>.</param>
internal sealed record TrainerParameter(string Name, string[] Names, double Low = double.NaN, double High = double.NaN, bool MayEndInNumber = false)
{
    public const string LearningRate = "lr", Optimizer = "optimizer", Normalization = "normalization";

    private static readonly TrainerParameter[] All =
    [
        new("layers", ["layers", "depth", "nlayers", "numlayers", "hiddenlayers", "nhiddenlayers"], 1, 64),
        new("units", ["units", "nunits", "nunitsl", "hiddenunits", "hidden", "hiddensize", "width", "neurons"], 1, 1 << 16, MayEndInNumber: true),
        new("activation", ["activation", "nonlinearity"]),
        new("initialization", ["initialization", "initializer", "init", "firstweights"]),
        new(Normalization, ["normalization", "norm"]),
        new(Optimizer, ["optimizer", "optimiser"]),
        new(LearningRate, ["lr", "learningrate", "rate", "learningrateinit", "initiallr", "baselr"], 0, 10),
        new("momentum", ["momentum"], 0, 1),
        new("batch_size", ["batchsize", "batch", "minibatch", "minibatchsize"], 1, 1 << 16),
        new("dropout", ["dropout", "dropoutrate", "pdropout"], 0, 1),
        new("weight_decay", ["weightdecay", "decay", "wd", "l2"], 0, 10),
    ];

    /// <summary>The parameters of a space that are settings of the trainer, in its order. Each setting is found once, but for what layers may have of their own.</summary>
    public static IReadOnlyList<(Parameter Parameter, TrainerParameter Is)> In(SearchSpace space)
    {
        var found = new List<(Parameter Parameter, TrainerParameter Is)>();
        foreach (var parameter in space.Parameters)
        {
            if (Array.Find(All, one => one.Is(parameter)) is { } trainers && (trainers.MayEndInNumber || !found.Exists(pair => pair.Is == trainers)))
                found.Add((parameter, trainers));
        }
        return found;
    }

    /// <summary>The value of a parameter that is nearest to a setting; null where it has no such option.</summary>
    /// <param name="parameter">A parameter that is this setting.</param>
    /// <param name="setting">As the portfolio's file has it.</param>
    public ParameterValue? Nearest(Parameter parameter, string setting)
    {
        if (double.IsNaN(Low))
            return parameter.Definition.Options!.Where(option => Plain(option.ToString()) == Plain(setting)).Cast<ParameterValue?>().FirstOrDefault();
        var number = double.Parse(setting, CultureInfo.InvariantCulture);
        var definition = parameter.Definition;
        if (definition.Options is { } options)
            return options.MinBy(option => Distance(option.Number!.Value, number, options.All(one => one.Number > 0)));
        number = Math.Clamp(number, definition.Low!.Value, definition.High!.Value);
        return parameter.ValueOf(parameter.Levels is { } levels
            ? parameter.CodeOfLevel((int)Math.Clamp(Math.Round((number - definition.Low!.Value) / (definition.Step ?? 1)), 0, levels - 1))
            : parameter.CodeOf(ParameterValue.Of(number)));
    }

    private bool Is(Parameter parameter)
    {
        var name = Plain(parameter.Name);
        if (!Names.Contains(MayEndInNumber ? name.TrimEnd("0123456789".ToCharArray()) : name))
            return false;
        var definition = parameter.Definition;
        if (double.IsNaN(Low))
            return definition.Options is { } texts && texts.All(option => option.Text is not null);
        return definition.Options is { } options
            ? options.All(option => option.Number >= Low && option.Number <= High)
            : definition.Low >= Low && definition.High <= High;
    }

    // How many times one is the other; where something is not positive, how far they are apart.
    private static double Distance(double one, double other, bool isRatio) => isRatio ? Math.Max(one / other, other / one) : Math.Abs(one - other);

    private static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
