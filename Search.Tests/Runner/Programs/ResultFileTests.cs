using System.Globalization;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ResultFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"acc": 0.9, "name": "x", "loss": 1e-2}""", "acc=0.9 loss=0.01")]
    [InlineData("\uFEFF \n{\"acc\": 0.9}", "acc=0.9")]
    [InlineData("epoch,acc,name\n1,0.5,a\n2,0.9,b\n", "epoch=2 acc=0.9")]
    [InlineData("acc , \"a,b\"\n 0.9 , \"3\"\n", "acc=0.9 a,b=3")]
    [InlineData("acc\n", "")]
    [InlineData("{}", "")]
    public void The_numbers_of_a_file_are_those_of_its_object_or_its_last_row(string text, string numbers) =>
        Assert.Equal(numbers, string.Join(' ', ResultFile.Read(Written(text)).Select(number => string.Create(CultureInfo.InvariantCulture, $"{number.Name}={number.Value}"))));

    [Theory]
    [InlineData("{\"acc\": ")]
    [InlineData("{\"acc\": 1} {")]
    public void What_is_damaged_is_refused(string text) => Assert.Throws<ProgramException>(() => ResultFile.Read(Written(text)));

    private string Written(string text)
    {
        var file = _folder.File("result");
        File.WriteAllText(file, text);
        return file;
    }
}
