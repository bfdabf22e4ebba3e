using System.Security.Cryptography;
using System.Text;
using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Whatever is in a file, reading it gives a model that the file has room for, or one kind of exception, and little memory is taken.</summary>
public sealed class ModelFileDamageTests : IDisposable
{
    private const int HeaderAt = 24; // after the line and the header's length
    private static readonly Dataset Data = TestNumbers.Data(8, features: 2, classes: 2);
    private readonly string _folder = Directory.CreateTempSubdirectory("hypersearch-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Kinds() => ["model", "checkpoint"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_byte_can_be_wrong(string kind)
    {
        var good = Good(kind);
        for (var at = 0; at < good.Length - SHA256.HashSizeInBytes; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at * 5 % 8));
            if (at % 16 == 0)
                AssertRefused(kind, bad);
            AssertReadOrRefused(kind, Sealed(bad));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_can_be_cut_anywhere(string kind)
    {
        var good = Good(kind);
        for (var length = 0; length < good.Length; length++)
        {
            if (length % 16 == 0)
                AssertRefused(kind, good[..length]);
            if (length >= SHA256.HashSizeInBytes)
                AssertRefused(kind, Sealed(good[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Something_can_follow(string kind)
    {
        var good = Good(kind);
        foreach (var more in (int[])[1, 3, 4, 8, 1000])
        {
            AssertRefused(kind, [.. good, .. new byte[more]]);
            AssertRefused(kind, Sealed([.. good[..^SHA256.HashSizeInBytes], .. new byte[more + SHA256.HashSizeInBytes]]));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_number_can_be_extreme(string kind)
    {
        var good = Good(kind);
        var numbers = HeaderAt + BitConverter.ToInt32(good, 20);
        foreach (var length in (uint[])[0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FF00, 0xFFFF_FFE8, 0x0400_0001])
            AssertRefused(kind, Sealed(With(20, length)));
        for (var at = numbers; at < good.Length - SHA256.HashSizeInBytes; at += sizeof(float))
        {
            AssertRefused(kind, Sealed(With(at, 0x7FC0_0000)));
            AssertReadOrRefused(kind, Sealed(With(at, 0xFF80_0000)));
        }

        byte[] With(int at, uint value)
        {
            byte[] changed = [.. good];
            BitConverter.TryWriteBytes(changed.AsSpan(at), value);
            return changed;
        }
    }

    public static TheoryData<string, string, string> Headers() => new()
    {
        { "\"Hidden\":[3]", $"\"Hidden\":[{string.Join(',', Enumerable.Repeat(1, 1_000_000))}]", "at most 256 hidden layers" },
        { "\"Hidden\":[3]", "\"Hidden\":[1073741824]", "too large" },
        { "\"Hidden\":[3]", "\"Hidden\":[65536,65536]", "too large" },
        { "\"Hidden\":[3]", "\"Hidden\":[46341,46341]", "too large" },
        { "\"Hidden\":[3]", "\"Hidden\":[46341]", "numbers of 4 bytes" },
        { "\"Hidden\":[3]", "\"Hidden\":[-3]", "at least 1" },
        { "\"Hidden\":[3]", "\"Hidden\":[4294967299]", "header makes no sense" },
        { "\"Hidden\":[3]", "\"Hidden\":null", "header makes no sense" },
        { "\"Hidden\":[3]", "\"Hidden\":[null]", "header makes no sense" },
        { "\"Features\":2", "\"Features\":2147483647", "too large" },
        { "\"Features\":2", "\"Features\":1073741825", "too large" },
        { "\"Features\":2", "\"Features\":0", "0 features" },
        { "\"Features\":2", "\"Features\":-2147483648", "-2147483648 features" },
        { "\"Features\":2", "\"Features\":3", "numbers of 4 bytes" },
        { "\"Features\":2,", "", "header makes no sense" },
        { "\"Outputs\":2", "\"Outputs\":2147483647", "too large" },
        { "\"Outputs\":2", "\"Outputs\":-1", "-1 outputs" },
        { "\"HasLabels\":true", "\"HasLabels\":false", "needs labels" },
        { "\"ClassNames\":null", "\"ClassNames\":[\"a\"]", "names of the classes" },
        { "\"ClassNames\":null", "\"ClassNames\":[\"a\",null]", "names of the classes" },
        { "\"TopK\":1", "\"TopK\":3", "2 classes" },
        { "\"$type\":\"relu\"", "\"$type\":\"step\"", "header makes no sense" },
        { "\"$type\":\"relu\"", "\"kind\":\"relu\"", "header makes no sense" },
        { "\"Activation\":{\"$type\":\"relu\"}", "\"Activation\":null", "header makes no sense" },
        { "\"Epochs\":4", "\"Epochs\":-4", "epochs" },
        { "\"Epochs\":4", "\"Epochs\":4,\"Surprise\":1", "header makes no sense" },
        { "\"Settings\":{", "\"Settings\":[{", "header makes no sense" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void What_a_header_announces_is_checked_before_memory_is_taken(string part, string instead, string message)
    {
        foreach (var kind in Kinds().Select(row => row.Data))
            Assert.Contains(message, AssertRefused(kind, WithHeader(Good(kind), part, instead)), StringComparison.Ordinal);
    }

    [Fact]
    public void Convolutions_of_a_few_weights_over_a_huge_image_take_no_memory()
    {
        var net = new MlpSettings { Convolutions = [new(1, Size: 1, Stride: 2)], Image = new(1, 2), Hidden = [] };
        new TrainingSession(net, Data, Data).Model.Save(Place);
        var good = File.ReadAllBytes(Place);
        var huge = WithHeader(WithHeader(WithHeader(good, "\"Stride\":2", "\"Stride\":20000"), "\"Height\":1,\"Width\":2", "\"Height\":20000,\"Width\":20000"), "\"Features\":2", "\"Features\":400000000");
        Assert.Null(AssertReadOrRefused("model", good));
        Assert.Contains("of memory for one row", AssertRefused("model", huge), StringComparison.Ordinal);
        Assert.Contains("an image of 1 × 1 × 3 numbers, and there are 2 features", AssertRefused("model", WithHeader(good, "\"Width\":2", "\"Width\":3")), StringComparison.Ordinal);
        Assert.Contains("no numbers", AssertRefused("model", WithHeader(good, "\"Image\":{\"Height\":1,\"Width\":2,\"Channels\":1}", "\"Image\":null")), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Sessions() => new()
    {
        { "\"Step\":4", "\"Step\":-4" },
        { "\"Augmentation\":null", "\"Augmentation\":{\"Rotation\":0,\"Shift\":1,\"Flip\":0,\"Noise\":0}" },
        { "\"Step\":4", "\"Step\":5" },
        { "\"Best\":{\"Epoch\":1", "\"Best\":{\"Epoch\":0" },
        { "\"Best\":{\"Epoch\":1", "\"Best\":{\"Epoch\":3" },
        { "\"Best\":{\"Epoch\":1", "\"Best\":{\"Epoch\":-1" },
        { "\"Waited\":", "\"Waited\":-1" },
        { "\"Reports\":[{\"Epoch\":1", "\"Reports\":[{\"Epoch\":2" },
        { "\"Reports\":[", "\"Reports\":[null," },
        { "\"Epochs\":4", "\"Epochs\":1" },
        { "\"TrainingRows\":8", "\"TrainingRows\":0" },
        { "\"TrainingRows\":8", "\"TrainingRows\":9" },
        { "\"ValidationRows\":8", "\"ValidationRows\":9" },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Where_no_training_can_have_stood_none_goes_on(string part, string instead) =>
        AssertRefused("checkpoint", WithHeader(Good("checkpoint"), part, instead));

    [Fact]
    public void A_batch_size_without_end_takes_no_memory_for_it()
    {
        var large = WithHeader(Good("model"), "\"BatchSize\":4", "\"BatchSize\":2147483647");
        AssertReadOrRefused("model", large);
        File.WriteAllBytes(Place, large);
        Assert.Equal(8, Model.Load(Place).Evaluate(Data, TestContext.Current.CancellationToken).Confusion.Cast<int>().Sum());
    }

    [Fact]
    public void A_checkpoint_is_not_read_as_a_model()
    {
        File.WriteAllBytes(Place, Good("checkpoint"));
        Assert.Contains("this is a checkpoint", Assert.Throws<InvalidDataException>(() => Model.Load(Place)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_optimizer_squares_may_be_infinite()
    {
        var good = Good("checkpoint");
        // The last block holds the best weights; the one before it, Adam's squares.
        var block = (good.Length - SHA256.HashSizeInBytes - HeaderAt - BitConverter.ToInt32(good, 20)) / 4;
        BitConverter.TryWriteBytes(good.AsSpan(good.Length - SHA256.HashSizeInBytes - 2 * block), float.PositiveInfinity);
        File.WriteAllBytes(Place, Sealed(good));
        Assert.NotNull(TrainingSession.Load(Place, Data, Data));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_file_before_and_nothing_beside_it()
    {
        File.WriteAllBytes(Place, [1, 2, 3]);
        Assert.Throws<IOException>(() => ModelFile.Write(Place, _ => throw new IOException("disk full")));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Place));
        Assert.Single(Directory.GetFiles(_folder));
    }

    private string Place => Path.Combine(_folder, "file");

    private byte[] Good(string kind)
    {
        var settings = new MlpSettings
        {
            Hidden = [3],
            Normalization = Normalization.Batch(),
            Optimizer = Optimizer.Adam(0.01),
            BatchSize = 4,
            Epochs = 4,
            EarlyStopping = new EarlyStopping(2),
        };
        var session = new TrainingSession(settings, Data, Data);
        session.RunEpoch(TestContext.Current.CancellationToken);
        session.RunEpoch(TestContext.Current.CancellationToken);
        session.Best.State = session.Best.State with { Epoch = 1 };
        if (kind == "checkpoint")
            session.Save(Place);
        else
            session.Model.Save(Place);
        return File.ReadAllBytes(Place);
    }

    /// <summary>With a checksum that fits: as one would craft it.</summary>
    private static byte[] Sealed(byte[] file) => [.. file[..^SHA256.HashSizeInBytes], .. SHA256.HashData(file.AsSpan(..^SHA256.HashSizeInBytes))];

    private static byte[] WithHeader(byte[] file, string part, string instead)
    {
        var length = BitConverter.ToInt32(file, 20);
        var header = Encoding.UTF8.GetString(file, HeaderAt, length);
        Assert.Contains(part, header, StringComparison.Ordinal);
        var at = header.IndexOf(part, StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(header[..at] + instead + header[(at + part.Length)..]);
        return Sealed([.. file[..20], .. BitConverter.GetBytes(changed.Length), .. changed, .. file[(HeaderAt + length)..]]);
    }

    private string AssertRefused(string kind, byte[] content) =>
        AssertReadOrRefused(kind, content) ?? throw new InvalidOperationException($"A {kind} of {content.Length} bytes was read that is none.");

    /// <returns>Why it was refused; null where it was read.</returns>
    private string? AssertReadOrRefused(string kind, byte[] content)
    {
        // A checkpoint is read from memory, as a trial's is.
        var name = kind == "model" ? Place : "the checkpoint";
        if (kind == "model")
            File.WriteAllBytes(Place, content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var model = kind == "model" ? Model.Load(Place) : TrainingSession.Load(new MemoryStream(content), Data, Data).Model;
            Assert.True(model.Network.Parameters.All.Sum(parameter => 4L * parameter.Count) <= content.Length);
            Assert.Equal(model.Outputs, model.Predict(new float[model.Features]).Length);
            // A model has buffers to work with: up to 16 MB, or in proportion to it.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * content.Length + (17 << 20));
            return null;
        }
        catch (InvalidDataException error)
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L * content.Length + (1 << 20));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            return error.Message;
        }
    }
}
