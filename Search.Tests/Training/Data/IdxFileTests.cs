using System.IO.Compression;
using HyperSearch.Training;

namespace Search.Tests;

public sealed class IdxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hypersearch-idx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gzip_is_recognised_by_content_whatever_the_name(bool compressed)
    {
        var file = IdxFile.Read(Write("x.anything", Images(3), compressed), dimensions: 3);
        Assert.Equal(3, file.Count);
        Assert.Equal([2, 2], file.ItemShape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), file.Data);
    }

    [Fact]
    public void Only_the_first_items_are_decompressed()
    {
        // 200 items of which the compressed stream is cut in the middle: the first ten can still be read.
        var whole = Compress([0, 0, 8, 1, .. BigEndian(100_000), .. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i * 7 % 251))]);
        var path = Path.Combine(_folder, "cut");
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        var file = IdxFile.Read(path, dimensions: 1, count: 10);
        Assert.Equal((10, 100_000), (file.Count, file.Total));
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, dimensions: 1));
    }

    [Fact]
    public void More_items_than_there_are_means_all() =>
        Assert.Equal(3, IdxFile.Read(Write("x", Images(3)), dimensions: 3, count: 50).Count);

    public static TheoryData<string, byte[], string> Damaged() => new()
    {
        { "empty", [], "within its header" },
        { "cut in the header", [0, 0, 8, 3, 0, 0], "within its header" },
        { "another magic number", [0, 1, .. Images(3)[2..]], "begins with" },
        { "another element type", [0, 0, 0x0D, .. Images(3)[3..]], "ends after 12 bytes" },
        { "no element type", [0, 0, 0x0A, .. Images(3)[3..]], "begins with" },
        { "another number of dimensions", [0, 0, 8, 1, .. Images(3)[4..]], "more data follow" },
        { "size zero", [0, 0, 8, 3, 0, 0, 0, 0, .. Images(3)[8..]], "at least 1" },
        { "negative size", [0, 0, 8, 3, 0xFF, 0, 0, 0, .. Images(3)[8..]], "at least 1" },
        { "absurd size", [0, 0, 8, 3, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF], "at most" },
        { "truncated", Images(3)[..^1], "ends after 11 bytes" },
        { "trailing data", [.. Images(3), 1], "more data follow" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_file_is_refused_with_its_name_and_what_is_wrong(string what, byte[] content, string message)
    {
        var labels = what == "another number of dimensions";
        foreach (var compressed in (bool[])[false, true])
        {
            var path = Write("damaged", content, compressed);
            var error = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, labels ? 1 : 3));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_compression_is_refused_with_the_files_name()
    {
        var content = Compress(Images(300));
        for (var i = 20; i < 60; i++) content[i] ^= 0x5A;
        var path = Path.Combine(_folder, "damaged");
        File.WriteAllBytes(path, content);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, dimensions: 3)).Message, StringComparison.Ordinal);
    }

    /// <summary>Images of 2 × 2 whose pixels count from 0.</summary>
    private static byte[] Images(int count) =>
        [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(2), .. BigEndian(2), .. Enumerable.Range(0, 4 * count).Select(i => (byte)i)];

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private string Write(string name, byte[] content, bool compressed = false)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, compressed ? Compress(content) : content);
        return path;
    }

    private static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(content);
        return target.ToArray();
    }
}
