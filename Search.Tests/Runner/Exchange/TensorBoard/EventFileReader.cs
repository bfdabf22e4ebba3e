using System.Buffers.Binary;
using System.Globalization;
using Tensorboard;
using Tensorboard.Hparams;

namespace Search.Tests;

/// <summary>Reads the folder of a study as TensorBoard does, with classes that protoc made of the format's own definition.</summary>
internal static class EventFileReader
{
    /// <summary>The events of a file. Each record is checked.</summary>
    public static IReadOnlyList<Event> Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var events = new List<Event>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var data = bytes.AsSpan(at + 12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            events.Add(Event.Parser.ParseFrom(data));
            at += 12 + length + 4;
        }
        return events;
    }

    /// <summary>What a run shows: its files one after the other, of which a lower step starts a curve anew.</summary>
    public static Run ReadRun(string folder)
    {
        var run = new Run();
        foreach (var one in Directory.EnumerateFiles(folder, "*tfevents*").Order(StringComparer.Ordinal).SelectMany(Read))
        {
            foreach (var value in one.Summary?.Value ?? [])
            {
                if (value.Metadata?.PluginData is { PluginName: "hparams" } plugin)
                    run.Plugins[value.Tag] = HParamsPluginData.Parser.ParseFrom(plugin.Content);
                else
                    run.Add(value.Tag, one.Step, value.SimpleValue);
            }
        }
        return run;
    }

    // CRC-32C bit by bit, and the mask of the format.
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var unit in data)
        {
            crc ^= unit;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    internal sealed class Run
    {
        public Dictionary<string, HParamsPluginData> Plugins { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, List<(long Step, float Value)>> Curves { get; } = new(StringComparer.Ordinal);

        /// <summary>A curve in words.</summary>
        public string Curve(string tag) => string.Join(' ', Curves.GetValueOrDefault(tag, []).Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Step}:{point.Value}")));

        public void Add(string tag, long step, float value)
        {
            if (!Curves.TryGetValue(tag, out var curve))
                Curves.Add(tag, curve = []);
            curve.RemoveAll(point => point.Step >= step);
            curve.Add((step, value));
        }
    }
}
