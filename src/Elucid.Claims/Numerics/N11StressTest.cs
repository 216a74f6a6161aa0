namespace Elucid.Claims;

internal sealed class N11StressTest : Proof
{
    public override string Topic => "stands a stress test";

    public override string Sentence => "It holds up when it is stressed with random inputs.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported";

    public override string Limits =>
        "Ten million of the four thousand million floats; all of them are gone through by the proof of accuracy, which takes "
        + "minutes.";

    public override string Answer =>
        "Of ten million random bit patterns none gives NaN that was not NaN, a value below −1, a wrong sign, or a negative "
        + "derivative.";

    public override IEnumerable<Check> Claimed() =>
    [
        .. Properties.Zip(CounterExamples(), (property, found) => new Check(property.Text, found.Length == 0, found)),
        new Check("f(−∞) = −1", Floats.Value(Activations.Elu(), float.NegativeInfinity) == -1),
        new Check("f(∞) = ∞", float.IsPositiveInfinity(Floats.Value(Activations.Elu(), float.PositiveInfinity))),
    ];

    static readonly (string Text, Func<float, float, float, bool> Holds)[] Properties =
    [
        ("not NaN, unless the input is", (x, y, dy) => float.IsNaN(y) == float.IsNaN(x)),
        ("at least −1", (x, y, dy) => float.IsNaN(x) || y >= -1),
        ("x itself where x ≥ 0", (x, y, dy) => !(x >= 0) || y == x),
        ("the sign of x", (x, y, dy) => float.IsNaN(x) || float.IsNegative(y) == float.IsNegative(x)),
        ("a derivative from 0 to 1, above 0 from −87 on", (x, y, dy) => float.IsNaN(x) || (dy is >= 0 and <= 1 && (x < -87 || dy > 0))),
    ];

    // The first input for which each property fails; empty where none does.
    static string[] CounterExamples()
    {
        const int Count = 10_000_000, Part = 100_000;
        RandomStream random = new(11);
        float[] x = new float[Part];
        string[] found = [.. Properties.Select(_ => "")];
        for (int done = 0; done < Count; done += Part)
        {
            for (int i = 0; i < Part; i++)
                x[i] = BitConverter.UInt32BitsToSingle((uint)random.NextUInt64());
            (float[] y, float[] dy) = Floats.Of(Activations.Elu(), x);
            for (int property = 0; property < found.Length; property++)
                for (int i = 0; i < Part && found[property].Length == 0; i++)
                    if (!Properties[property].Holds(x[i], y[i], dy[i]))
                        found[property] = $"x = {x[i]:R} gives {y[i]:R} and {dy[i]:R}";
        }
        return found;
    }
}
