using System.Text;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a trial has printed, put together.</summary>
internal static class TrialLogText
{
    /// <summary>The text of all attempts that is kept, each under a line that names it where there are several, with a mark where a part is missing.</summary>
    /// <param name="pieces">By attempt, in order.</param>
    public static string Of(IReadOnlyList<TrialLogPiece> pieces)
    {
        var text = new StringBuilder();
        var attempts = pieces.GroupBy(piece => piece.Attempt).ToArray();
        foreach (var attempt in attempts)
        {
            if (attempts.Length > 1)
                StartLine().Append("--- attempt ").Append(attempt.Key).Append(" ---\n");
            var next = 0;
            foreach (var piece in attempt)
            {
                if (piece.Number != next)
                    StartLine().Append("--- a part was too much to keep ---\n");
                text.Append(piece.Text);
                next = piece.Number + 1;
            }
        }
        return text.ToString();

        StringBuilder StartLine() => text.Length > 0 && text[^1] != '\n' ? text.Append('\n') : text;
    }
}
