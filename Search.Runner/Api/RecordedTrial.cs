using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>A trial as it is on record.</summary>
public sealed class RecordedTrial
{
    private readonly IStudyRecord _record;

    internal RecordedTrial(IStudyRecord record, Trial trial, IReadOnlyList<TrialMetric> metrics, IReadOnlyList<string> notes, IReadOnlyList<TrialArtifact> artifacts)
    {
        (_record, Recorded, Metrics, Notes, Artifacts) = (record, trial, metrics, notes, artifacts);
        Values = trial.ValuesIn(record.Study.Space).ToDictionary(StringComparer.Ordinal);
    }

    internal Trial Recorded { get; }

    /// <summary>Its number within the study, from 0.</summary>
    public int Number => Recorded.Number;

    public TrialState State => Recorded.State;

    /// <summary>Its score; null where it has none.</summary>
    public double? Value => Recorded.Value;

    /// <inheritdoc cref="Trial.FurtherValues"/>
    public IReadOnlyList<double> FurtherValues => Recorded.FurtherValues;

    /// <inheritdoc cref="Trial.IsFeasible"/>
    public bool IsFeasible => Recorded.IsFeasible;

    /// <summary>The values of its parameters, by name; those that were not active are left out. <c>new FixedValues(trial.Values)</c> makes settings of them.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Values { get; }

    /// <summary>What it reported on the way, by step.</summary>
    public IReadOnlyList<Measurement> Measurements => Recorded.Measurements;

    /// <summary>What it recorded beside its score, by name and step.</summary>
    public IReadOnlyList<TrialMetric> Metrics { get; }

    /// <summary>What its objective noted.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The files that it has left.</summary>
    public IReadOnlyList<TrialArtifact> Artifacts { get; }

    /// <summary>Why it failed; null where it has not.</summary>
    public string? Error => Recorded.Error;

    public DateTimeOffset? Started => Recorded.Started;

    public DateTimeOffset? Finished => Recorded.Finished;

    /// <summary>The content of a file that it has left, checked, from its beginning. The study must still be open.</summary>
    /// <param name="name">The artifact's name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="StudyException">It has none of this name.</exception>
    /// <exception cref="StoreException">The content is gone, or is not what was written.</exception>
    public Task<Stream> OpenArtifactAsync(string name, CancellationToken cancel = default) => Artifacts.FirstOrDefault(artifact => artifact.Name == name) is { } artifact
        ? _record.OpenArtifactAsync(artifact, cancel)
        : throw new StudyException($"Trial {Number} has no artifact '{SafeText.Line(name)}'.{(Artifacts.Count > 0 ? $" It has: {string.Join(", ", Artifacts.Select(one => SafeText.Line(one.Name)))}." : "")}");

    /// <summary>What it printed, as far as that was kept: of a run from the command line.</summary>
    public async Task<string> ReadLogAsync(CancellationToken cancel = default) =>
        TrialLogText.Of(await _record.ReadLogAsync(Number, cancel));
}
