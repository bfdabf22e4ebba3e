using System.Security.Cryptography;
using HyperSearch.Training;

namespace Search.Tests;

public sealed class DatasetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hypersearch-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(500, 0.2, 0.0)]
    [InlineData(500, 0.2, 0.1)]
    [InlineData(97, 0.33, 0.33)]
    [InlineData(10, 0.5, 0.0)]
    [InlineData(3, 0.0, 0.9)]
    public void A_split_deals_every_example_once_with_the_same_share_of_each_class(int count, double validation, double test)
    {
        var data = TestNumbers.Data(count, features: 1, classes: 4);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var (a, b, c) = data.Split(validation, test, seed);
            Assert.Equal((int)Math.Round(count * validation), b.Count);
            Assert.Equal((int)Math.Round(count * test), c.Count);
            Assert.Equal(Inputs(data).Order(), Inputs(a).Concat(Inputs(b)).Concat(Inputs(c)).Order());
            foreach (var part in (Dataset[])[a, b, c])
            {
                for (var label = 0; label < data.Classes; label++)
                {
                    var fair = (double)Labels(data).Count(l => l == label) * part.Count / count;
                    Assert.InRange(Labels(part).Count(l => l == label), fair - 2, fair + 2);
                }
            }
        }
    }

    [Fact]
    public void A_split_is_decided_by_its_seed()
    {
        var data = TestNumbers.Data(200, features: 1, classes: 4);
        Assert.Equal(Inputs(data.Split(0.2, 0, 7).Training), Inputs(data.Split(0.2, 0, 7).Training));
        Assert.NotEqual(Inputs(data.Split(0.2, 0, 7).Training), Inputs(data.Split(0.2, 0, 8).Training));
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0)]
    public void A_split_that_leaves_nothing_to_train_on_is_refused(double validation, double test) =>
        Assert.Throws<ArgumentException>(() => TestNumbers.Data(10, 1, 2).Split(validation, test, 0));

    [Fact]
    public void Digits_are_the_same_to_the_last_bit_on_every_machine()
    {
        var digits = Dataset.Open("digits", 200);
        byte[] content = [.. Enumerable.Range(0, 200).SelectMany(i => digits.Input(i).ToArray().Select(pixel => (byte)Math.Round(pixel * 255)).Append((byte)digits.Label(i)))];
        Assert.Equal("CFB7D8B620473B2C4C26EB5929BA2725", Convert.ToHexString(SHA256.HashData(content))[..32]);
    }

    [Fact]
    public void The_first_digits_do_not_depend_on_how_many_are_asked_for()
    {
        Dataset few = Dataset.Open("digits", 3), more = Dataset.Open("digits", 30);
        Assert.Equal(3, few.Count);
        for (var i = 0; i < 3; i++)
            Assert.Equal(few.Input(i), more.Input(i));
        Assert.False(few.Input(0).SequenceEqual(Dataset.OpenTest("digits", 3).Input(0)));
    }

    [Fact]
    public void A_folder_with_the_four_files_is_opened_by_their_usual_names()
    {
        File.WriteAllBytes(Path.Combine(_folder, "train-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 102, 255]);
        File.WriteAllBytes(Path.Combine(_folder, "train-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 9, 4]);
        var data = Dataset.Open(_folder);
        Assert.Equal((2, 2, 10, (1, 2)), (data.Count, data.Features, data.Classes, data.ImageSize));
        Assert.Equal([0.4f, 1f], data.Input(1).ToArray());
        Assert.Equal(4, data.Label(1));
        var error = Assert.Throws<FileNotFoundException>(() => Dataset.OpenTest(_folder));
        Assert.Contains("t10k-images-idx3-ubyte.gz", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 9 }, "one label for each image")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 9, 10 }, "labels must lie in 0 … 9, but label 1 is 10")]
    public void Labels_that_do_not_fit_are_refused(byte[] labels, string message)
    {
        File.WriteAllBytes(Path.Combine(_folder, "train-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 102, 255]);
        File.WriteAllBytes(Path.Combine(_folder, "train-labels-idx1-ubyte"), labels);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Dataset.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_pair_of_idx_files_is_opened()
    {
        // Shorts as inputs, −1 and 300 in each row; 27 classes, as letters from 1 on have.
        var letters = OpenIdx([0, 0, 0x0B, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0xFF, 0xFF, 1, 44, 0xFF, 0xFF, 1, 44], [0, 0, 8, 1, 0, 0, 0, 2, 26, 1]);
        Assert.Equal((2, 27, default((int, int))), (letters.Features, letters.Classes, letters.ImageSize));
        Assert.Equal([-1, 300], letters.Input(1).ToArray());
        Assert.Equal(26, letters.Label(0));

        // Floats to predict, from coloured images of 1 × 2.
        var colours = OpenIdx([0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 0, 0, 102], [0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0]);
        Assert.Equal((6, 1.5f, true), (colours.Features, colours.Targets(0)[0], colours.HasTargets));
        Assert.Equal([0, 1, 0.2f, 0, 0, 0.4f], colours.Input(0).ToArray());
        Assert.Equal(((1, 2), 3), OpenIdx([0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0], [0, 0, 8, 1, 0, 0, 0, 1, 0]) is var images ? (images.ImageSize, images.Channels) : default);

        Assert.Throws<InvalidDataException>(() => OpenIdx([0, 0, 8, 1, 0, 0, 0, 1, 0], [0, 0, 9, 1, 0, 0, 0, 1, 0xFF]));
        Assert.Throws<InvalidDataException>(() => OpenIdx([0, 0, 8, 1, 0, 0, 0, 1, 0], [0, 0, 0x0C, 1, 0, 0, 0, 1, 0x7F, 0xFF, 0xFF, 0xFF]));
        Assert.Throws<InvalidDataException>(() => OpenIdx([0, 0, 8, 1, 0, 0, 0, 1, 0], [0, 0, 8, 1, 0, 0, 0, 2, 0, 0]));
        Assert.Throws<InvalidDataException>(() => OpenIdx([0, 0, 0x0D, 1, 0, 0, 0, 1, 0x7F, 0x80, 0, 0], [0, 0, 8, 1, 0, 0, 0, 1, 0]));
    }

    private Dataset OpenIdx(byte[] images, byte[] labels)
    {
        File.WriteAllBytes(Path.Combine(_folder, "images"), images);
        File.WriteAllBytes(Path.Combine(_folder, "labels"), labels);
        return Dataset.OpenIdx(Path.Combine(_folder, "images"), Path.Combine(_folder, "labels"));
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("a", [1, 2, 3], [0, 1]));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("a", [1, 2], [0, 3], classes: 3));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("a", [1, float.NaN], [0, 1]));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("a", [1, 2, 3, 4], [0, 1], imageSize: (2, 2)));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("a", [1, 2, 3, 4], [0], imageSize: (-2, -2)));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("a", [1, 2, 3, 4], [0], imageSize: (65536, 65537)));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("a", [1, 2], [0, int.MaxValue]));
    }

    private static IEnumerable<float> Inputs(Dataset data) => Enumerable.Range(0, data.Count).Select(i => data.Input(i)[0]);

    private static IEnumerable<int> Labels(Dataset data) => Enumerable.Range(0, data.Count).Select(data.Label);
}
