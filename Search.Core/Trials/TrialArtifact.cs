namespace HyperSearch;

/// <summary>A file that a trial has left, such as its model: see <see cref="ITrial.SaveArtifact"/>.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">The SHA-256 of its content, in 64 lower-case hexadecimal digits.</param>
public sealed record TrialArtifact(int Trial, string Name, long Size, string Sha256);
