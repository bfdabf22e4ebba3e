using System.Text;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class EventFileTests
{
    /// <summary>The check value of CRC-32C (RFC 3720, B.4, and the catalogue's "123456789"), turned by 15 bits and shifted.</summary>
    [Theory]
    [InlineData("", 0x00000000)]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 0x8A9136AA)]
    public void The_checksum_is_the_published_one(string text, uint crc) =>
        Assert.Equal(((crc >> 15) | (crc << 17)) + 0xA282EAD8, EventFile.Checksum(Encoding.ASCII.GetBytes(text)));
}
