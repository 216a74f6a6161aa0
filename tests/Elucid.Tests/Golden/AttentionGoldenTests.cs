using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class AttentionGoldenTests
{
    const int Features = 4, Heads = 2, Hidden = 5, Length = 5, Keys = 4;

    /// <summary>Sums of some dozens of roundings of 2⁻²⁴; numbers are a few units large.</summary>
    const double Tolerance = 4e-6;

    static readonly JsonElement Cases = GoldenFile.Read("attention.json");

    public static TheoryData<string> Names => [.. Cases.Names()];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs_under_PyTorchs_names(string name)
    {
        JsonElement entry = Cases.Named(name), inputs = entry.GetProperty("inputs");
        Module module = Create(name);
        string[] own = [.. inputs.EnumerateObject().Select(p => p.Name).Where(n => n is not ("x" or "memory"))];
        Assert.Equal(own, module.NamedParameters().Select(p => p.Name));
        Dictionary<string, Tensor> tensors = module.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
        foreach (string parameter in own)
            inputs.GetProperty(parameter).Tensor().Values.CopyTo(tensors[parameter].Edit());
        tensors["x"] = inputs.GetProperty("x").Tensor();
        if (inputs.TryGetProperty("memory", out JsonElement memory))
            tensors["memory"] = memory.Tensor();

        using Tape tape = Tape.Start();
        Tensor y = Forward(module, name, tensors["x"], tensors.GetValueOrDefault("memory"), entry);
        GoldenFile.AssertClose(entry.GetProperty("output"), y.Shape, y.Values, Tolerance, name);
        tape.Backward(Ops.Sum(Ops.Multiply(y, entry.GetProperty("weight").Tensor().Keep())));
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject())
            GoldenFile.AssertClose(
                gradient.Value, tensors[gradient.Name].Shape, tensors[gradient.Name].Gradient, Tolerance, $"{name}, gradient of {gradient.Name}");
        Assert.Equal(tensors.Keys.Order(), entry.GetProperty("gradients").EnumerateObject().Select(p => p.Name).Order());
    }

    static Module Create(string name)
    {
        RandomStream random = new(1);
        Activation elu = ActivationCatalog.Parse("elu");
        bool before = name.EndsWith("before", StringComparison.Ordinal);
        return name switch
        {
            "encoder" =>
                new TransformerEncoder(
                    2, _ => new TransformerEncoderLayer(Features, Heads, Hidden, elu, random, normFirst: true), new LayerNorm(Features)),
            _ when name.Contains("encoder layer", StringComparison.Ordinal) =>
                new TransformerEncoderLayer(Features, Heads, Hidden, elu, random, normFirst: before),
            _ when name.Contains("decoder layer", StringComparison.Ordinal) =>
                new TransformerDecoderLayer(Features, Heads, Hidden, elu, random, normFirst: before),
            _ => new MultiHeadAttention(Features, Heads, random, bias: name != "attention without bias"),
        };
    }

    static Tensor Forward(Module module, string name, Tensor x, Tensor? memory, JsonElement entry)
    {
        bool isCausal = name.Contains("causal", StringComparison.Ordinal);
        Tensor? mask = entry.TryGetProperty("mask", out JsonElement values) ? Mask(values)
            : !name.Contains("padding", StringComparison.Ordinal) ? null
            : memory is null ? AttentionMasks.Padding([5, 3], Length) : AttentionMasks.Padding([4, 2], Keys);
        return module switch
        {
            TransformerEncoder encoder => encoder.Forward(x, mask, isCausal: true),
            TransformerEncoderLayer layer => layer.Forward(x, mask, isCausal),
            TransformerDecoderLayer layer => layer.Forward(x, memory!, memoryMask: mask),
            MultiHeadAttention attention => memory is null ? attention.Forward(x, mask, isCausal) : attention.ForwardCross(x, memory, mask),
            _ => throw new NotSupportedException(name),
        };
    }

    // JSON has no infinities: they are written as text.
    static Tensor Mask(JsonElement mask) => new(
        new Shape(mask.GetProperty("shape").Integers()),
        [.. mask.GetProperty("values").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? float.NegativeInfinity : v.GetSingle())]);
}
