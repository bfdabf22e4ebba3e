using System.IO.Compression;
using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Whatever is in a file, reading it gives what its header announces, or one kind of exception, and little memory is taken.</summary>
public sealed class IdxDamageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hypersearch-idx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<bool> Compressed() => [false, true];

    [Theory]
    [MemberData(nameof(Compressed))]
    public void Every_byte_can_be_wrong(bool compressed)
    {
        byte[] good = File(compressed), pixels = ReadOrRefused(good)!.Data;
        for (var at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at * 5 % 8));
            // What can be told by the checksum is told by it.
            if (ReadOrRefused(bad) is { } read && compressed)
                Assert.Equal(pixels, read.Data);
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void It_can_be_cut_anywhere(bool compressed)
    {
        var good = File(compressed);
        for (var length = 0; length < good.Length; length++)
            Assert.Null(ReadOrRefused(good[..length]));
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void Nothing_may_follow(bool compressed)
    {
        var good = File(compressed);
        byte[][] tails = [[0], [1, 2, 3, 4], new byte[1000], good, [0x1F, 0x8B], good[..^3]];
        foreach (var tail in tails)
            Assert.Null(ReadOrRefused([.. good, .. tail]));
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void Every_size_can_be_extreme(bool compressed)
    {
        foreach (var at in (int[])[0, 4, 8, 12])
        {
            foreach (var extreme in (uint[])[0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x4000_0000, 0x0100_0000, 0x0001_0000])
            {
                var content = Content();
                new[] { (byte)(extreme >> 24), (byte)(extreme >> 16), (byte)(extreme >> 8), (byte)extreme }.CopyTo(content, at);
                Assert.Null(ReadOrRefused(compressed ? Compress(content) : content));
            }
        }
    }

    [Fact]
    public void A_small_file_that_unpacks_without_end_is_not_unpacked_beyond_what_its_header_announces()
    {
        var bomb = Compress([.. Content(), .. new byte[50_000_000]]);
        Assert.True(bomb.Length < 500_000);
        Assert.Null(ReadOrRefused(bomb));
    }

    [Fact]
    public void The_checksum_counts_only_where_the_file_is_read_whole()
    {
        var wrong = File(compressed: true);
        wrong[^6] ^= 1;
        Assert.Null(ReadOrRefused(wrong));
        System.IO.File.WriteAllBytes(Place, wrong);
        Assert.Equal(5, IdxFile.Read(Place, dimensions: 3, count: 5).Count);
    }

    private string Place => Path.Combine(_folder, "images");

    private IdxFile? ReadOrRefused(byte[] content)
    {
        System.IO.File.WriteAllBytes(Place, content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var read = IdxFile.Read(Place, dimensions: 3);
            Assert.Equal(read.Data.Length, read.Count * read.ItemShape[0] * read.ItemShape[1]);
            return read;
        }
        catch (InvalidDataException error)
        {
            Assert.Contains(Place, error.Message, StringComparison.Ordinal);
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L * content.Length + (256 << 10));
        }
    }

    private static byte[] File(bool compressed) => compressed ? Compress(Content()) : Content();

    /// <summary>20 images of 4 × 5.</summary>
    private static byte[] Content() => [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 4, 0, 0, 0, 5, .. Enumerable.Range(0, 400).Select(i => (byte)(i * i * 7 % 251))];

    private static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(content);
        return target.ToArray();
    }
}
