namespace HyperSearch;

/// <summary>Where the content of an artifact may come from.</summary>
public static class TrialArtifacts
{
    extension(ITrial trial)
    {
        /// <inheritdoc cref="ITrial.SaveArtifact"/>
        /// <param name="name">What it is called: a name as of a parameter. It chooses no path.</param>
        /// <param name="content">The content, read from where the stream stands.</param>
        public void SaveArtifact(string name, Stream content)
        {
            ArgumentNullException.ThrowIfNull(trial);
            trial.SaveArtifact(name, content.CopyTo);
        }

        /// <inheritdoc cref="ITrial.SaveArtifact"/>
        /// <param name="name">What it is called: a name as of a parameter. It chooses no path.</param>
        /// <param name="content">The content.</param>
        public void SaveArtifact(string name, byte[] content)
        {
            ArgumentNullException.ThrowIfNull(trial);
            trial.SaveArtifact(name, target => target.Write(content));
        }

        /// <inheritdoc cref="ITrial.SaveArtifact"/>
        /// <param name="name">What it is called: a name as of a parameter. It chooses no path.</param>
        /// <param name="file">The file with the content, which stays as it is.</param>
        /// <exception cref="IOException">The file cannot be read.</exception>
        public void SaveArtifact(string name, FileInfo file)
        {
            ArgumentNullException.ThrowIfNull(trial);
            using var source = file.OpenRead();
            trial.SaveArtifact(name, source.CopyTo);
        }
    }
}
