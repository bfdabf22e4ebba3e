using System.Text.Json;

namespace Search.Tests;

/// <summary>The events that a server sends to one who listens.</summary>
internal sealed class DashboardEvents(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    /// <summary>The next event with its data, and its id where it has one; null where the server has ended.</summary>
    public async Task<(string Name, JsonElement Data, string? Id)?> NextAsync(CancellationToken cancel)
    {
        var (name, data, id) = ("", "", (string?)null);
        while (await _reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length == 0 && name.Length > 0)
                return (name, JsonSerializer.Deserialize<JsonElement>(data), id);
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line["data: ".Length..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line["id: ".Length..];
        }
        return null;
    }

    /// <summary>The next event of a name.</summary>
    public async Task<JsonElement> NextAsync(string name, CancellationToken cancel)
    {
        while (await NextAsync(cancel) is { } next)
        {
            if (next.Name == name)
                return next.Data;
        }
        throw new InvalidOperationException("The server has ended.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}
