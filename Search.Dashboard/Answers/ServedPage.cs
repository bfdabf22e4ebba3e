using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary>The page, which asks for what it shows, and the policy that it comes with.</summary>
internal sealed partial class ServedPage
{
    private const int BytesOfTag = 8;

    /// <param name="html">The page.</param>
    public ServedPage(string html)
    {
        var bytes = Encoding.UTF8.GetBytes(html);
        Content = PageContent.Of(Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, BytesOfTag)), stream => stream.Write(bytes));
        var policy = Policy().Match(html) is { Success: true } match ? match.Groups["policy"].Value
            : throw new InvalidOperationException("The page does not say what it may load.");
        // Who may frame a page, it cannot say itself.
        var missing = AnswerHeaders.Always.Split("; ").Where(rule => !policy.Contains(rule.Split(' ')[0], StringComparison.Ordinal));
        ContentSecurityPolicy = string.Join("; ", [policy, .. missing]);
    }

    /// <summary>The page.</summary>
    public PageContent Content { get; }

    /// <summary>What it may load and run: its own script and style, which are known by their hashes, and answers of this server.</summary>
    public string ContentSecurityPolicy { get; }

    /// <summary>The page that this program was built with.</summary>
    /// <exception cref="CommandFailedException">It was built without one.</exception>
    public static ServedPage Load()
    {
        CommandFailedException.ThrowIf(PageTemplate.Objection);
        using var html = new MemoryStream();
        PageTemplate.Write(html, PageJson.WriteServer);
        return new(Encoding.UTF8.GetString(html.ToArray()));
    }

#pragma warning disable MA0009 // What it reads is our own page.
    [GeneratedRegex("""<meta http-equiv="Content-Security-Policy" content="(?<policy>[^"]+)">""")]
    private static partial Regex Policy();
#pragma warning restore MA0009
}
