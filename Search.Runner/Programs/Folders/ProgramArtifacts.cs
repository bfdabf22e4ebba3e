using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The files that a program leaves in its artifact folder, as the artifacts of its trial.</summary>
internal static class ProgramArtifacts
{
    /// <summary>Saves them, each under its path within the folder.</summary>
    /// <param name="folder">The artifact folder.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="mostFiles">So many files at most.</param>
    /// <param name="mostBytes">So many bytes at most.</param>
    public static void Save(string folder, ITrial trial, int mostFiles, long mostBytes)
    {
        try
        {
            foreach (var (name, file) in RegularFile.In(folder, mostFiles))
            {
                using var content = RegularFile.TryOpen(file.FullName);
                if (content is null)
                    continue;
                if (NameRule.Objection("artifact", name) is { } objection)
                    throw new IOException(objection);
                mostBytes -= content.Length;
                if (mostBytes < 0)
                    throw new IOException($"With {SafeText.Line(name)} they are larger than what is kept.");
                trial.SaveArtifact(name, content);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            trial.Note($"The files in the artifact folder were not all kept: {SafeText.Line(exception.Message)}");
        }
    }
}
