using System.Security.Cryptography;
using System.Text;

namespace HyperSearch.Dashboard;

/// <summary>What whoever asks must know, where others than this machine can reach the server.</summary>
/// <param name="text">The token.</param>
internal sealed class AccessToken(string text)
{
    /// <summary>Gives the token where the command line does not, which others on the machine can read.</summary>
    public const string Variable = "HYPERSEARCH_TOKEN";

    /// <summary>The cookie in which a browser keeps it.</summary>
    public const string Cookie = "hypersearch-token";

    /// <summary>The parameter of the page's address that has it.</summary>
    public const string Parameter = "token";

    private const int FewestCharacters = 8, MostCharacters = 200, RandomBytes = 24;

    private readonly byte[] _hash = HashOf(text);

    /// <summary>A token that nobody can guess.</summary>
    public static AccessToken Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <summary>Why a text cannot be a token; null where it can. It goes into addresses and cookies as it is.</summary>
    public static string? Objection(string text) => text.Length is >= FewestCharacters and <= MostCharacters && text.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' or '.' or '~')
        ? null
        : $"A token has {FewestCharacters} to {MostCharacters} letters, digits, and - _ . ~, but the one given has {text.Length} characters{(text.Length is >= FewestCharacters and <= MostCharacters ? ", of which some are others" : "")}.";

    /// <summary>Whether a text is the token. It takes as long whatever the text is.</summary>
    public bool Is(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(HashOf(given), _hash);

    public override string ToString() => text;

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
