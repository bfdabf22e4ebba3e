using HyperSearch.Training;

namespace Search.Tests;

public sealed class ImageFolderTests : IDisposable
{
    // 16 × 16, the upper half (200, 40, 10), the lower (20, 90, 220):
    // cv2.imencode('.jpg', image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95]), and with cv2.IMWRITE_JPEG_PROGRESSIVE, 1.
    private const string Jpeg = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAQABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD5Pooor9G/4kn/AOp9/wCWv/3yfpH/ABPR/wBU9/5d/wD3sf/Z";
    private const string Progressive = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUAQEAAAAAAAAAAAAAAAAAAAAG/9oADAMBAAIQAxAAAAGThGk//8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABBQIf/8QAGBEAAgMAAAAAAAAAAAAAAAAAABdlo+P/2gAIAQMBAT8Bekfbmf/EABgRAAIDAAAAAAAAAAAAAAAAAAAXZKPj/9oACAECAQE/AUnPq0P/xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAY/Ah//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/IR//2gAMAwEAAgADAAAAEAP/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/ED//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/EA//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/EB//2Q==";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_folder_is_a_class_and_pixels_lie_channel_by_channel()
    {
        Write("b", "1.ppm", [.. "P6 2 1 255\n"u8, 255, 0, 51, 0, 102, 255]);
        Write("a", "2.png", PngWriter.Write(2, 1, 8, 2, [1, 2, 3, 4, 5, 6]));
        Write("a", "1.PNG", PngWriter.Write(2, 1, 8, 2, [255, 0, 0, 0, 255, 0]));
        Write("a", "notes.txt", [1, 2, 3]);
        var data = Dataset.OpenImages(_folder.File(""));
        Assert.Equal((3, 6, (1, 2), 3), (data.Count, data.Features, data.ImageSize, data.Channels));
        Assert.Equal(["a", "b"], data.ClassNames!);
        Assert.Equal([0, 0, 1], Enumerable.Range(0, 3).Select(data.Label));
        Assert.Equal([1, 0, 0, 1, 0, 0], data.Input(0).ToArray());
        Assert.Equal([1f, 0, 0, 0.4f, 0.2f, 1], data.Input(2).ToArray());
        var grey = Dataset.OpenImages(_folder.File(""), new() { Channels = 1 });
        Assert.Equal((2, 1), (grey.Features, grey.Channels));
        Assert.Equal([0.299f, 0.587f], grey.Input(0).ToArray());
    }

    public static TheoryData<int, int> Kinds => new() { { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 } };

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_of_png_is_read(int colour, int depth)
    {
        const int Width = 13, Height = 11;
        var samples = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var random = new RandomNumbers(1, RandomPurpose.Split, (ulong)(colour * 100 + depth));
        var values = new int[Width * Height * samples];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextInt(1 << depth);
        var palette = new byte[3 << depth % 16];
        for (var i = 0; i < palette.Length; i++)
            palette[i] = (byte)random.NextInt(256);
        foreach (var interlaced in (bool[])[false, true])
        {
            var pixels = PngFile.Read(PngWriter.Write(Width, Height, depth, colour, values, interlaced, colour == 3 ? palette : null));
            Assert.Equal((Height, Width, colour is 0 or 4 ? 1 : 3), (pixels.Height, pixels.Width, pixels.Channels));
            for (var i = 0; i < Width * Height * pixels.Channels; i++)
            {
                int pixel = i / pixels.Channels, channel = i % pixels.Channels;
                var expected = colour == 3 ? palette[3 * values[pixel] + channel] : Math.Round(values[pixel * samples + channel] * 255.0 / ((1 << depth) - 1));
                Assert.Equal(expected, pixels.Values[i]);
            }
        }
    }

    [Theory]
    [InlineData(Jpeg)]
    [InlineData(Progressive)]
    public void Jpeg_is_read_to_within_what_rounding_brings(string file)
    {
        var pixels = JpegFile.Read(Convert.FromBase64String(file));
        Assert.Equal((16, 16, 3), (pixels.Height, pixels.Width, pixels.Channels));
        foreach (var (row, expected) in ((int, int[])[])[(4, [200, 40, 10]), (12, [20, 90, 220])])
        {
            for (var channel = 0; channel < 3; channel++)
                Assert.InRange(pixels.Values[(row * 16 + 4) * 3 + channel] - expected[channel], -3, 3);
        }
    }

    // Pillow: Image.fromarray((np.arange(20, dtype=np.float32).reshape(4, 5) ** 2) / 400).resize((width, height), Image.BILINEAR)
    public static TheoryData<int, int, float[]> Resized => new()
    {
        { 3, 2, [0.071224f, 0.109325f, 0.158776f, 0.382704f, 0.48254f, 0.593724f] },
        { 5, 2, [0.0625f, 0.082857f, 0.108214f, 0.138571f, 0.173929f, 0.357143f, 0.416786f, 0.481429f, 0.551071f, 0.625714f] },
        { 7, 6, [0.0f, 0.001429f, 0.004643f, 0.01f, 0.018929f, 0.03f, 0.04f, 0.03125f, 0.039821f, 0.051964f, 0.06625f, 0.084107f, 0.104107f, 0.12125f, 0.09375f, 0.111845f, 0.135893f, 0.162083f, 0.191845f, 0.22375f, 0.250417f, 0.21875f, 0.246369f, 0.282321f, 0.320417f, 0.362083f, 0.405893f, 0.442083f, 0.40625f, 0.443393f, 0.49125f, 0.54125f, 0.594821f, 0.650536f, 0.69625f, 0.5625f, 0.606786f, 0.663571f, 0.7225f, 0.785f, 0.849643f, 0.9025f] },
    };

