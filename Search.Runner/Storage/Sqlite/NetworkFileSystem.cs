namespace HyperSearch.Runner;

/// <summary>Tells whether a SQLite file lies where SQLite should not be used: https://www.sqlite.org/wal.html, "all processes … must be on the same host".</summary>
internal static class NetworkFileSystem
{
    private const string Linux = "/proc/self/mountinfo";

    // As Linux and macOS name them; those in user space begin with "fuse.".
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "coda", "webdav", "davfs",
        "9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "drvfs",
        "ceph", "lustre", "gpfs", "glusterfs", "beegfs", "orangefs", "pvfs2", "panfs", "wekafs", "ocfs2", "gfs", "gfs2",
        "fuse.sshfs", "fuse.smbnetfs", "fuse.davfs", "fuse.davfs2", "fuse.curlftpfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.kio-fuse",
        "fuse.s3fs", "fuse.goofys", "fuse.mount-s3", "fuse.gcsfuse", "fuse.blobfuse", "fuse.blobfuse2", "fuse.juicefs", "fuse.seaweedfs",
        "fuse.ceph", "fuse.ceph-fuse", "fuse.glusterfs", "fuse.moosefs", "fuse.mfs", "fuse.lizardfs", "fuse.vmhgfs-fuse", "fuse.grpcfuse", "fuse.osxfs",
    };

    /// <summary>What to say of a file on this machine; null where its file system is a local one, or cannot be told.</summary>
    public static string? WarningOf(string file)
    {
        try
        {
            var path = Resolve(Path.GetFullPath(file));
            if (File.Exists(Linux))
                return WarningOf(path, new MountTable(File.ReadAllText(Linux)));
            var drive = new DriveInfo(path);
            return drive.DriveType == DriveType.Network || Types.Contains(drive.DriveFormat) ? Warning(path, drive.DriveFormat, drive.Name) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <param name="path">An absolute path without symbolic links.</param>
    /// <param name="mounts">What is mounted where.</param>
    public static string? WarningOf(string path, MountTable mounts) =>
        mounts.Find(path) is { } mount && Types.Contains(mount.Type) ? Warning(path, mount.Type, mount.MountPoint) : null;

    /// <summary>The path without symbolic links, as far as it exists.</summary>
    public static string Resolve(string path)
    {
        var resolved = Path.GetPathRoot(path)!;
        foreach (var name in path[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var entry = new FileInfo(Path.Combine(resolved, name));
            resolved = entry.LinkTarget is null ? entry.FullName : Resolve(entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }
        return resolved;
    }

    private static string Warning(string path, string type, string place) =>
        $"{path} lies on a network file system ({type}, at {place}). SQLite needs locks and shared memory there that such file systems often lack, and processes on several machines can damage the file. Use a file on a local disk, or a PostgreSQL database: --store postgres://user@host/database.";
}
