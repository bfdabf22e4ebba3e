using System.Text.Json;
using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>What a model file says of itself, as JSON.</summary>
/// <param name="Session">Null: weights alone.</param>
/// <param name="Preprocessing">Null: the inputs are as they are; also in files of the first version, which has none.</param>
internal sealed record ModelHeader(
    MlpSettings Settings, int Features, int Outputs, bool HasLabels, IReadOnlyList<string>? ClassNames, SessionState? Session, Preprocessing? Preprocessing = null)
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Blocks of numbers that follow the header: the parameters, the optimizer's states and the best weights.</summary>
    [JsonIgnore]
    public int Blocks => Session is null ? 1 : 1 + Settings.Optimizer.StateCount + (Settings.EarlyStopping is null ? 0 : 1);

    /// <exception cref="InvalidDataException">It is none, or what it says cannot be; the message says what is wrong.</exception>
    public static ModelHeader Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var header = JsonSerializer.Deserialize<ModelHeader>(json, Json) ?? throw new InvalidDataException("there is nothing in its header.");
            header.Settings.Validate();
            header.Validate();
            return header;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"its header makes no sense: {error.Message}", error);
        }
    }

    private void Validate()
    {
        Check(Features >= 1 && Outputs >= 1, $"there are {Features} features and {Outputs} outputs.");
        Check(Settings.Convolutions.Count == 0 || Settings.Image?.Numbers == Features, $"its convolutions read an image of {Settings.Image?.Text ?? "no"} numbers, and there are {Features} features.");
        Check(HasLabels || !Settings.Loss.ReadsLabels, "its loss needs labels, and there are none.");
        Check(!HasLabels || Settings.TopK <= Outputs, $"k is {Settings.TopK}, and there are {Outputs} classes.");
        Check(ClassNames is null || (HasLabels && ClassNames.Count == Outputs && ClassNames.All(name => name is not null) && ClassNames.Distinct(StringComparer.Ordinal).Count() == Outputs), "the names of the classes do not fit the outputs.");
        Preprocessing?.Validate();
        Check(Preprocessing is null || Preprocessing.Features == Features, $"its preprocessing makes {Preprocessing?.Features} inputs, and the network has {Features}.");
        if (Session is not null)
            Validate(Session);
    }

    /// <summary>Refuses a state in which no training with these settings can have been.</summary>
    private void Validate(SessionState state)
    {
        Check(state.TrainingRows >= 1 && state.ValidationRows >= 1, $"there were {state.TrainingRows} examples to train on and {state.ValidationRows} to validate by.");
        var (reports, best) = (state.Reports, state.Best);
        Check(
            reports.Count <= Settings.Epochs && reports.Select((report, i) => report is { Training: not null, Validation: not null } && report.Epoch == i + 1).All(right => right),
            $"its reports are not those of the first epochs of {Settings.Epochs}.");
        Check(
            state.Step == (long)reports.Count * Settings.MiniBatchesOf(state.TrainingRows).Count,
            $"{state.Step} mini-batches cannot have been {reports.Count} epochs of {state.TrainingRows} examples.");
        Check(
            best.Epoch >= (Settings.EarlyStopping is null || reports.Count == 0 ? 0 : 1) && best.Epoch <= reports.Count && best.Waited >= 0 && best.PlateauWaited >= 0 && best.Reductions >= 0,
            "what early stopping or the schedule remembers cannot be.");
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
            throw new InvalidDataException($"its header makes no sense: {message}");
    }
}
