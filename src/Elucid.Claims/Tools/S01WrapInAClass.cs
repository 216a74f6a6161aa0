namespace Elucid.Claims;

internal sealed class S01WrapInAClass : Proof
{
    public override string Sentence => "One wraps ELU in a class and uses it again.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "It says that the class keeps its α, not that a class is needed.";

    public override string Answer =>
        "The layer keeps its α: its name reads back as the same function, and a network saved and loaded gives the same bits.";

    public override IEnumerable<Check> Claimed() => [.. new[] { 0.25, 1, 1.5 }.SelectMany(Kept)];

    static IEnumerable<Check> Kept(double alpha)
    {
        Activation f = Activations.Elu(alpha), read = ActivationCatalog.Parse(f.Name);
        yield return new Check($"α = {alpha}: '{f.Name}' reads back", read.Evaluate(-1.5) == f.Evaluate(-1.5));
        Sequential Network(ulong seed) => Sequential.Mlp([4, 8, 2], f, new RandomStream(seed), Initializer.He);
        (Sequential first, Sequential second) = (Network(1), Network(2));
        using MemoryStream file = new();
        Weights.Save(first, file);
        file.Position = 0;
        Weights.Load(second, file);
        Tensor x = Tensor.Gaussian([5, 4], new RandomStream(3));
        yield return new Check($"α = {alpha}: saved and loaded", first.Predict(x).Values.SequenceEqual(second.Predict(x).Values));
    }
}
