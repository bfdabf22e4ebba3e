namespace HyperSearch.Training;

/// <summary>The checksum of gzip (RFC 1952, section 8), byte by byte.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Enumerable.Range(0, 8).Aggregate((uint)index, (value, _) => (value >> 1) ^ ((value & 1) * 0xEDB88320)))];

    /// <param name="before">Of what comes before; 0: nothing.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var value = ~before;
        foreach (var next in bytes)
            value = Table[(byte)(value ^ next)] ^ (value >> 8);
        return ~value;
    }
}
