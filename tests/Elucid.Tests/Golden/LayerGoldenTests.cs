using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class LayerGoldenTests
{
    /// <summary>Some ten roundings of 2⁻²⁴ in each number; inputs are a few units large, so that errors of sums are absolute.</summary>
    const double Tolerance = 1e-6;

    static readonly JsonElement Cases = GoldenFile.Read("layers.json");

    public static TheoryData<string> Names => [.. Cases.Names().Where(name => name != "mlp")];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        JsonElement entry = Cases.Named(name);
        Dictionary<string, Tensor> inputs = entry.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Tensor());
        using Tape tape = Tape.Start();
        Tensor y = Compute(name, inputs, entry);
        GoldenFile.AssertClose(entry.GetProperty("output"), y.Shape, y.Values, Tolerance, name);
        JsonElement weight = entry.GetProperty("weight");
        tape.Backward(weight.ValueKind == JsonValueKind.Null ? y : Ops.Sum(Ops.Multiply(y, weight.Tensor().Keep())));
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject())
        {
            Tensor input = inputs[gradient.Name];
            GoldenFile.AssertClose(gradient.Value, input.Shape, input.Gradient, Tolerance, $"{name}, gradient of {gradient.Name}");
        }
    }

    [Fact]
    public void A_network_has_PyTorchs_loss_and_gradients_under_PyTorchs_names()
    {
        JsonElement entry = Cases.Named("mlp");
        RandomStream random = new(1);
        Activation elu = ActivationCatalog.Parse("elu");
        Sequential model = new(
            new Linear(5, 7, random), new ActivationLayer(elu), new Linear(7, 6, random), new ActivationLayer(elu), new Linear(6, 4, random));
        JsonElement inputs = entry.GetProperty("inputs");
        Assert.Equal(inputs.EnumerateObject().Select(p => p.Name).Where(name => name != "x"), model.NamedParameters().Select(p => p.Name));
        foreach ((string name, Tensor parameter) in model.NamedParameters())
            inputs.GetProperty(name).Tensor().Values.CopyTo(parameter.Edit());

        using Tape tape = Tape.Start();
        Tensor loss = Loss.CrossEntropy(model.Forward(inputs.GetProperty("x").Tensor().Keep()), entry.GetProperty("labels").Integers());
        GoldenFile.AssertClose(entry.GetProperty("output"), loss.Shape, loss.Values, Tolerance, "loss");
        tape.Backward(loss);
        foreach ((string name, Tensor parameter) in model.NamedParameters())
            GoldenFile.AssertClose(entry.GetProperty("gradients").GetProperty(name), parameter.Shape, parameter.Gradient, Tolerance, name);
    }

    static Tensor Compute(string name, Dictionary<string, Tensor> inputs, JsonElement entry)
    {
        Tensor x = inputs["x"];
        Tensor Target() => inputs["target"].Keep();
        int[] Labels() => entry.GetProperty("labels").Integers();
        return name switch
        {
            "softmax" => Ops.Softmax(x),
            "log-softmax" => Ops.LogSoftmax(x),
            "cross-entropy with smoothing 0.0" => Loss.CrossEntropy(x, Labels()),
            "cross-entropy with smoothing 0.125" => Loss.CrossEntropy(x, Labels(), 0.125f),
            "mean squared error" => Loss.MeanSquaredError(x, Target()),
            "mean absolute error" => Loss.MeanAbsoluteError(x, Target()),
            "huber of delta 1" => Loss.Huber(x, Target()),
            "huber of delta 0.5" => Loss.Huber(x, Target(), 0.5f),
            "binary cross-entropy" => Loss.BinaryCrossEntropyWithLogits(x, Target()),
            _ => Ops.Linear(x, inputs["weight"], inputs["bias"]),
        };
    }
}
