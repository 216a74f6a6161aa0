using System.Globalization;
using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class OperationGoldenTests
{
    // Results and gradients of one element err by an ulp or two; sums over a few add as many.
    const double Tolerance = 5e-7;

    static readonly JsonElement Cases = GoldenFile.Read("operations.json");

    public static TheoryData<string> Names => [.. Cases.Names()];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        JsonElement entry = Cases.Named(name);
        Dictionary<string, Tensor> inputs = entry.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Tensor());
        using Tape tape = Tape.Start();
        Tensor y = Compute(name.Split(' '), inputs);
        GoldenFile.AssertClose(entry.GetProperty("output"), y.Shape, y.Values, Tolerance, name);
        tape.Backward(Ops.Sum(y * entry.GetProperty("weight").Tensor().Detach()));
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject())
            GoldenFile.AssertClose(
                gradient.Value, inputs[gradient.Name].Shape, inputs[gradient.Name].Gradient, Tolerance, $"{name}, gradient of {gradient.Name}");
    }

    static Tensor Compute(string[] words, Dictionary<string, Tensor> inputs)
    {
        Tensor x = inputs["x"];
        double? Number(int index) => words[index] == "None" ? null : double.Parse(words[index], CultureInfo.InvariantCulture);
        int Axis() => (int)Number(1)!.Value;
        return words[0] switch
        {
            "exp" => Ops.Exp(x),
            "log" => Ops.Log(x),
            "sqrt" => Ops.Sqrt(x),
            "rsqrt" => Ops.Rsqrt(x),
            "abs" => Ops.Abs(x),
            "square" => Ops.Square(x),
            "erf" => Ops.Erf(x),
            "pow" => Ops.Pow(x, Number(1)!.Value),
            "clamp" => Ops.Clamp(x, Number(1) ?? double.NegativeInfinity, Number(2) ?? double.PositiveInfinity),
            "maximum" => Ops.Maximum(x, inputs["y"]),
            "minimum" => Ops.Minimum(x, inputs["y"]),
            "where" => Ops.Where(inputs["mask"].Detach(), x, inputs["y"]),
            "gather" => Ops.Gather(x, [.. inputs["indices"].Values.ToArray().Select(i => (int)i)], Axis()),
            "take-along" => Ops.TakeAlong(x, inputs["indices"], Axis()),
            "stack" => Ops.Stack(Axis(), x, inputs["y"], x),
            "cumulative-sum" => Ops.CumulativeSum(x, Axis()),
            _ => throw new NotSupportedException(words[0]),
        };
    }
}
