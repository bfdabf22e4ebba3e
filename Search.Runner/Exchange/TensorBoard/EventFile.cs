using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace HyperSearch.Runner;

/// <summary>The records of a TensorBoard event file, which are those of TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord.</summary>
internal static class EventFile
{
    /// <summary>Writes a record: its length, a checksum of that, the data, and a checksum of these; all little-endian.</summary>
    public static void Write(Stream file, ReadOnlySpan<byte> data)
    {
        var record = new byte[12 + data.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Checksum(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), Checksum(data));
        // At once, so that who reads while it is written finds whole records.
        file.Write(record);
    }

    /// <summary>CRC-32C, turned and shifted as the format wants it, since checksums of what has checksums in it are bad ones.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (var rest in data[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