    [Theory, MemberData(nameof(Resized))]
    public void Pictures_are_resized_as_Pillow_does(int width, int height, float[] expected)
    {
        float[] picture = [.. Enumerable.Range(0, 20).Select(i => i * i / 400f)];
        var resized = Resizing.Run([.. picture, .. picture], channels: 2, (4, 5), (height, width));
        for (var i = 0; i < resized.Length; i++)
            Assert.Equal(expected[i % expected.Length], resized[i], 2e-6);
    }

    [Fact]
    public void A_size_can_be_asked_for()
    {
        Write("a", "1.pgm", [.. "P5\n# from a camera\n4 2\n255\n"u8, 0, 0, 255, 255, 0, 0, 255, 255]);
        Write("b", "1.pgm", [.. "P5 1 1 65535\n"u8, 0x80, 0x80]);
        var data = Dataset.OpenImages(_folder.File(""), new() { Size = (1, 2) });
        Assert.Equal(((1, 2), 1), (data.ImageSize, data.Channels));
        Assert.True(data.Input(0)[0] < 0.2 && data.Input(0)[1] > 0.8);
        Assert.Equal([128 / 255f, 128 / 255f], data.Input(1).ToArray());
        Assert.Contains("ask for a size", Assert.Throws<InvalidDataException>(() => Dataset.OpenImages(_folder.File(""))).Message, StringComparison.Ordinal);
        Write("c", "1.ppm", [.. "P6 1 1 255\n"u8, 1, 2, 3]);
        Assert.Contains("(`ImageOptions.Channels`)", Assert.Throws<InvalidDataException>(() => Dataset.OpenImages(_folder.File(""), new() { Size = (1, 2) })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P5 2 2 255\n123")]
    [InlineData("P5 2147483647 2147483647 255\n123")]
    [InlineData("P5 99999999999999 1 255\n1")]
    [InlineData("P5 2 2 0\n1234")]
    [InlineData("P5 0 2 255\n1234")]
    [InlineData("P5 1 1 7\nz")]
    [InlineData("P5 # no end")]
    [InlineData("P6 1 1")]
    [InlineData("P3 1 1 255\n1 2 3")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public void What_is_no_picture_is_refused_with_its_name(string content)
    {
        Write("a", "bad.pgm", System.Text.Encoding.Latin1.GetBytes(content));
        Assert.Contains("bad.pgm", Assert.Throws<InvalidDataException>(() => Dataset.OpenImages(_folder.File(""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_without_pictures_are_named()
    {
        Assert.Throws<DirectoryNotFoundException>(() => Dataset.OpenImages(_folder.File("nowhere")));
        Assert.Contains("a folder of pictures for each class", Assert.Throws<InvalidDataException>(() => Dataset.OpenImages(_folder.File(""))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.Contains("empty: a class must have pictures", Assert.Throws<InvalidDataException>(() => Dataset.OpenImages(_folder.File(""))).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Formats => ["png", "interlaced.png", "palette.png", "jpg", "progressive.jpg", "ppm"];

    [Theory, MemberData(nameof(Formats))]
    public void Whatever_is_in_a_file_it_is_read_or_refused_with_its_name_and_little_memory_is_taken(string format)
    {
        var samples = Enumerable.Range(0, 13 * 11 * 3).Select(i => i * i % 256).ToArray();
        var good = format switch
        {
            "png" => PngWriter.Write(13, 11, 8, 2, samples),
            "interlaced.png" => PngWriter.Write(13, 11, 8, 2, samples, interlaced: true),
            "palette.png" => PngWriter.Write(13, 11, 2, 3, [.. samples.Select(sample => sample % 4)], palette: new byte[12]),
            "jpg" => Convert.FromBase64String(Jpeg),
            "progressive.jpg" => Convert.FromBase64String(Progressive),
            _ => [.. "P6 13 11 255\n"u8, .. samples.Select(sample => (byte)sample)],
        };
        var path = _folder.File(format);
        var random = new RandomNumbers(1, RandomPurpose.Split);
        for (var i = 0; i < 200; i++)
        {
            byte[] bad = [.. good];
            if (i % 3 == 0)
                bad = bad[..random.NextInt(bad.Length)];
            for (var change = random.NextInt(4); change >= 0 && bad.Length > 0; change--)
                bad[random.NextInt(bad.Length)] = (byte)random.NextInt(256);
            File.WriteAllBytes(path, i % 2 == 0 ? bad : Sealed(bad));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var pixels = ImageFile.Read(path);
                Assert.Equal(pixels.Height * pixels.Width * pixels.Channels, pixels.Values.Length);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        }
    }

    /// <summary>A PNG file with checksums that fit, as one would craft it; any other as it is.</summary>
    private static byte[] Sealed(byte[] file)
    {
        for (var at = 8; file is [0x89, ..] && at + 12 <= file.Length;)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.Of(file.AsSpan(at + 4, 4 + (int)length)));
            at += 12 + (int)length;
        }
        return file;
    }

    private void Write(string folder, string name, byte[] content)
    {
        Directory.CreateDirectory(_folder.File(folder));
        File.WriteAllBytes(_folder.File(Path.Combine(folder, name)), content);
    }
}
