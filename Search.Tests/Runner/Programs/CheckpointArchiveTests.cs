using System.Formats.Tar;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class CheckpointArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_extracted_are_the_files_that_were_written()
    {
        var source = Directory.CreateDirectory(_folder.File("source")).FullName;
        Directory.CreateDirectory(Path.Combine(source, "deep", "er"));
        File.WriteAllText(Path.Combine(source, "a b é.txt"), "one");
        File.WriteAllBytes(Path.Combine(source, "deep", "er", "empty"), []);
        File.SetLastWriteTimeUtc(Path.Combine(source, "a b é.txt"), new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        using var archive = new MemoryStream();

        CheckpointArchive.Write(source, archive, 1000);
        archive.Position = 0;
        var target = Directory.CreateDirectory(_folder.File("target")).FullName;
        CheckpointArchive.Extract(archive, target, 1000);

        Assert.Equal(FolderState.Of(source), FolderState.Of(target));
        Assert.Equal("one", File.ReadAllText(Path.Combine(target, "a b é.txt")));
    }

    [Fact]
    public void Links_and_pipes_are_left_out()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need a right that users of Windows do not have.");
        var source = Directory.CreateDirectory(_folder.File("source")).FullName;
        File.WriteAllText(Path.Combine(source, "file"), "one");
        File.CreateSymbolicLink(Path.Combine(source, "link"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(source, "folder"), "/etc");
        using (var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(source, "pipe")))
            made.WaitForExit();
        using var archive = new MemoryStream();

        CheckpointArchive.Write(source, archive, 1000);
        archive.Position = 0;

        using var reader = new TarReader(archive);
        Assert.Equal("file", reader.GetNextEntry()!.Name);
        Assert.Null(reader.GetNextEntry());
    }

    [Theory]
    [InlineData("../out", TarEntryType.RegularFile)]
    [InlineData("a/../../out", TarEntryType.RegularFile)]
    [InlineData("/tmp/out", TarEntryType.RegularFile)]
    [InlineData("", TarEntryType.RegularFile)]
    [InlineData("a//b", TarEntryType.RegularFile)]
    [InlineData("link", TarEntryType.SymbolicLink)]
    [InlineData("link", TarEntryType.HardLink)]
    [InlineData("pipe", TarEntryType.Fifo)]
    public void What_is_no_file_within_the_folder_is_refused(string name, TarEntryType type)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            var entry = new PaxTarEntry(type, name.Length > 0 ? name : "x");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                entry.LinkName = "/etc/passwd";
            if (name.Length == 0)
                entry.Name = "./";
            writer.WriteEntry(entry);
        }
        archive.Position = 0;

        Assert.Throws<InvalidDataException>(() => CheckpointArchive.Extract(archive, Directory.CreateDirectory(_folder.File("target")).FullName, 1000));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("target")));
    }

    [Fact]
    public void More_than_is_kept_is_neither_written_nor_read()
    {
        var source = Directory.CreateDirectory(_folder.File("source")).FullName;
        File.WriteAllBytes(Path.Combine(source, "file"), new byte[1001]);
        using var archive = new MemoryStream();

        Assert.Throws<IOException>(() => CheckpointArchive.Write(source, new MemoryStream(), 1000));
        CheckpointArchive.Write(source, archive, 1001);
        archive.Position = 0;

        Assert.Throws<InvalidDataException>(() => CheckpointArchive.Extract(archive, Directory.CreateDirectory(_folder.File("target")).FullName, 1000));
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        using var archive = new MemoryStream([.. Enumerable.Repeat((byte)'x', 2000)]);

        Assert.Throws<InvalidDataException>(() => CheckpointArchive.Extract(archive, Directory.CreateDirectory(_folder.File("target")).FullName, 10_000));
    }
}
