using System.Runtime.InteropServices;

namespace DiscreteVae.Research.Interchange;

/// <summary>
/// A graph of ONNX operators, built node by node and written as a model. All tensors between nodes are float32 with the minibatch as
/// their first dimension.
/// </summary>
/// <remarks>
/// Field numbers are those of onnx/onnx.proto. Operator set 13 (IR version 7, ONNX 1.8 of 2020) is the first in which Softmax works along
/// one axis only; every later runtime reads it.
/// </remarks>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The version of the operators used.</summary>
    public const int OperatorSet = 13;

    private const int IrVersion = 7;
    private const int Float = 1;
    private const int Int64 = 7;
    private const int FloatAttribute = 1;
    private const int IntegerAttribute = 2;

    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _initializers = [];
    private readonly List<byte[]> _inputs = [];
    private readonly List<byte[]> _outputs = [];

    /// <summary>Declares an input of shape [batch, <paramref name="dimensions"/>].</summary>
    public string Input(string input, string meaning, params ReadOnlySpan<int> dimensions)
    {
        _inputs.Add(ValueInfo(input, meaning, dimensions));
        return input;
    }

    /// <summary>Declares an output of shape [batch, <paramref name="dimensions"/>]; a node must have that name.</summary>
    public void Output(string output, string meaning, params ReadOnlySpan<int> dimensions) => _outputs.Add(ValueInfo(output, meaning, dimensions));

    /// <summary>y = x Wᵀ + b with W outputs × inputs.</summary>
    public string Dense(string x, string result, int inputs, int outputs, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        string w = Initializer($"{result}.weight", Float, [outputs, inputs], MemoryMarshal.AsBytes(weight));
        string b = Initializer($"{result}.bias", Float, [outputs], MemoryMarshal.AsBytes(bias));
        return Node("Gemm", [x, w, b], result, node => Attribute(node, "transB", 1));
    }

    /// <summary>y = max(0, x) for a slope of 0; else x where it is positive, and slope · x where it is not.</summary>
    public string LeakyRelu(string x, string result, float negativeSlope) => negativeSlope == 0
        ? Node("Relu", [x], result)
        : Node("LeakyRelu", [x], result, node => Attribute(node, "alpha", negativeSlope));

    /// <summary>softmax over the last axis.</summary>
    public string Softmax(string x, string result) => Node("Softmax", [x], result, node => Attribute(node, "axis", -1));

    /// <summary>1 / (1 + exp(−x)).</summary>
    public string Sigmoid(string x, string result) => Node("Sigmoid", [x], result);

    /// <summary>The same values in shape [batch, <paramref name="dimensions"/>].</summary>
    public string Reshape(string x, string result, params ReadOnlySpan<int> dimensions)
    {
        // 0 copies the dimension of x.
        long[] shape = [0, .. Longs(dimensions)];
        string target = Initializer($"{result}.shape", Int64, [shape.Length], MemoryMarshal.AsBytes<long>(shape));
        return Node("Reshape", [x, target], result);
    }

    /// <summary>The whole model as a file's content.</summary>
    /// <param name="description">What it is, in a sentence.</param>
    /// <param name="metadata">For <c>metadata_props</c>.</param>
    public byte[] ToModel(string description, IEnumerable<KeyValuePair<string, string>> metadata) => ProtobufWriter.Message(model =>
    {
        model.Integer(1, IrVersion);
        model.Text(2, "dvae");
        model.Text(3, typeof(OnnxGraph).Assembly.GetName().Version!.ToString(3));
        model.Text(6, description);
        model.Nested(7, graph =>
        {
            foreach (byte[] node in _nodes) graph.Bytes(1, node);
            graph.Text(2, name);
            foreach (byte[] initializer in _initializers) graph.Bytes(5, initializer);
            foreach (byte[] input in _inputs) graph.Bytes(11, input);
            foreach (byte[] output in _outputs) graph.Bytes(12, output);
        });
        model.Nested(8, operators => operators.Integer(2, OperatorSet));
        foreach ((string key, string value) in metadata)
        {
            model.Nested(14, entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            });
        }
    });

    private string Node(string operation, IReadOnlyList<string> inputs, string result, Action<ProtobufWriter>? attributes = null)
    {
        _nodes.Add(ProtobufWriter.Message(node =>
        {
            foreach (string input in inputs) node.Text(1, input);
            node.Text(2, result);
            node.Text(3, $"{operation}:{result}");
            node.Text(4, operation);
            attributes?.Invoke(node);
        }));
        return result;
    }

    private static void Attribute(ProtobufWriter node, string attribute, long value) => node.Nested(5, message =>
    {
        message.Text(1, attribute);
        message.Integer(3, value);
        message.Integer(20, IntegerAttribute);
    });

    private static void Attribute(ProtobufWriter node, string attribute, float value) => node.Nested(5, message =>
    {
        message.Text(1, attribute);
        message.Single(2, value);
        message.Integer(20, FloatAttribute);
    });

    private string Initializer(string tensor, int type, IReadOnlyList<int> dimensions, ReadOnlySpan<byte> data)
    {
        // Raw data are little-endian, as every processor is that .NET 10 runs on here.
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("ONNX files are written on little-endian processors.");
        byte[] content = data.ToArray();
        _initializers.Add(ProtobufWriter.Message(message =>
        {
            message.Integers(1, dimensions.Select(dimension => (long)dimension));
            message.Integer(2, type);
            message.Text(8, tensor);
            message.Bytes(9, content);
        }));
        return tensor;
    }

    private static byte[] ValueInfo(string value, string meaning, ReadOnlySpan<int> dimensions)
    {
        long[] sizes = Longs(dimensions);
        return ProtobufWriter.Message(info =>
        {
            info.Text(1, value);
            info.Nested(2, type => type.Nested(1, tensor =>
            {
                tensor.Integer(1, Float);
                tensor.Nested(2, shape =>
                {
                    shape.Nested(1, dimension => dimension.Text(2, "batch"));
                    foreach (long size in sizes) shape.Nested(1, dimension => dimension.Integer(1, size));
                });
            }));
            info.Text(3, meaning);
        });
    }

    private static long[] Longs(ReadOnlySpan<int> dimensions)
    {
        var longs = new long[dimensions.Length];
        for (int i = 0; i < longs.Length; i++) longs[i] = dimensions[i];
        return longs;
    }
}
