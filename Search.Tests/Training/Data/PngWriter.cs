using System.Buffers.Binary;
using System.IO.Compression;
using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Writes PNG files of every kind, as the standard says, from samples [height, width, samples of a pixel].</summary>
internal static class PngWriter
{
    public static byte[] Write(int width, int height, int depth, int colour, int[] samples, bool interlaced = false, byte[]? palette = null)
    {
        var perPixel = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        using var raw = new MemoryStream();
        foreach (var (x, y, across, down) in interlaced ? Passes : [(0, 0, 1, 1)])
            WritePass(raw, x, y, across, down);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            raw.WriteTo(zlib);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)(interlaced ? 1 : 0));
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, header), .. palette is null ? [] : Chunk("PLTE"u8, palette),
            .. Chunk("tEXt"u8, "a\0b"u8), .. Chunk("IDAT"u8, packed.ToArray().AsSpan(..3)), .. Chunk("IDAT"u8, packed.ToArray().AsSpan(3..)), .. Chunk("IEND"u8, []),
        ];

        void WritePass(MemoryStream target, int x, int y, int across, int down)
        {
            var columns = (width - x + across - 1) / across;
            var bytes = (columns * perPixel * depth + 7) / 8;
            var above = new byte[bytes];
            for (var row = y; row < height && columns > 0; row += down)
            {
                var line = new byte[bytes];
                for (var column = 0; column < columns; column++)
                {
                    for (var sample = 0; sample < perPixel; sample++)
                        Put(line, column * perPixel + sample, samples[(row * width + x + column * across) * perPixel + sample]);
                }
                target.WriteByte((byte)(row % 5));
                target.Write(Filtered(row % 5, line, above, Math.Max(1, perPixel * depth / 8)));
                above = line;
            }
        }

        void Put(byte[] line, int index, int sample)
        {
            if (depth == 16)
                BinaryPrimitives.WriteUInt16BigEndian(line.AsSpan(2 * index), (ushort)sample);
            else
                line[index * depth / 8] |= (byte)(sample << (8 - depth - index * depth % 8));
        }
    }

    private static readonly (int, int, int, int)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static byte[] Filtered(int filter, byte[] line, byte[] above, int step) => [.. line.Select((value, i) =>
    {
        int a = i >= step ? line[i - step] : 0, b = above[i], c = i >= step ? above[i - step] : 0;
        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return (byte)(value - filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => pa <= pb && pa <= pc ? a : pb <= pc ? b : c, _ => 0 });
    })];

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(data, Crc32.Of(type)));
        return [.. length, .. type, .. data, .. checksum];
    }
}
