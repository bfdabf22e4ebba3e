namespace HyperSearch.Runner;

/// <summary>A file as far as it tells whether it was written to.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Written">When it was written to.</param>
/// <param name="HasCompanions">Whether a log, shared memory or a journal lies beside it, as while a process works on it.</param>
internal readonly record struct FileState(long Length, DateTime Written, bool HasCompanions);
