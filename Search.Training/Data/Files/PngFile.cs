using System.Buffers.Binary;
using System.IO.Compression;

namespace HyperSearch.Training;

/// <summary>
/// PNG (ISO/IEC 15948) of every colour type and depth, interlaced or not. Transparency is left out, 16 bits are rounded to 8. The checksum
/// of each chunk is verified; no memory is taken for pixels that the compressed data cannot hold.
/// </summary>
internal sealed class PngFile
{
    private const int Signature = 8, ChunkOverhead = 12;
    // A byte of deflated data gives at most so many (RFC 1951: 258 for two bits, about).
    private const int MostExpansion = 1040;

    private readonly int _width, _height, _depth, _colour;
    private readonly bool _interlaced;
    private readonly List<byte> _packed = [];
    private byte[] _palette = [];

    private PngFile(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13)
            throw new InvalidDataException("the PNG data are damaged: its header has another length.");
        (_width, _height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        Pixels.CheckSize(_height, _width);
        (_depth, _colour, _interlaced) = (header[8], header[9], header[12] == 1);
        var fits = _colour switch { 0 => _depth is 1 or 2 or 4 or 8 or 16, 3 => _depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => _depth is 8 or 16, _ => false };
        if (!fits || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw new InvalidDataException("the PNG data are damaged: there is no such kind of pixels.");
    }

    /// <summary>Of the file: grey, colours, place in the palette, grey with transparency, colours with it.</summary>
    private int Samples => _colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    private int Channels => _colour is 0 or 4 ? 1 : 3;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Pixels Read(byte[] file)
    {
        PngFile? png = null;
        for (var at = Signature; ;)
        {
            if (file.Length - at < ChunkOverhead)
                throw new InvalidDataException("the PNG data end before their last chunk.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - ChunkOverhead)
                throw new InvalidDataException($"a chunk of the PNG data announces {length} bytes, but {file.Length - at - ChunkOverhead} are left.");
            var chunk = file.AsSpan(at + 4, 4 + (int)length);
            if (Crc32.Of(chunk) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)))
                throw new InvalidDataException("the PNG data are damaged: the checksum of a chunk does not fit.");
            at += ChunkOverhead + (int)length;
            if (png is null)
                png = chunk.StartsWith("IHDR"u8) ? new PngFile(chunk[4..]) : throw new InvalidDataException("the PNG data do not begin with their header.");
            else if (chunk.StartsWith("PLTE"u8))
                png._palette = chunk[4..].ToArray();
            else if (chunk.StartsWith("IDAT"u8))
                png._packed.AddRange(chunk[4..]);
            else if (chunk.StartsWith("IEND"u8))
                return png.Unpack();
        }
    }

    private Pixels Unpack()
    {
        // The rows of all passes, each with a byte for its filter.
        if ((long)_height * _width * Samples * _depth / 8 > MostExpansion * (_packed.Count + 1L))
            throw new InvalidDataException($"its header says {_width} × {_height} pixels, for which it has too few bytes.");
        if (_colour == 3 && (_palette.Length == 0 || _palette.Length % 3 != 0))
            throw new InvalidDataException("the PNG data are damaged: there is no palette.");
        using var unpacked = new ZLibStream(new MemoryStream([.. _packed]), CompressionMode.Decompress);
        var pixels = new Pixels(_height, _width, Channels, new byte[_height * _width * Channels]);
        try
        {
            if (!_interlaced)
            {
                ReadPass(unpacked, pixels, (0, 0, 1, 1));
                return pixels;
            }
            // Adam7: where each pass begins, across and down, and its steps.
            foreach (var pass in ((int, int, int, int)[])[(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)])
                ReadPass(unpacked, pixels, pass);
            return pixels;
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("the PNG data end before the last pixel.", error);
        }
    }

    private void ReadPass(Stream unpacked, Pixels pixels, (int X, int Y, int StepX, int StepY) pass)
    {
        var width = (_width - pass.X + pass.StepX - 1) / pass.StepX;
        if (width <= 0)
            return;
        var bytes = (int)(((long)width * Samples * _depth + 7) / 8);
        byte[] row = new byte[bytes], above = new byte[bytes];
        for (var y = pass.Y; y < _height; y += pass.StepY)
        {
            var filter = unpacked.ReadByte();
            unpacked.ReadExactly(row);
            Unfilter(filter, row, above, Math.Max(1, Samples * _depth / 8));
            for (var x = 0; x < width; x++)
                SetPixel(pixels, (y * _width + pass.X + x * pass.StepX) * Channels, row, x);
            (row, above) = (above, row);
        }
    }

    /// <param name="step">Bytes from a pixel to the one on its left, at least 1.</param>
    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        if (filter is < 0 or > 4)
            throw new InvalidDataException($"the PNG data are damaged: there is no filter {filter}.");
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Nearest(left, up, corner), _ => 0 });
        }
    }

    /// <summary>Paeth's predictor: which of the three is nearest to left + up − corner.</summary>
    private static int Nearest(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private void SetPixel(Pixels pixels, int at, byte[] row, int x)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            var sample = Sample(row, x * Samples + (_colour == 3 ? 0 : channel));
            if (_colour == 3)
            {
                if (3 * sample >= _palette.Length)
                    throw new InvalidDataException($"the PNG data are damaged: its palette has no colour {sample}.");
                pixels.Values[at + channel] = _palette[3 * sample + channel];
                continue;
            }
            var greatest = (1 << _depth) - 1;
            pixels.Values[at + channel] = (byte)((sample * 255 + greatest / 2) / greatest);
        }
    }

    private int Sample(byte[] row, int index) => _depth switch
    {
        16 => (row[2 * index] << 8) | row[2 * index + 1],
        8 => row[index],
        _ => (row[index * _depth / 8] >> (8 - _depth - index * _depth % 8)) & ((1 << _depth) - 1),
    };
}
