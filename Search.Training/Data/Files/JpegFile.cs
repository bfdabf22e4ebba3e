using System.Runtime.CompilerServices;
using JpegLibrary;

namespace HyperSearch.Training;

/// <summary>JPEG, baseline and progressive, grey or YCbCr: decoded by JpegLibrary, which gives blocks of 8 × 8 values a component.</summary>
internal static class JpegFile
{
    private const int Block = 8;

    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is not read.</exception>
    public static Pixels Read(byte[] file)
    {
        try
        {
            var decoder = new JpegDecoder();
            decoder.SetInput(file);
            decoder.Identify();
            Pixels.CheckSize(decoder.Height, decoder.Width);
            if (decoder.NumberOfComponents is not (1 or 3) || decoder.Precision != 8)
                throw new InvalidDataException($"a JPEG file is read with 1 or 3 components of 8 bits, but this one has {decoder.NumberOfComponents} of {decoder.Precision}.");
            // A block takes some bits at least: what the header announces must be in proportion to the file.
            if ((long)decoder.Height * decoder.Width / (Block * Block) > 16L * file.Length)
                throw new InvalidDataException($"its header says {decoder.Width} × {decoder.Height} pixels, for which it has too few bytes.");
            var pixels = new Pixels(decoder.Height, decoder.Width, decoder.NumberOfComponents, new byte[decoder.Height * decoder.Width * decoder.NumberOfComponents]);
            decoder.SetOutputWriter(new BlockWriter(pixels));
            decoder.Decode();
            if (pixels.Channels == 3)
                ToColours(pixels.Values);
            return pixels;
        }
        catch (Exception error) when (error is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"the JPEG data are damaged: {error.Message}", error);
        }
    }

    /// <summary>R = Y + 1.402 Cr, G = Y − 0.344136 Cb − 0.714136 Cr, B = Y + 1.772 Cb, with 128 taken from Cb and Cr (JFIF 1.02).</summary>
    private static void ToColours(byte[] values)
    {
        for (var i = 0; i < values.Length; i += 3)
        {
            float y = values[i], cb = values[i + 1] - 128, cr = values[i + 2] - 128;
            values[i] = Rounded(y + 1.402f * cr);
            values[i + 1] = Rounded(y - 0.344136f * cb - 0.714136f * cr);
            values[i + 2] = Rounded(y + 1.772f * cb);
        }
    }

    private static byte Rounded(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);

    /// <summary>Blocks may reach past the right and the lower edge.</summary>
    private sealed class BlockWriter(Pixels pixels) : JpegBlockOutputWriter
    {
        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            if (componentIndex >= pixels.Channels || x < 0 || y < 0)
                return;
            for (var j = 0; j < Math.Min(Block, pixels.Height - y); j++)
            {
                for (var i = 0; i < Math.Min(Block, pixels.Width - x); i++)
                    pixels.Values[((y + j) * pixels.Width + x + i) * pixels.Channels + componentIndex] = (byte)Math.Clamp((int)Unsafe.Add(ref blockRef, j * Block + i), 0, 255);
            }
        }
    }
}
