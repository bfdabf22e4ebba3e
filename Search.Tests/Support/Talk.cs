using System.Collections.Concurrent;
using HyperSearch;

namespace Search.Tests;

/// <summary><c>serve</c> of a study in this process, and a program that talks with it.</summary>
internal sealed class Talk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Questions _questions = new();
    private readonly Answers _answers = new();
    private readonly Task<int> _end;

    public Talk(Study study)
    {
        _end = Task.Run(() => StudyApp.RunAsync(study, ["serve", "--store", _folder.File("studies.db")], new(_answers, outTerminal: null, TextWriter.Null, errorTerminal: null, _questions)));
        Greeting = _answers.Read();
    }

    public string Greeting { get; }

    public void Say(string line) => _questions.Say(line);

    /// <summary>The next answer, to what was said last.</summary>
    public Task<string> AskAsync(string line)
    {
        Say(line);
        return Task.Run(_answers.Read);
    }

    /// <summary>Waits for the end, and gives what was answered until then.</summary>
    public async Task<IReadOnlyList<string>> RestAsync()
    {
        Assert.Equal(0, await _end);
        return _answers.ReadAll();
    }

    public void Dispose()
    {
        _questions.End();
        _end.GetAwaiter().GetResult();
        _folder.Dispose();
    }

    private sealed class Questions : TextReader
    {
        private readonly BlockingCollection<string> _lines = [];
        private string _rest = "";

        public void Say(string line) => _lines.Add(line + "\n");

        public void End() => _lines.CompleteAdding();

        public override int Read(char[] buffer, int index, int count)
        {
            if (_rest.Length == 0 && !_lines.TryTake(out _rest!, Timeout.Infinite))
                return (_rest = "").Length;
            var taken = Math.Min(count, _rest.Length);
            _rest.CopyTo(0, buffer, index, taken);
            _rest = _rest[taken..];
            return taken;
        }
    }

    private sealed class Answers : StringWriter
    {
        private readonly BlockingCollection<string> _lines = [];

        public string Read() => _lines.Take();

        public IReadOnlyList<string> ReadAll() => [.. _lines];

        public override void Write(ReadOnlySpan<char> buffer) => _lines.Add(new string(buffer).TrimEnd());
    }
}
