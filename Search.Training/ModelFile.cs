using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Search.Training;

/// <summary>Where a training stood; see <see cref="TrainingSession"/>.</summary>
internal sealed record SessionState(long Step, BestState Best, IReadOnlyList<EpochReport> Reports);

/// <summary>What a model file says of itself, as JSON.</summary>
/// <param name="Session">null: weights alone</param>
internal sealed record ModelHeader(
    MlpSettings Settings, int Features, int Outputs, bool HasLabels, IReadOnlyList<string>? ClassNames, SessionState? Session);

/// <summary>
/// A model or a checkpoint: the line "HyperSearch model 1", the header's length (32 bits) and the header, then every
/// parameter as little-endian 32-bit floats — matrices [inputs, outputs] row by row, in the layers' order, weights first, then
/// biases and scales, then statistics — and in a checkpoint the optimizer's states (and, with early stopping, the
/// best weights) in the same order; last the SHA-256 of all before.
/// </summary>
internal sealed unsafe class ModelFile : IDisposable
{
    private const string Magic = "HyperSearch model 1\n";
    private const int MaximumHeader = 64 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly MemoryStream _content;

    private ModelFile(string name, MemoryStream content, ModelHeader header)
    {
        Name = name;
        _content = content;
        Header = header;
    }

    /// <summary>What messages call it: its path, where it has one.</summary>
    public string Name { get; }

    public ModelHeader Header { get; }

    public void Dispose() => _content.Dispose();

    /// <summary>Written beside the file first and moved into its place whole, so that a crash leaves the old one.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}";
        using (var file = File.Create(temporary))
            write(file);
        File.Move(temporary, path, overwrite: true);
    }

    /// <param name="states">addresses of further blocks in the parameters' layout</param>
    public static void Write(Stream output, Model model, SessionState? session, IReadOnlyList<nint> states)
    {
        using var target = new MemoryStream();
        target.Write(Encoding.ASCII.GetBytes(Magic));
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(
            new ModelHeader(model.Settings, model.Features, model.Outputs, model.HasLabels, model.ClassNames, session), Json);
        target.Write(BitConverter.GetBytes(header.Length));
        target.Write(header);
        foreach (var (parameter, address) in Blocks(model.Network, states))
        {
            float* values = (float*)address;
            for (int i = 0; i < parameter.Count; i++)
                target.Write(BitConverter.GetBytes(values[parameter.Place(i)]));
        }

        GC.KeepAlive(model);
        target.Write(SHA256.HashData(target.GetBuffer().AsSpan(0, (int)target.Length)));
        target.WriteTo(output);
    }

    public static ModelFile Open(string path) => Open(path, File.ReadAllBytes(path));

    public static ModelFile Open(Stream checkpoint)
    {
        using var bytes = new MemoryStream();
        checkpoint.CopyTo(bytes);
        return Open("the checkpoint", bytes.ToArray());
    }

    private static ModelFile Open(string name, byte[] bytes)
    {
        int start = Magic.Length + sizeof(int);
        if (bytes.Length < start + SHA256.HashSizeInBytes || Encoding.ASCII.GetString(bytes, 0, Magic.Length) != Magic)
            throw new InvalidDataException($"{name}: this is no model file; one begins with \"{Magic.TrimEnd()}\".");
        if (!SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan()[^SHA256.HashSizeInBytes..]))
            throw new InvalidDataException($"{name}: the file is damaged: its checksum does not fit.");
        int length = BitConverter.ToInt32(bytes, Magic.Length);
        if (length < 0 || length > MaximumHeader || start + length > bytes.Length - SHA256.HashSizeInBytes)
            throw new InvalidDataException($"{name}: the file is damaged: its header cannot be {length} bytes long.");
        ModelHeader header = JsonSerializer.Deserialize<ModelHeader>(bytes.AsSpan(start, length), Json)
            ?? throw new InvalidDataException($"{name}: the file has no header.");
        int body = start + length;
        return new ModelFile(name, new MemoryStream(bytes, body, bytes.Length - body - SHA256.HashSizeInBytes), header);
    }

    /// <summary>Refuses data of another shape than the model's.</summary>
    public void Check(Model model)
    {
        if ((model.Features, model.Outputs, model.HasLabels) != (Header.Features, Header.Outputs, Header.HasLabels))
            throw new InvalidDataException($"{Name}: the checkpoint was trained on {Header.Features} features and {Header.Outputs} outputs, but the data have {model.Features} and {model.Outputs}.");
    }

    public void ReadInto(Network network, IReadOnlyList<nint> states)
    {
        foreach (var (parameter, address) in Blocks(network, states))
        {
            float* values = (float*)address;
            for (int i = 0; i < parameter.Count; i++)
            {
                float value = 0;
                if (_content.Read(MemoryMarshal.AsBytes(new Span<float>(ref value))) != sizeof(float))
                    throw new InvalidDataException($"{Name}: the file ends within {parameter.Name}.");
                values[parameter.Place(i)] = value;
            }
        }

        if (_content.Position != _content.Length)
            throw new InvalidDataException($"{Name}: {_content.Length - _content.Position} bytes follow the last parameter.");
        GC.KeepAlive(network);
    }

    /// <summary>Every parameter where it lies, then again in each further block.</summary>
    private static IEnumerable<(Parameter Parameter, nint Address)> Blocks(Network network, IReadOnlyList<nint> states)
    {
        foreach (nint block in states.Prepend(Address(network)))
        {
            foreach (Parameter parameter in network.Parameters.All)
                yield return (parameter, block + ((nint)parameter.Offset * sizeof(float)));
        }
    }

    private static nint Address(Network network) => (nint)network.Parameters.Values;
}
