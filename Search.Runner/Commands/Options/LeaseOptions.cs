using System.CommandLine;
using System.CommandLine.Parsing;

namespace HyperSearch.Runner;

/// <summary><c>--lease</c> and <c>--heartbeat</c>: when other machines take this process for dead.</summary>
internal sealed class LeaseOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromDays(30);

    private readonly Option<TimeSpan?> _lease = DurationOption.Create("--lease",
        "How long after this process was last heard of other machines take its trials over. On this machine its death is seen at once. Default: 1m.");

    private readonly Option<TimeSpan?> _heartbeat = DurationOption.Create("--heartbeat",
        "How often this process says that it lives, at the most half of the lease. Default: a quarter of the lease.");

    public void AddTo(Command command)
    {
        command.Options.Add(_lease);
        command.Options.Add(_heartbeat);
        _lease.Validators.Add(result =>
        {
            if (Given(result) is { } lease && (lease < Shortest || lease > Longest))
                result.AddError($"`1s <= lease <= 30d` must hold, but --lease is {Text(result)}.");
        });
        command.Validators.Add(Compare);
    }

    public StoreOptions Of(ParseResult parsed)
    {
        var options = new StoreOptions();
        return options with { Lease = parsed.GetValue(_lease) ?? options.Lease, Heartbeat = parsed.GetValue(_heartbeat) ?? default };
    }

    // Half, so that a heartbeat that comes late, as under load, costs nothing.
    private void Compare(CommandResult command)
    {
        var (lease, heartbeat) = (command.GetResult(_lease), command.GetResult(_heartbeat));
        if (Given(heartbeat) is { } interval && (interval < Shortest / 10 || interval > (Given(lease) ?? new StoreOptions().Lease) / 2))
            command.AddError($"`0.1s <= heartbeat <= lease / 2` must hold, but --heartbeat is {Text(heartbeat!)} and the lease {(lease is null ? "1m" : Text(lease))}.");
    }

    // Null where it is not given, or is no duration, which its own error says.
    private static TimeSpan? Given(OptionResult? result) => result is not null && Durations.TryParse(Text(result), out var time) ? time : null;

    private static string Text(OptionResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
}
