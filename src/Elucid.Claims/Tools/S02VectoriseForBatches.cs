namespace Elucid.Claims;

internal sealed class S02VectoriseForBatches : Proof
{
    public override string Sentence => "One vectorises it for batches.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "On this machine's vectors; the tests of the library go through all widths.";

    public override string Answer => "A hundred thousand at once give the bits that each gives alone, within 2 ulp of double precision.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("at once as one by one", Alone().SequenceEqual(Together)),
        new Check("within 2 ulp of double precision", Together.Zip(Inputs).All(pair =>
            Math.Abs(pair.First - Activations.Elu().Evaluate(pair.Second)) <= 2 * (
                MathF.BitIncrement(MathF.Abs(pair.First)) - MathF.Abs(pair.First)))),
    ];

    static readonly float[] Inputs = Drawn();

    static float[] Together => Floats.Of(Activations.Elu(), Inputs).Values;

    static float[] Alone() => [.. Inputs.Select(x => Floats.Value(Activations.Elu(), x))];

    static float[] Drawn()
    {
        RandomStream random = new(1);
        return [.. Enumerable.Range(0, 100_000).Select(_ => 4 * random.NextGaussian())];
    }
}
