using System.Text.Json.Serialization;

namespace HyperSearch.Runner;

/// <summary>What <see cref="StudyJson"/> writes and seldom reads, known when this is compiled: to find it out by reflection takes a part of a run's start.</summary>
[JsonSerializable(typeof(IEnumerable<ParameterDefinition>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IEnumerable<EarlierTrialJson>))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(IEnumerable<double>))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(IEnumerable<int>))]
internal sealed partial class StudyJsonTypes : JsonSerializerContext;
