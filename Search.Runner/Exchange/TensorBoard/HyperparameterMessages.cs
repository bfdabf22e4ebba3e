using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>
/// What TensorBoard's HPARAMS plugin reads, by the fields of tensorboard/plugins/hparams/plugin_data.proto and api.proto, Apache license 2.0.
/// </summary>
internal static class HyperparameterMessages
{
    public const string Plugin = "hparams";

    public const string ExperimentTag = "_hparams_/experiment", StartTag = "_hparams_/session_start_info", EndTag = "_hparams_/session_end_info";

    private const int Experiment = 2, SessionStart = 3, SessionEnd = 4; // HParamsPluginData
    private const int Description = 1, Parameters = 4, Metrics = 5, Name = 6; // Experiment
    private const int ParameterName = 1, ParameterType = 4, Options = 5, Interval = 6; // HParamInfo
    private const int Low = 1, High = 2; // Interval
    private const int MetricName = 1, Tag = 2, DisplayName = 3; // MetricInfo, MetricName
    private const int Values = 1, Key = 1, Value = 2, StartTime = 5; // SessionStartInfo, an entry of its map
    private const int Status = 1, EndTime = 2; // SessionEndInfo
    private const long Text = 1, Number = 3; // DataType
    private const long Success = 1, Failure = 2; // Status

    /// <summary>The study: its parameters, and what its trials are compared by.</summary>
    /// <param name="study">The study.</param>
    /// <param name="metrics">The tag of each metric, and what it is called.</param>
    public static byte[] OfStudy(StudyDefinition study, IEnumerable<(string Tag, string Name)> metrics) => ProtobufMembers.Message(data => data.Write(Experiment, experiment =>
    {
        experiment.Write(Description, study.Goal.ToString());
        foreach (var parameter in study.Space.Parameters.Select(parameter => parameter.Definition))
            experiment.Write(Parameters, info => Write(info, parameter));
        foreach (var (tag, name) in metrics)
        {
            experiment.Write(Metrics, metric =>
            {
                metric.Write(MetricName, inner => inner.Write(Tag, tag));
                metric.Write(DisplayName, name);
            });
        }
        experiment.Write(Name, study.Name);
    }));

    /// <summary>A trial that begins: its setting.</summary>
    public static byte[] OfBegin(SearchSpace space, Trial trial) => ProtobufMembers.Message(data => data.Write(SessionStart, start =>
    {
        foreach (var (name, value) in trial.ValuesIn(space))
        {
            start.Write(Values, entry =>
            {
                entry.Write(Key, name);
                entry.Write(Value, ValueOf(space[space.IndexOf(name)].Definition, value));
            });
        }
        if (trial.Started is { } time)
            start.Write(StartTime, EventMessages.Seconds(time));
    }));

    /// <summary>A trial that has ended.</summary>
    public static byte[] OfEnd(Trial trial, DateTimeOffset time) => ProtobufMembers.Message(data => data.Write(SessionEnd, end =>
    {
        end.Write(Status, trial.State == TrialState.Failed ? Failure : Success);
        end.Write(EndTime, EventMessages.Seconds(time));
    }));

    private static void Write(CodedOutputStream info, ParameterDefinition parameter)
    {
        info.Write(ParameterName, parameter.Name);
        info.Write(ParameterType, IsNumeric(parameter) ? Number : Text);
        if (parameter.Options is { } options)
        {
            info.Write(Options, new ListValue { Values = { options.Select(option => ValueOf(parameter, option)) } });
            return;
        }
        info.Write(Interval, interval =>
        {
            interval.Write(Low, parameter.Low!.Value);
            interval.Write(High, parameter.High!.Value);
        });
    }

    // A column is of one type.
    private static bool IsNumeric(ParameterDefinition parameter) => parameter.Options?.All(option => option.Number is not null) ?? true;

    private static Google.Protobuf.WellKnownTypes.Value ValueOf(ParameterDefinition parameter, ParameterValue value) =>
        IsNumeric(parameter) ? Google.Protobuf.WellKnownTypes.Value.ForNumber(value.Number!.Value) : Google.Protobuf.WellKnownTypes.Value.ForString(value.ToString());
}
