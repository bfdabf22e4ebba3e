namespace HyperSearch.Runner;

/// <summary>
/// The events of TensorBoard, by the fields of tensorboard/compat/proto/event.proto, summary.proto and tensor.proto, Apache license 2.0.
/// </summary>
internal static class EventMessages
{
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, SourceMetadata = 10; // Event
    private const int Writer = 1; // SourceMetadata
    private const int Value = 1; // Summary
    private const int Tag = 1, SimpleValue = 2, Tensor = 8, Metadata = 9; // Summary.Value
    private const int PluginData = 1; // SummaryMetadata
    private const int PluginName = 1, Content = 2; // SummaryMetadata.PluginData
    private const int Type = 1, Shape = 2, Dimension = 2; // TensorProto, TensorShapeProto
    private const long Float = 1; // DataType

    /// <summary>What a file begins with.</summary>
    public static byte[] Begin(DateTimeOffset time) => ProtobufMembers.Message(message =>
    {
        message.Write(WallTime, Seconds(time));
        message.Write(FileVersion, "brain.Event:2");
        message.Write(SourceMetadata, inner => inner.Write(Writer, "HyperSearch"));
    });

    /// <summary>Numbers of a step, each under its tag. TensorBoard keeps them in single precision.</summary>
    public static byte[] Scalars(DateTimeOffset time, long step, IEnumerable<(string Tag, double Value)> values) => ProtobufMembers.Message(message =>
    {
        message.Write(WallTime, Seconds(time));
        message.Write(Step, step);
        message.Write(Summary, summary =>
        {
            foreach (var (tag, value) in values)
            {
                summary.Write(Value, inner =>
                {
                    inner.Write(Tag, tag);
                    inner.Write(SimpleValue, (float)value);
                });
            }
        });
    });

    /// <summary>What a plugin of TensorBoard reads, beside a tensor of no numbers.</summary>
    public static byte[] Plugin(DateTimeOffset time, long step, string tag, string plugin, byte[] content) => ProtobufMembers.Message(message =>
    {
        message.Write(WallTime, Seconds(time));
        message.Write(Step, step);
        message.Write(Summary, summary => summary.Write(Value, value =>
        {
            value.Write(Tag, tag);
            value.Write(Tensor, tensor =>
            {
                tensor.Write(Type, Float);
                tensor.Write(Shape, shape => shape.Write(Dimension, []));
            });
            value.Write(Metadata, metadata => metadata.Write(PluginData, data =>
            {
                data.Write(PluginName, plugin);
                data.Write(Content, content);
            }));
        }));
    });

    /// <summary>A time as events have it.</summary>
    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
