using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary><c>launch kubernetes</c>: an Indexed Job of workers.</summary>
internal sealed partial class KubernetesCommand
{
    private readonly LaunchOptions _options = new();
    private readonly Output _output;
    private readonly Option<string?> _image = new("--image") { Description = "The image that workers run in: --dockerfile prints how to make it.", HelpName = "IMAGE" };
    private readonly Option<string?> _space = new("--namespace") { Description = "The namespace. Default: that of kubectl's context.", HelpName = "NAME" };
    private readonly Option<string> _cpus = Quantity("--cpus", "Cores of a worker, such as 2 or 500m.", "1");
    private readonly Option<string> _memory = Quantity("--memory", "Memory of a worker, such as 4Gi.", "2Gi");
    private readonly Option<int?> _gpus = new("--gpus") { Description = "Accelerators of a worker, as nvidia.com/gpu.", HelpName = "N" };
    private readonly Option<bool> _withPassword = new("--with-password") { Description = "Print the Secret with the database's password in it. --submit always sends it." };
    private readonly Option<bool> _dockerfile = new("--dockerfile") { Description = "Print the Dockerfile of an image with the study's program instead." };

    private KubernetesCommand(Output output)
    {
        _output = output;
        _gpus.AtLeastOne();
        _image.Validators.Add(result => Check(result, Image(), "--image takes the name of an image, such as registry.example/churn:1"));
        _space.Validators.Add(result => Check(result, Label(), "--namespace takes a DNS label: letters a to z, digits and -, at most 63"));
    }

    public static IReadOnlyList<string> Examples { get; } =
    [
        "hypersearch launch kubernetes churn --workers 40 --store postgres://me@db/studies --dockerfile > Dockerfile",
        "hypersearch launch kubernetes churn --workers 40 --store postgres://me@db/studies --image registry.example/churn:1 --memory 8Gi > churn.yaml",
        "hypersearch launch kubernetes churn --workers 40 --store postgres://me@db/studies --image registry.example/churn:1 --submit",
        "hypersearch launch kubernetes churn --store postgres://me@db/studies --status",
    ];

    public static Command Create(Output output)
    {
        var kubernetes = new KubernetesCommand(output);
        var command = new Command("kubernetes", "An Indexed Job of workers, and a Secret. They are printed, unless --submit applies them.");
        kubernetes._options.AddTo(command);
        foreach (var option in (Option[])[kubernetes._image, kubernetes._space, kubernetes._cpus, kubernetes._memory, kubernetes._gpus, kubernetes._withPassword, kubernetes._dockerfile])
            command.Options.Add(option);
        command.Validators.Add(kubernetes.Validate);
        command.SetAction(kubernetes.InvokeAsync);
        return command.WithExamples(Examples);
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancel)
    {
        var launch = _options.Of(parsed);
        if (_options.IsStatus(parsed))
            await WorkerReport.WriteAsync(_options.StoreOf(parsed), launch.Study, await KubernetesWorkers.ReadAsync(launch.Name, parsed.GetValue(_space), cancel), _output, cancel);
        else if (parsed.GetValue(_dockerfile))
            await _output.Data.WriteAsync(ContainerFile.Of(launch));
        else if (_options.IsSubmit(parsed))
            await SubmitAsync(launch, ResourcesOf(parsed), cancel);
        else
            await PrintAsync(parsed, launch);
        return ExitCodes.Done;
    }

    private async Task PrintAsync(ParseResult parsed, Launch launch)
    {
        var isWithPassword = parsed.GetValue(_withPassword);
        CommandFailedException.ThrowIf(isWithPassword && launch.Store.Password is null ? $"There is no password to print: export {LaunchedStore.PasswordVariable} before." : null);
        await LaunchCommand.WarnAsync(launch, _output);
        await _output.Data.WriteAsync(Manifests.Print(launch, ResourcesOf(parsed), isWithPassword ? launch.Store.Password : null));
        await _output.Error.WriteLineAsync($"`kubectl apply -f FILE` applies it, or --submit does.{(isWithPassword ? " The password is in it." : " The password is not in it: see its beginning.")}");
    }

    private async Task SubmitAsync(Launch launch, KubernetesResources resources, CancellationToken cancel)
    {
        await LaunchCommand.WarnAsync(launch, _output);
        var answer = (await ClusterProgram.RunAsync(["kubectl", "apply", "--filename=-"], Manifests.ForSubmission(launch, resources), password: null, cancel)).OrFail("kubectl");
        await _output.Out.WriteAsync(answer);
        await _output.Out.WriteLineAsync($"`hypersearch launch kubernetes … --status` shows the {launch.Workers} workers, `kubectl delete job {launch.Name}` ends them.");
        if (launch.Store.Password is null)
            await _output.Error.WriteLineAsync($"No password was sent. If the database asks for one, export {LaunchedStore.PasswordVariable} and submit again.");
    }

    private KubernetesResources ResourcesOf(ParseResult parsed) => new(parsed.GetValue(_image)!)
    {
        Namespace = parsed.GetValue(_space),
        Cpus = parsed.GetValue(_cpus)!,
        Memory = parsed.GetValue(_memory)!,
        Gpus = parsed.GetValue(_gpus),
    };

    private void Validate(CommandResult command)
    {
        bool Has(Option option) => command.GetResult(option) is { Implicit: false };
        if (!Has(_image) && !Has(_dockerfile) && !_options.IsStatus(command))
            command.AddError("`launch kubernetes` needs --image IMAGE, in which the workers run. --dockerfile prints how to make one.");
    }

    private static Option<string> Quantity(string name, string description, string usual)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "SIZE", DefaultValueFactory = _ => usual };
        option.Validators.Add(result => Check(result, Size(), $"{name} takes a quantity of Kubernetes, such as {usual}"));
        return option;
    }

    private static void Check(OptionResult result, Regex rule, string message)
    {
        if (result.Tokens is [var text] && !rule.IsMatch(text.Value))
            result.AddError($"{message}, but it is '{text.Value}'.");
    }

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Size();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,499}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Image();
}
