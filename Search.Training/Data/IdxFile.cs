using System.Buffers.Binary;
using System.IO.Compression;

namespace Search.Training;

/// <summary>
/// The IDX format of the MNIST files: two zero bytes, the element type (8: unsigned byte), the number of dimensions,
/// each size as a big-endian 32-bit integer, then the elements. Gzip is recognised by its content, not by the name.
/// </summary>
internal sealed class IdxFile
{
    private const int UnsignedByte = 0x08;
    private const int MaximumBytes = 1 << 30;

    private IdxFile(int total, int[] itemShape, int count, byte[] data)
    {
        Total = total;
        ItemShape = itemShape;
        Count = count;
        Data = data;
    }

    /// <summary>Items that the file says it holds.</summary>
    public int Total { get; }

    /// <summary>Items that were read.</summary>
    public int Count { get; }

    /// <summary>The dimensions after the first: 28, 28 for images, none for labels.</summary>
    public IReadOnlyList<int> ItemShape { get; }

    /// <summary>The items read, one after the other.</summary>
    public byte[] Data { get; }

    /// <param name="dimensions">the dimensions that the file must have: 3 for images, 1 for labels</param>
    /// <param name="count">read only the first so many items, and decompress no more; null: all, and then nothing may follow</param>
    /// <exception cref="InvalidDataException">The file is not what its header says; the message names the file.</exception>
    public static IdxFile Read(string path, int dimensions, int? count = null)
    {
        using FileStream file = File.OpenRead(path);
        bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream stream = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            return Read(stream, path, dimensions, count);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"{path}: the file ends within its header.", error);
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the compressed data are damaged: {error.Message}", error);
        }
    }

    private static IdxFile Read(Stream stream, string path, int dimensions, int? count)
    {
        Span<byte> header = stackalloc byte[4];
        stream.ReadExactly(header);
        if (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != dimensions)
        {
            throw new InvalidDataException(
                $"{path}: an IDX file of bytes with {dimensions} dimension(s) begins with 00 00 08 {dimensions:x2}, but this one begins with {Convert.ToHexString(header)}.");
        }

        var shape = new int[dimensions];
        long itemBytes = 1;
        for (int i = 0; i < dimensions; i++)
        {
            stream.ReadExactly(header);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(header);
            if (shape[i] <= 0)
                throw new InvalidDataException($"{path}: every size must be at least 1, but size {i} is {shape[i]}.");
            if (i > 0) itemBytes = Math.Min(itemBytes * shape[i], int.MaxValue);
        }

        int read = Math.Min(count ?? shape[0], shape[0]);
        if (read * itemBytes > MaximumBytes)
            throw new InvalidDataException($"{path}: at most {MaximumBytes:N0} bytes can be read, but the header says {read:N0} items of {itemBytes:N0} bytes.");

        // Grown as the bytes arrive: a damaged header must not make us ask for memory that the file cannot fill.
        using var data = new MemoryStream();
        var buffer = new byte[64 * 1024];
        long wanted = read * itemBytes;
        while (data.Length < wanted)
        {
            int got = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, wanted - data.Length));
            if (got == 0)
                throw new InvalidDataException($"{path}: the header says {shape[0]:N0} items of {itemBytes:N0} bytes, but the file ends after {data.Length:N0} bytes of them.");
            data.Write(buffer, 0, got);
        }

        if (read == shape[0] && stream.ReadByte() >= 0)
            throw new InvalidDataException($"{path}: more data follow the {shape[0]:N0} items that the header announces.");
        return new IdxFile(shape[0], shape[1..], read, data.ToArray());
    }
}
