using Google.Protobuf;

namespace HyperSearch.Runner;

/// <summary>Writes messages of Protocol Buffers field by field.</summary>
internal static class ProtobufMembers
{
    /// <summary>The bytes of a message.</summary>
    public static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var message = new CodedOutputStream(bytes, leaveOpen: true))
            write(message);
        return bytes.ToArray();
    }

    extension(CodedOutputStream message)
    {
        public void Write(int field, string text)
        {
            message.WriteTag(field, WireFormat.WireType.LengthDelimited);
            message.WriteString(text);
        }

        public void Write(int field, double number)
        {
            message.WriteTag(field, WireFormat.WireType.Fixed64);
            message.WriteDouble(number);
        }

        public void Write(int field, float number)
        {
            message.WriteTag(field, WireFormat.WireType.Fixed32);
            message.WriteFloat(number);
        }

        /// <summary>A whole number or a member of an enumeration.</summary>
        public void Write(int field, long number)
        {
            message.WriteTag(field, WireFormat.WireType.Varint);
            message.WriteInt64(number);
        }

        public void Write(int field, IMessage inner)
        {
            message.WriteTag(field, WireFormat.WireType.LengthDelimited);
            message.WriteMessage(inner);
        }

        /// <summary>A message, or bytes.</summary>
        public void Write(int field, byte[] inner)
        {
            message.WriteTag(field, WireFormat.WireType.LengthDelimited);
            message.WriteBytes(ByteString.CopyFrom(inner));
        }

        /// <inheritdoc cref="Write(CodedOutputStream, int, byte[])"/>
        public void Write(int field, Action<CodedOutputStream> inner) => message.Write(field, Message(inner));
    }
}
