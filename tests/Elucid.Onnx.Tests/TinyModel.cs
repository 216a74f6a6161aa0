namespace Elucid.Onnx.Tests;

/// <summary>Models of a few nodes from x to y, made field by field, so that they can be as wrong as a test wants.</summary>
static class TinyModel
{
    public static byte[] Of(IEnumerable<Message> nodes, params IEnumerable<Message> initializers) => Of(nodes, initializers, opset: 17);

    public static byte[] Of(IEnumerable<Message> nodes, IEnumerable<Message> initializers, int opset)
    {
        Message graph = new Message().Add(1, nodes).Add(2, "tiny").Add(5, initializers).Add(11, Value("x")).Add(12, Value("y"));
        return new Message().Add(1, 8).Add(8, new Message().Add(1, "").Add(2, opset)).Add(7, graph).ToArray();
    }

    public static Message Node(string op, string input, string output, string name = "") =>
        new Message().Add(1, input).Add(2, output).Add(3, name).Add(4, op);

    public static Message Tensor(string name, long[] shape, byte[] raw, int type = 1)
    {
        Message tensor = new();
        foreach (long length in shape)
            tensor.Add(1, length);
        return tensor.Add(2, type).Add(8, name).Add(9, raw);
    }

    public static Message Value(string name)
    {
        Message shape = new Message().Add(1, new Message().Add(2, "rows")).Add(1, new Message().Add(1, 3));
        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, 1).Add(2, shape)));
    }
}
