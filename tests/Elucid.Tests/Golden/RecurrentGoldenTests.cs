using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class RecurrentGoldenTests
{
    /// <summary>Some ten roundings of 2⁻²⁴ in each number, over up to four steps and two layers.</summary>
    const double Tolerance = 2e-6;

    static readonly JsonElement File = GoldenFile.Read("recurrent.json");

    static readonly JsonElement Networks = File.GetProperty("networks");

    public static TheoryData<string> Names => [.. Networks.Names()];

    [Theory, MemberData(nameof(Names))]
    public void Outputs_states_and_gradients_are_PyTorchs(string name)
    {
        JsonElement entry = Networks.Named(name);
        Recurrent network = Network(entry, batchFirst: false);
        Dictionary<string, Tensor> inputs = Inputs(entry, network);
        using Tape tape = Tape.Start();
        (Tensor y, RecurrentState final) = network.ForwardWithState(inputs["x"], Initial(inputs), Lengths(entry));
        AssertResults(entry, name, y, final);
        tape.Backward(Loss(entry, y, final));
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject())
            GoldenFile.AssertClose(
                gradient.Value, inputs[gradient.Name].Shape, inputs[gradient.Name].Gradient, Tolerance, $"{name}, gradient of {gradient.Name}");
    }

    [Theory, MemberData(nameof(Names))]
    public void With_the_batch_first_all_is_the_same_but_for_the_order(string name)
    {
        JsonElement entry = Networks.Named(name);
        Recurrent network = Network(entry, batchFirst: true);
        Dictionary<string, Tensor> inputs = Inputs(entry, network);
        Tensor x = new(Ops.Transpose(inputs["x"], 0, 1).Shape, Ops.Transpose(inputs["x"], 0, 1).Values, requiresGradient: true);
        using Tape tape = Tape.Start();
        (Tensor y, RecurrentState final) = network.ForwardWithState(x, Initial(inputs), Lengths(entry));
        Tensor stepFirst = Ops.Transpose(y, 0, 1);
        AssertResults(entry, name, stepFirst, final);
        tape.Backward(Loss(entry, stepFirst, final));
        Tensor dx = Ops.Transpose(new Tensor(x.Shape, x.Gradient), 0, 1);
        GoldenFile.AssertClose(entry.GetProperty("gradients").GetProperty("x"), dx.Shape, dx.Values, Tolerance, $"{name}, gradient of x");
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject().Where(gradient => gradient.Name != "x"))
            GoldenFile.AssertClose(
                gradient.Value, inputs[gradient.Name].Shape, inputs[gradient.Name].Gradient, Tolerance, $"{name}, gradient of {gradient.Name}");
    }

    [Fact]
    public void An_embedding_and_its_gradient_are_PyTorchs()
    {
        JsonElement entry = File.GetProperty("embedding");
        Embedding layer = new(7, 4, new RandomStream(1), paddingIndex: entry.GetProperty("padding").GetInt32());
        entry.GetProperty("weight").Tensor().Values.CopyTo(layer.Weight.Edit());
        float[] indices = [.. entry.GetProperty("indices").EnumerateArray().SelectMany(row => row.Doubles()).Select(index => (float)index)];
        using Tape tape = Tape.Start();
        Tensor y = layer.Forward(new Tensor([2, 3], indices));
        GoldenFile.AssertClose(entry.GetProperty("output"), y.Shape, y.Values, Tolerance, "output");
        tape.Backward(Ops.Sum(Ops.Multiply(y, entry.GetProperty("factor").Tensor().Keep())));
        GoldenFile.AssertClose(entry.GetProperty("gradient"), layer.Weight.Shape, layer.Weight.Gradient, Tolerance, "gradient");
    }

    static Recurrent Network(JsonElement entry, bool batchFirst)
    {
        JsonElement inputs = entry.GetProperty("inputs");
        int inputSize = inputs.GetProperty("x").GetProperty("shape").Integers()[^1],
            hiddenSize = inputs.GetProperty("weight_hh_l0").GetProperty("shape").Integers()[1];
        RecurrentOptions options = new()
        {
            Layers = entry.GetProperty("layers").GetInt32(),
            Bidirectional = entry.GetProperty("directions").GetInt32() == 2,
            Bias = entry.GetProperty("bias").GetBoolean(),
            BatchFirst = batchFirst,
            Activation = entry.TryGetProperty("activation", out JsonElement activation) ? ActivationCatalog.Parse(activation.GetString()!) : null,
        };
        RandomStream random = new(1);
        return entry.GetProperty("kind").GetString() switch
        {
            "rnn" => new Rnn(inputSize, hiddenSize, random, options),
            "gru" => new Gru(inputSize, hiddenSize, random, options),
            _ => new Lstm(inputSize, hiddenSize, random, options),
        };
    }

    /// <summary>The inputs of the case; those that are parameters are the network's own, with the case's values. Their names are those of
    /// PyTorch.</summary>
    static Dictionary<string, Tensor> Inputs(JsonElement entry, Recurrent network)
    {
        Dictionary<string, Tensor> inputs = entry.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Tensor());
        Assert.Equal(inputs.Keys.Where(name => name.Length > 2), network.NamedParameters().Select(p => p.Name));
        foreach ((string parameterName, Tensor parameter) in network.NamedParameters())
        {
            Assert.Equal(inputs[parameterName].Shape, parameter.Shape);
            inputs[parameterName].Values.CopyTo(parameter.Edit());
            inputs[parameterName] = parameter;
        }
        return inputs;
    }

    static RecurrentState? Initial(Dictionary<string, Tensor> inputs) =>
        inputs.TryGetValue("h0", out Tensor? hidden) ? new RecurrentState(hidden, inputs.GetValueOrDefault("c0")) : null;

    static int[] Lengths(JsonElement entry) => entry.GetProperty("lengths") is { ValueKind: JsonValueKind.Array } lengths ? lengths.Integers() : [];

    static void AssertResults(JsonElement entry, string name, Tensor y, RecurrentState final)
    {
        JsonElement results = entry.GetProperty("results");
        GoldenFile.AssertClose(results.GetProperty("y"), y.Shape, y.Values, Tolerance, $"{name}, outputs");
        GoldenFile.AssertClose(results.GetProperty("h"), final.Hidden.Shape, final.Hidden.Values, Tolerance, $"{name}, final hidden state");
        Assert.Equal(results.TryGetProperty("c", out JsonElement cell), final.Cell is not null);
        if (final.Cell is not null)
            GoldenFile.AssertClose(cell, final.Cell.Shape, final.Cell.Values, Tolerance, $"{name}, final cell state");
    }

    static Tensor Loss(JsonElement entry, Tensor y, RecurrentState final)
    {
        JsonElement weights = entry.GetProperty("weights");
        Tensor loss = Ops.Add(Weighted("y", y), Weighted("h", final.Hidden));
        return final.Cell is null ? loss : Ops.Add(loss, Weighted("c", final.Cell));

        Tensor Weighted(string name, Tensor result) => Ops.Sum(Ops.Multiply(result, weights.GetProperty(name).Tensor().Keep()));
    }
}
