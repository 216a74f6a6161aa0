using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class NormalizationGoldenTests
{
    /// <summary>Some ten roundings of 2⁻²⁴ in each number, which are a few units large; gradients are differences of numbers that 1 / deviation makes
    /// larger.</summary>
    const double Tolerance = 1e-6;

    static readonly JsonElement Cases = GoldenFile.Read("normalization.json");

    public static TheoryData<string> Names => [.. Cases.Names().Where(name => name != "cumulative")];

    [Theory, MemberData(nameof(Names))]
    public void Values_gradients_and_running_statistics_are_PyTorchs(string name)
    {
        JsonElement entry = Cases.Named(name);
        Dictionary<string, Tensor> inputs = entry.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Tensor());
        using Tape tape = Tape.Start();
        Tensor y = Compute(entry, inputs["x"], inputs.GetValueOrDefault("weight"), inputs.GetValueOrDefault("bias"));
        GoldenFile.AssertClose(entry.GetProperty("output"), y.Shape, y.Values, Tolerance, name);
        tape.Backward(Ops.Sum(Ops.Multiply(y, entry.GetProperty("weight").Tensor().Keep())));
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject())
        {
            Tensor input = inputs[gradient.Name];
            GoldenFile.AssertClose(gradient.Value, input.Shape, input.Gradient, 5 * Tolerance, $"{name}, gradient of {gradient.Name}");
        }
    }

    static Tensor Compute(JsonElement entry, Tensor x, Tensor? weight, Tensor? bias)
    {
        switch (entry.GetProperty("kind").GetString())
        {
            case "group":
                return Ops.GroupNorm(x, entry.GetProperty("groups").GetInt32(), weight, bias);
            case "layer":
                return Ops.LayerNorm(
                    x, new Shape(entry.GetProperty("normalized").Integers()), weight, bias, entry.GetProperty("epsilon").GetDouble());
        }
        JsonElement start = entry.GetProperty("start"), end = entry.GetProperty("end");
        Tensor mean = start.GetProperty("running_mean").Tensor().Keep(), variance = start.GetProperty("running_var").Tensor().Keep();
        double momentum = entry.GetProperty("momentum").GetDouble(), epsilon = entry.GetProperty("epsilon").GetDouble();
        Tensor y = entry.GetProperty("training").GetBoolean()
            ? Ops.BatchNorm(x, weight, bias, mean, variance, momentum, epsilon)
            : Ops.Normalize(x, weight, bias, mean, variance, epsilon);
        GoldenFile.AssertClose(end.GetProperty("running_mean"), mean.Shape, mean.Values, Tolerance, "running mean");
        GoldenFile.AssertClose(end.GetProperty("running_var"), variance.Shape, variance.Values, Tolerance, "running variance");
        return y;
    }

    [Fact]
    public void Without_momentum_the_running_statistics_are_the_mean_of_all_batches_under_PyTorchs_names()
    {
        JsonElement entry = Cases.Named("cumulative"), end = entry.GetProperty("end");
        BatchNorm1d layer = new(3, momentum: null);
        foreach (JsonElement batch in entry.GetProperty("batches").EnumerateArray())
            layer.Forward(batch.Tensor());
        Assert.Equal(end.EnumerateObject().Select(p => p.Name), layer.NamedState().Select(t => t.Name));
        foreach ((string name, Tensor value) in layer.NamedState())
            GoldenFile.AssertClose(end.GetProperty(name), value.Shape, value.Values, Tolerance, name);
    }
}
