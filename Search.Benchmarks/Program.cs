using Search.Benchmarks;

// One command a line; each prints a table and, with --csv FILE, writes the same figures there.
var commands = new Dictionary<string, Func<string[], int>>
{
    ["csv-stream"] = CsvStreamCommand.Run,
    ["dashboard"] = DashboardLoadCommand.Run,
    ["importance"] = ImportanceCommand.Run,
    ["insight"] = InsightCommand.Run,
    ["kernels"] = KernelsCommand.Run,
    ["micro"] = MicroCommand.Run,
    ["objective"] = ObjectiveCommand.Run,
    ["overhead"] = OverheadCommand.Run,
    ["page"] = PageCommand.Run,
    ["pictures"] = PicturesCommand.Run,
    ["portfolio"] = PortfolioCommand.Run,
    ["proposals"] = ProposalsCommand.Run,
    ["pruning"] = PruningCommand.Run,
    ["quality"] = QualityCommand.Run,
    ["slow-proposals"] = SlowProposalsCommand.Run,
    ["start"] = StartCommand.Run,
    ["trainer"] = TrainerCommand.Run,
};

if (args.Length > 0 && commands.TryGetValue(args[0], out var command))
    return command(args[1..]);

Console.Error.WriteLine($"usage: dotnet run -c Release --project Search.Benchmarks -- {string.Join('|', commands.Keys)} [--csv FILE]");
return 2;
