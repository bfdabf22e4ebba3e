using System.Globalization;
using System.IO.Pipes;

namespace HyperSearch.Runner;

/// <summary>
/// A shell that ends all processes of one trial when the trial is over, or when this process is, however it ended. It waits at the
/// end of a pipe which only this process can write to.
/// </summary>
/// <remarks>
/// It kills the trial's process group, and whatever carries the trial's mark: processes inherit their environment and their limits,
/// also those that have left the group, were orphaned on purpose or ignore signals. The limit on file locks, which Linux has not
/// looked at since 2004, is a mark that also one without an environment has. What it is to kill and what it runs in are not in the
/// command line of the shell, so that whoever kills HyperSearch by the words of its own does not hit the guard as well.
/// </remarks>
internal sealed class ProcessGuard : IDisposable
{
    private const string Script = """
        trap '' HUP INT QUIT TERM PIPE
        mark= limit= group=
        living() {
          if [ -r /proc/self/environ ]; then
            for entry in $(
              cd /proc
              grep -lsaF -e "$mark" [0-9]*/environ
              [ -n "$limit" ] && grep -lsF -e "$limit" [0-9]*/limits
              [ -n "$GUARD_GROUP" ] && cat "$GUARD_GROUP/cgroup.procs" 2>/dev/null
            ); do
              process=${entry%%/*}
              { read -r status < "/proc/$process/stat"; } 2>/dev/null || continue
              case ${status##*) } in [ZX]*) ;; *) echo "$process" ;; esac
            done
          else
            ps -axEww -o pid= -o command= | while read -r process words; do
              case $words in *"$mark"*) echo "$process" ;; esac
            done
          fi
        }
        end_all() {
          [ -n "$group" ] && kill -s KILL -- "-$group" 2>/dev/null
          round=0
          while [ -n "$mark" ] && [ "$round" -lt 100 ] && processes=$(living) && [ -n "$processes" ]; do
            kill -s STOP $processes 2>/dev/null
            kill -s KILL $processes $(living) 2>/dev/null
            round=$((round + 1))
            [ "$round" -gt 10 ] && { sleep 0.1 2>/dev/null || sleep 1; }
          done
          if [ -n "$GUARD_GROUP" ]; then rmdir "$GUARD_GROUP" 2>/dev/null || { sleep 0.1; rmdir "$GUARD_GROUP" 2>/dev/null; }; fi
          mark= group=
        }
        while read -r name value; do
          case $name in
            mark) mark=$value ;;
            limit) limit=$value ;;
            group) group=$value ;;
            over) end_all; echo over ;;
          esac
        done
        [ -n "$mark" ] && end_all
        [ -n "$GUARD_FOLDER" ] && rm -rf -- "$GUARD_FOLDER"
        exit 0
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.Out, HandleInheritability.None);
    private readonly AnonymousPipeServerStream _answers = new(PipeDirection.In, HandleInheritability.None);
    private readonly StreamWriter _lines;
    private readonly int _process;
    private bool? _hasEnded;

    /// <param name="mark">What only processes of this trial have in their environment.</param>
    /// <param name="folder">What goes with it; empty for nothing.</param>
    /// <param name="group">The control group of the trial, which goes with it; null for none.</param>
    public ProcessGuard(string mark, string folder, string? group)
    {
        _lines = new(_pipe) { AutoFlush = true, NewLine = "\n" };
        var environment = System.Environment.GetEnvironmentVariables();
        Dictionary<string, string> variables = new()
        {
            ["PATH"] = environment["PATH"] as string ?? "/usr/bin:/bin",
            ["GUARD"] = Script,
            ["GUARD_FOLDER"] = folder,
            ["GUARD_GROUP"] = group ?? "",
        };
        try
        {
            _process = UnixSpawn.Start(UnixShell.Path, ["sh", "-c", "eval \"$GUARD\""], variables, _pipe.ClientSafePipeHandle, _answers.ClientSafePipeHandle, null);
        }
        catch
        {
            _pipe.Dispose();
            _answers.Dispose();
            throw;
        }
        _pipe.DisposeLocalCopyOfClientHandle();
        _answers.DisposeLocalCopyOfClientHandle();
        _lines.WriteLine($"mark {mark}");
    }

    /// <summary>Tells it of the trial's process group.</summary>
    public void Watch(int group) => _lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"group {group}"));

    /// <summary>Tells it of the limit on file locks that only processes of this trial have.</summary>
    public void Watch(ulong limit) => _lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"limit {limit}"));

    /// <summary>Has it end all that is left of the trial, and waits until it has.</summary>
    /// <returns>Whether it did: false where somebody has ended it before.</returns>
    public bool EndAll()
    {
        if (_hasEnded is { } known)
            return known;
        try
        {
            _lines.WriteLine("over");
            var answer = Task.Run(_answers.ReadByte);
            _hasEnded = answer.Wait(Patience) && answer.Result >= 0;
        }
        catch (IOException)
        {
            // Nobody reads any more.
            _hasEnded = false;
        }
        return _hasEnded == true;
    }

    /// <summary>Lets it go. What is left of the folder goes with it.</summary>
    public void Dispose()
    {
        _pipe.Dispose();
        Task.Run(() =>
        {
            UnixWait.ForEnd(_process);
            _ = UnixWait.Take(_process);
        }).Wait(Patience);
        _answers.Dispose();
    }
}
