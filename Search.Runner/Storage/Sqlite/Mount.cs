namespace HyperSearch.Runner;

/// <summary>A line of the table.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">The number of the mount that it lies in.</param>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Type">The type of the file system, such as <c>ext4</c> or <c>fuse.sshfs</c>.</param>
internal sealed record Mount(int Id, int Parent, string MountPoint, string Type);
