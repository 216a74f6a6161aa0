using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class PoolingGoldenTests
{
    const double Tolerance = 5e-7;

    static readonly JsonElement Cases = GoldenFile.Read("pooling.json");

    public static TheoryData<string> Names => [.. Cases.Names()];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        JsonElement entry = Cases.Named(name);
        Tensor x = entry.GetProperty("inputs").GetProperty("x").Tensor();
        using Tape tape = Tape.Start();
        Tensor y = Compute(name, x, entry);
        GoldenFile.AssertClose(entry.GetProperty("output"), y.Shape, y.Values, Tolerance, name);
        tape.Backward(Ops.Sum(Ops.Multiply(y, entry.GetProperty("weight").Tensor().Keep())));
        GoldenFile.AssertClose(entry.GetProperty("gradients").GetProperty("x"), x.Shape, x.Gradient, Tolerance, $"{name}, gradient");
    }

    static Tensor Compute(string name, Tensor x, JsonElement entry)
    {
        if (entry.TryGetProperty("size", out JsonElement size))
            return Resize(name, x, (size[0].GetInt32(), size[1].GetInt32()));
        if (entry.TryGetProperty("factor", out JsonElement factor))
            return new Upsample(
                (factor[0].GetInt32(), factor[1].GetInt32()), name[0] == 'n' ? UpsampleMode.Nearest
                    : UpsampleMode.Bilinear, name.Contains("aligned", StringComparison.Ordinal)).Forward(x);
        Options o = new(entry.GetProperty("options"));
        return (name[..3], x.Shape.Rank) switch
        {
            ("max", 4) =>
                Ops.MaxPool2d(x, o.Pair("kernel_size")!.Value, o.Pair("stride"), o.Pair("padding"), o.Pair("dilation"), o.Is("ceil_mode", false)),
            ("max", _) =>
                Ops.MaxPool1d(
                    x, o.Int("kernel_size")!.Value, o.Int("stride"), o.Int("padding") ?? 0, o.Int("dilation") ?? 1, o.Is("ceil_mode", false)),
            (_, 4) => Ops.AvgPool2d(
                x, o.Pair("kernel_size")!.Value, o.Pair("stride"), o.Pair("padding"), o.Is("ceil_mode", false), o.Is("count_include_pad", true)),
            _ => Ops.AvgPool1d(
                x, o.Int("kernel_size")!.Value, o.Int("stride"), o.Int("padding") ?? 0, o.Is("ceil_mode", false), o.Is("count_include_pad", true)),
        };
    }

    static Tensor Resize(string name, Tensor x, Size2d size) => name.Split(' ') switch
    {
        ["adaptive", "average", ..] => Ops.AdaptiveAvgPool2d(x, size),
        ["adaptive", ..] => Ops.AdaptiveMaxPool2d(x, size),
        ["nearest", ..] => Ops.Upsample(x, size),
        ["bilinear", "with", ..] => Ops.Upsample(x, size, UpsampleMode.Bilinear, alignCorners: true),
        _ => Ops.Upsample(x, size, UpsampleMode.Bilinear),
    };

    readonly struct Options(JsonElement options)
    {
        public int? Int(string name) => options.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;

        public Size2d? Pair(string name) => !options.TryGetProperty(name, out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.Number ? value.GetInt32() : (value[0].GetInt32(), value[1].GetInt32());

        public bool Is(string name, bool otherwise) => options.TryGetProperty(name, out JsonElement value) ? value.GetBoolean() : otherwise;
    }
}
