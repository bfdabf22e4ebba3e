using System.Security.Cryptography;
using System.Text;
using HyperSearch.Training;

namespace Search.Tests;

/// <summary>The file of a model that carries its preprocessing.</summary>
public sealed class TableModelFileTests : IDisposable
{
    private static readonly MlpSettings Settings = new() { Hidden = [3], Epochs = 2 };
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Preprocessing_comes_back_as_it_was()
    {
        var data = _files.OpenMixed(100, new() { Preprocessing = new() { MissingNumbers = MissingValues.Median, Unknown = UnknownCategories.Refused } });
        var model = new TrainingSession(Settings, data, data).Model;
        model.Save(Place);
        var read = Model.Load(Place);
        Assert.True(read.Preprocessing!.SameAs(model.Preprocessing!));
        Assert.Equal(model.Evaluate(data, Token).Scores, read.Evaluate(data, Token).Scores);
        Assert.Equal(["kind"], read.Preprocessing.Targets);
        Assert.Equal(model.Predict(data).Select(row => row.Values), read.Predict(data).Select(row => row.Values));
    }

    [Fact]
    public void A_file_of_the_first_version_is_read()
    {
        var data = TestNumbers.Data(20, 2, 3);
        var model = new TrainingSession(Settings, data, data).Model;
        model.Save(Place);
        File.WriteAllBytes(Place, WithHeader(File.ReadAllBytes(Place), ",\"Preprocessing\":null", "", version: 1));
        var read = Model.Load(Place);
        Assert.Null(read.Preprocessing);
        Assert.Equal(model.Predict(data.Input(0)), read.Predict(data.Input(0)));
        Assert.Throws<InvalidOperationException>(() => read.OpenCsv(Place));
        Assert.Throws<InvalidOperationException>(() => read.PredictCsv(Place));
        Assert.Contains("that was no table", Assert.Throws<ArgumentException>(() => read.Evaluate(_files.OpenMixed(5), Token)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Damaged => new()
    {
        { "\"Name\":\"size\"", "\"Name\":\"colour\"", "two columns of one name" },
        { "\"Name\":\"size\"", "\"Name\":null", "header makes no sense" },
        { "\"Kind\":0", "\"Kind\":7", "of a kind that there is not" },
        { "\"Kind\":0", "\"Kind\":1", "has no categories" },
        { "\"Encoding\":0", "\"Encoding\":1", "makes 3 inputs" },
        { "\"Deviation\":1}", "\"Deviation\":0}", "the deviation 0" },
        { "[\"blue\",\"green\",\"red\",null]", "[\"blue\",\"green\",\"red\",\"red\"]", "one of them twice" },
        { "[\"blue\",\"green\",\"red\",null]", "[\"blue\",null,\"red\",\"green\"]", "in the wrong place" },
        { "[\"blue\",\"green\",\"red\",null]", "[\"blue\",\"green\",\"red\"]", "category 3 for missing values" },
        { "\"Missing\":3,", "\"Missing\":1.5,", "category 1.5 for missing values" },
        { "\"Missing\":3,", "\"Missing\":\"Infinity\",", "for missing values" },
        { "\"Targets\":[\"kind\"]", "\"Targets\":[\"size\"]", "two columns of one name" },
        { "\"Targets\":[\"kind\"]", "\"Targets\":[null]", "lacks names" },
        { "\"Preprocessing\":{", "\"Preprocessing\":[{", "header makes no sense" },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_preprocessing_that_cannot_be_is_refused(string part, string instead, string message)
    {
        var data = _files.OpenMixed(100);
        new TrainingSession(Settings, data, data).Model.Save(Place);
        File.WriteAllBytes(Place, WithHeader(File.ReadAllBytes(Place), part, instead));
        var error = Assert.Throws<InvalidDataException>(() => Model.Load(Place));
        Assert.Contains(Place, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_byte_of_a_header_can_be_wrong()
    {
        var data = _files.OpenMixed(100);
        new TrainingSession(Settings, data, data).Model.Save(Place);
        var good = File.ReadAllBytes(Place);
        var end = 24 + BitConverter.ToInt32(good, 20);
        var begin = Encoding.UTF8.GetString(good, 24, end - 24).IndexOf("\"Preprocessing\"", StringComparison.Ordinal) + 24;
        for (var at = begin; at < end; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at * 5 % 7));
            File.WriteAllBytes(Place, Sealed(bad));
            try
            {
                Model.Load(Place);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(Place, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_checkpoint_of_data_that_were_preprocessed_in_another_way_is_not_continued()
    {
        var path = _files.WriteMixed(100);
        var data = Dataset.OpenCsv(path, "kind", new() { Leave = ["customer", "day"] });
        new TrainingSession(Settings, data, data).Save(Place);
        Assert.NotNull(TrainingSession.Load(Place, data, data));
        var other = Dataset.OpenCsv(path, "kind", new() { Leave = ["customer", "day"], Preprocessing = new() { MissingNumbers = MissingValues.Median } });
        Assert.Contains("Preprocessing: fitted to something else, or in another way, in \"size\", \"weight\"",
            Assert.Throws<InvalidDataException>(() => TrainingSession.Load(Place, Settings, other, other)).Message, StringComparison.Ordinal);
        var (part, rest, _) = data.Split(0.5, 0, 1);
        Assert.Contains("Preprocessing: fitted", Assert.Throws<InvalidDataException>(() => TrainingSession.Load(Place, Settings, part, rest)).Message, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Place => _files.File("model.bin");

    private static byte[] Sealed(byte[] file) => [.. file[..^SHA256.HashSizeInBytes], .. SHA256.HashData(file.AsSpan(..^SHA256.HashSizeInBytes))];

    private static byte[] WithHeader(byte[] file, string part, string instead, int version = 2)
    {
        var length = BitConverter.ToInt32(file, 20);
        var header = Encoding.UTF8.GetString(file, 24, length);
        Assert.Contains(part, header, StringComparison.Ordinal);
        var at = header.IndexOf(part, StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(header[..at] + instead + header[(at + part.Length)..]);
        return Sealed([.. Encoding.ASCII.GetBytes($"HyperSearch model {version}\n"), .. BitConverter.GetBytes(changed.Length), .. changed, .. file[(24 + length)..]]);
    }
}
