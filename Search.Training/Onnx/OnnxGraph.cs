using System.Runtime.InteropServices;
using Google.Protobuf;

namespace HyperSearch.Training;

/// <summary>A graph of ONNX in the making: nodes in the order in which they are computed, and the constants that they read.</summary>
internal sealed class OnnxGraph
{
    public GraphProto Graph { get; } = new() { Name = "HyperSearch" };

    public static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, IEnumerable<long> values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    /// <returns>The name of its output.</returns>
    public string Add(string operation, string output, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        Graph.Node.Add(new NodeProto { OpType = operation, Name = output, Output = { output }, Input = { inputs }, Attribute = { attributes } });
        return output;
    }

    /// <summary>Numbers of a shape; of none: a single one.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string name, float[] values, params IEnumerable<long> shape) =>
        Constant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    /// <summary>Whole numbers: the sizes of a shape.</summary>
    public string Shape(string name, params long[] values) =>
        Constant(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    /// <summary>A matrix of 32-bit floats with as many rows as there are examples.</summary>
    public static ValueInfoProto Rows(string name, int columns, string description) => new()
    {
        Name = name,
        DocString = description,
        Type = new()
        {
            TensorType = new()
            {
                ElemType = (int)TensorProto.Types.DataType.Float,
                Shape = new() { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" }, new TensorShapeProto.Types.Dimension { DimValue = columns } } },
            },
        },
    };

    /// <param name="values">Little-endian, as every processor that .NET 10 runs on has them.</param>
    private string Constant(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> values, IEnumerable<long> shape)
    {
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(values) });
        return name;
    }
}
