using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HyperSearch.Training;

/// <summary>
/// A model or a checkpoint: the line "HyperSearch model 2", the header's length (32 bits) and the header, then every
/// parameter as little-endian 32-bit floats — matrices [inputs, outputs] row by row, in the layers' order, weights first, then
/// biases and scales, then statistics — and in a checkpoint the optimizer's states (and, with early stopping, the
/// best weights) in the same order; last the SHA-256 of all before. Version 1 is the same without preprocessing in the header.
/// </summary>
/// <remarks>
/// The checksum finds damage, not malice: it is as easily made as the rest. So all that the header announces is compared with
/// the file's length before any memory is allocated for it.
/// </remarks>
internal sealed unsafe class ModelFile
{
    private const string Magic = "HyperSearch model 2\n";
    private const string FirstMagic = "HyperSearch model 1\n";
    private const int MaximumHeader = 64 << 20;

    // Convolutions of few weights may work on large images: 1 GiB for one is let through.
    private const long MostBuffers = 1 << 28;

    private readonly byte[] _bytes;
    private int _position;

    private ModelFile(string name, byte[] bytes, int body, ModelHeader header, long numbers)
    {
        Name = name;
        _bytes = bytes;
        _position = body;
        Header = header;
        Numbers = numbers;
    }

    /// <summary>What messages call it: its path, where it has one.</summary>
    public string Name { get; }

    public ModelHeader Header { get; }

    /// <summary>Of the network's parameters.</summary>
    public long Numbers { get; }

    /// <summary>Written beside the file first and moved into its place whole, when it is on the disk, so that a crash leaves the old one.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = File.Create(temporary))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <param name="states">Addresses of further blocks in the parameters' layout.</param>
    /// <exception cref="InvalidOperationException">The network's numbers are not finite: nobody could read them back.</exception>
    public static void Write(Stream output, Model model, SessionState? session, IReadOnlyList<nint> states)
    {
        if (!model.Network.Parameters.AreFinite)
            throw new InvalidOperationException("A network must have finite numbers to be saved, but its training diverged: some are NaN or infinite.");
        using var target = new MemoryStream();
        target.Write(Encoding.ASCII.GetBytes(Magic));
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new ModelHeader(model.Settings, model.Features, model.Outputs, model.HasLabels, model.ClassNames, session, model.Preprocessing), ModelHeader.Json);
        target.Write(BitConverter.GetBytes(header.Length));
        target.Write(header);
        foreach (var block in states.Prepend(Address(model.Network)))
        {
            foreach (var parameter in model.Network.Parameters.All)
            {
                var values = At(block, parameter);
                for (var i = 0; i < parameter.Count; i++)
                    target.Write(BitConverter.GetBytes(values[parameter.Place(i)]));
            }
        }
        GC.KeepAlive(model);
        target.Write(SHA256.HashData(target.GetBuffer().AsSpan(0, (int)target.Length)));
        target.WriteTo(output);
    }

    /// <exception cref="InvalidDataException">The file is no model, or damaged; the message names it and says what is wrong.</exception>
    public static ModelFile Open(string path)
    {
        if (new FileInfo(path) is { Exists: true } file && file.Length > Array.MaxLength)
            throw new InvalidDataException($"{path}: a model file has at most {Array.MaxLength} bytes, but this one has {file.Length}.");
        return Open(path, File.ReadAllBytes(path));
    }

    /// <inheritdoc cref="Open(string)"/>
    public static ModelFile Open(Stream checkpoint)
    {
        using var bytes = new MemoryStream();
        checkpoint.CopyTo(bytes);
        return Open("the checkpoint", bytes.ToArray());
    }

    private static ModelFile Open(string name, byte[] bytes)
    {
        var start = Magic.Length + sizeof(int);
        if (bytes.Length < start + SHA256.HashSizeInBytes || !(StartsWith(bytes, Magic) || StartsWith(bytes, FirstMagic)))
            throw new InvalidDataException($"{name}: this is no model file; one begins with \"{Magic.TrimEnd()}\".");
        if (!SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan()[^SHA256.HashSizeInBytes..]))
            throw new InvalidDataException($"{name}: the file is damaged: its checksum does not fit.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Magic.Length));
        var left = (long)bytes.Length - start - SHA256.HashSizeInBytes - length;
        if (length < 0 || length > MaximumHeader || left < 0)
            throw new InvalidDataException($"{name}: the file is damaged: its header cannot be {length} bytes long.");
        try
        {
            var header = ModelHeader.Read(bytes.AsSpan(start, length));
            var (numbers, buffers) = NetworkSize.Of(header.Settings, header.Features, header.Outputs, batchSize: 1);
            if (left != numbers * header.Blocks * sizeof(float))
                throw new InvalidDataException($"its header announces {numbers * header.Blocks} numbers of {sizeof(float)} bytes, but {left} bytes follow it.");
            if (buffers > Math.Max(MostBuffers, 100 * numbers))
                throw new InvalidDataException($"its network would take {buffers} numbers of memory for one row of inputs, and has {numbers}.");
            return new ModelFile(name, bytes, start + length, header, numbers);
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"{name}: the file is damaged: {error.Message}", error);
        }
    }

    private static bool StartsWith(byte[] bytes, string text) => bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(text));

    /// <param name="states">Blocks of an optimizer: infinite where a square was too large for a float.</param>
    /// <param name="weights">Further blocks of weights.</param>
    public void ReadInto(Network network, IEnumerable<nint> states, IEnumerable<nint> weights)
    {
        ReadBlock(network, Address(network), maybeInfinite: false);
        foreach (var block in states)
            ReadBlock(network, block, maybeInfinite: true);
        foreach (var block in weights)
            ReadBlock(network, block, maybeInfinite: false);
        GC.KeepAlive(network);
    }

    private void ReadBlock(Network network, nint block, bool maybeInfinite)
    {
        foreach (var parameter in network.Parameters.All)
        {
            var values = At(block, parameter);
            for (var i = 0; i < parameter.Count; i++, _position += sizeof(float))
            {
                var value = BinaryPrimitives.ReadSingleLittleEndian(_bytes.AsSpan(_position, sizeof(float)));
                if (maybeInfinite ? float.IsNaN(value) : !float.IsFinite(value))
                    throw new InvalidDataException($"{Name}: the file is damaged: number {i} of {parameter.Name} is {value}.");
                values[parameter.Place(i)] = value;
            }
        }
    }

    private static nint Address(Network network) => (nint)network.Parameters.Values;

    private static float* At(nint block, Parameter parameter) => (float*)block + parameter.Offset;
}
