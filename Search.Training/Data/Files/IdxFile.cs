using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace HyperSearch.Training;

/// <summary>
/// The IDX format of the MNIST files: two zero bytes, the element type (unsigned byte, signed byte, 16 or 32-bit integer, float, double),
/// the number of dimensions, each size as a big-endian 32-bit integer, then the elements, big-endian too. Gzip is recognised by its content, not by the name.
/// No more is unpacked than the header announces. Of a file that is read whole, the checksum is verified here as well:
/// <see cref="GZipStream"/> takes a file that is cut off before it, or goes on after it, as a good one.
/// </summary>
internal sealed class IdxFile
{
    private const byte UnsignedByte = 0x08, SignedByte = 0x09, Short = 0x0B, Integer = 0x0C, Float = 0x0D, Double = 0x0E;
    private const int MaximumBytes = 1 << 30;
    private const int LargestDimensions = 4;
    private const int GzipTrailer = 8;

    private readonly byte _type;

    private IdxFile(byte type, int total, int[] itemShape, int count, byte[] data)
    {
        _type = type;
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

    /// <summary>The bytes of the items read, one after the other.</summary>
    public byte[] Data { get; }

    /// <summary>Whether its elements are bytes 0 … 255.</summary>
    public bool IsBytes => _type == UnsignedByte;

    /// <summary>Whether its elements are floats or doubles.</summary>
    public bool IsReal => _type is Float or Double;

    /// <summary>Elements in an item.</summary>
    public int ItemElements => ItemShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The elements as numbers.</summary>
    public double this[int element] => _type switch
    {
        UnsignedByte => Data[element],
        SignedByte => (sbyte)Data[element],
        Short => BinaryPrimitives.ReadInt16BigEndian(Data.AsSpan(element * sizeof(short))),
        Integer => BinaryPrimitives.ReadInt32BigEndian(Data.AsSpan(element * sizeof(int))),
        Float => BinaryPrimitives.ReadSingleBigEndian(Data.AsSpan(element * sizeof(float))),
        _ => BinaryPrimitives.ReadDoubleBigEndian(Data.AsSpan(element * sizeof(double))),
    };

    /// <param name="dimensions">The dimensions that the file must have: 1 for labels; null: 1 to 4.</param>
    /// <param name="count">Read only the first so many items, and decompress and verify no more; null: all, and then nothing may follow.</param>
    /// <exception cref="InvalidDataException">The file is not what its header says; the message names the file.</exception>
    public static IdxFile Read(string path, int? dimensions, int? count = null)
    {
        using var file = File.OpenRead(path);
        var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using var gzip = compressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
        try
        {
            var read = Read((Stream?)gzip ?? file, path, dimensions, count, out var checksum);
            if (compressed && read.Count == read.Total)
                CheckTrailer(file, path, checksum, 4 * (read.ItemShape.Count + 2) + read.Data.Length);
            return read;
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

    private static IdxFile Read(Stream stream, string path, int? wantedDimensions, int? count, out uint checksum)
    {
        Span<byte> all = stackalloc byte[4 * (LargestDimensions + 1)], header = all[..4];
        stream.ReadExactly(header);
        var type = header[2];
        int dimensions = header[3], elementBytes = BytesOf(type);
        if (header[0] != 0 || header[1] != 0 || elementBytes == 0 || dimensions is < 1 or > LargestDimensions || (wantedDimensions is { } wantedOnes && wantedOnes != dimensions))
        {
            throw new InvalidDataException(
                $"{path}: an IDX file with {wantedDimensions?.ToString(CultureInfo.InvariantCulture) ?? $"1 to {LargestDimensions}"} dimension(s) begins with 00 00, a type 08, 09, 0B, 0C, 0D or 0E, and that number, but this one begins with {Convert.ToHexString(header)}.");
        }
        var shape = new int[dimensions];
        long itemBytes = elementBytes;
        for (var i = 0; i < dimensions; i++)
        {
            header = all.Slice(4 * (i + 1), 4);
            stream.ReadExactly(header);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(header);
            if (shape[i] <= 0)
                throw new InvalidDataException($"{path}: every size must be at least 1, but size {i} is {shape[i]}.");
            if (i > 0)
                itemBytes = Math.Min(itemBytes * shape[i], int.MaxValue);
        }
        var read = Math.Min(count ?? shape[0], shape[0]);
        if (read * itemBytes > MaximumBytes)
            throw new InvalidDataException($"{path}: at most {MaximumBytes:N0} bytes can be read, but the header says {read:N0} items of {itemBytes:N0} bytes.");

        // Grown as the bytes arrive: a damaged header must not make us ask for memory that the file cannot fill.
        int wanted = (int)(read * itemBytes), length = 0;
        var data = new byte[Math.Min(wanted, 64 * 1024)];
        while (length < wanted)
        {
            if (length == data.Length)
                Array.Resize(ref data, (int)Math.Min(2L * length, wanted));
            var got = stream.Read(data, length, data.Length - length);
            if (got == 0)
                throw new InvalidDataException($"{path}: the header says {shape[0]:N0} items of {itemBytes:N0} bytes, but the file ends after {length:N0} bytes of them.");
            length += got;
        }
        if (read == shape[0] && stream.ReadByte() >= 0)
            throw new InvalidDataException($"{path}: more data follow the {shape[0]:N0} items that the header announces.");
        checksum = Crc32.Of(data, Crc32.Of(all[..(4 * (dimensions + 1))]));
        return new IdxFile(type, shape[0], shape[1..], read, data);
    }

    private static int BytesOf(byte type) => type switch { UnsignedByte or SignedByte => 1, Short => 2, Integer or Float => 4, Double => 8, _ => 0 };

    /// <summary>A gzip file ends with the checksum and the length of what it holds.</summary>
    private static void CheckTrailer(FileStream file, string path, uint checksum, int length)
    {
        Span<byte> trailer = stackalloc byte[GzipTrailer];
        file.Position = file.Length - GzipTrailer;
        file.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != checksum || BinaryPrimitives.ReadInt32LittleEndian(trailer[4..]) != length)
            throw new InvalidDataException($"{path}: the compressed data are damaged: the file does not end with their checksum. It is cut off, or something follows.");
    }
}
