using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+x", "'+x")]
    [InlineData("-x", "'-x")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("\nx", "'\nx")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("'=1", "''=1")]
    [InlineData("-", "'-")]
    [InlineData("-1.5e-3", "-1.5e-3")]
    [InlineData("+2", "+2")]
    [InlineData("relu", "relu")]
    [InlineData("", "")]
    public void Text_that_a_spreadsheet_would_calculate_stands_after_an_apostrophe_and_is_read_back(string text, string written)
    {
        Assert.Equal(written, CsvText.Protect(text));
        Assert.Equal(text, CsvText.Plain(written));
    }

    [Theory]
    [InlineData("'quoted'")]
    [InlineData("'")]
    [InlineData("it's")]
    public void An_apostrophe_that_a_person_wrote_before_other_text_stays(string text) => Assert.Equal(text, CsvText.Plain(text));
}
