using System.Text.Json;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A process of <c>serve</c> with <see cref="ProcessStudy"/>, and a program that talks with it line by line.</summary>
internal sealed class ServeProcess(params IEnumerable<string> args) : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public StudyProcess Process { get; } = StudyProcess.StartAny(["dotnet", typeof(ServeProcess).Assembly.Location, "study", ProcessStudy.Name, "serve", .. args], new Dictionary<string, string>(), hasInput: true);

    /// <summary>Its next line.</summary>
    public async Task<JsonElement> ReadAsync() => JsonDocument.Parse(await Process.LineAsync(Cancel) ?? throw new InvalidOperationException($"It has ended: {await Process.EndAsync()}")).RootElement;

    /// <summary>Its answer to a request.</summary>
    public async Task<JsonElement> AskAsync(string request)
    {
        await Process.SayAsync(request);
        return await ReadAsync();
    }

    /// <summary>Its answer to a request for a trial: its number; null where nothing is left.</summary>
    public async Task<int?> AskForTrialAsync() => (await AskAsync("{\"do\":\"ask\"}")).TryGetProperty("trial", out var trial) ? trial.GetInt32() : null;

    public void Dispose() => Process.Dispose();

    /// <summary>The trials in a store.</summary>
    public static async Task<IReadOnlyList<Trial>> TrialsAsync(SqlStudyStore store, string study = ProcessStudy.Name)
    {
        await using (store)
            return await store.FindAsync(study, Cancel) is { } record ? await record.ReadAsync(Cancel) : [];
    }
}
