using Elucid.Onnx;

namespace Elucid.Claims;

internal sealed class S04UseInAnyFramework : Proof
{
    public override string Sentence => "Its relatives drop into other frameworks, too.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported";

    public override string Limits => "ONNX Runtime agrees in the library's tests; other frameworks were not tried.";

    public override string Answer => "ELU, SELU, CELU, PReLU, softplus and Leaky ReLU come back from ONNX files within a millionth.";

    public override IEnumerable<Check> Claimed() => [.. Names.Select(RoundTrip)];

    static readonly string[] Names = ["elu:alpha=0.5", "selu", "celu:alpha=2", "prelu", "softplus", "leaky-relu:slope=0.1"];

    static Check RoundTrip(string name)
    {
        Sequential network = new(new ActivationLayer(ActivationCatalog.Parse(name)));
        Module read = OnnxImport.Load(OnnxExport.ToBytes(network, [1, 64]));
        Tensor x = Tensor.Gaussian([1, 64], new RandomStream(1));
        float worst = network.Predict(x).Values.ToArray().Zip(read.Predict(x).Values.ToArray()).Max(p => Math.Abs(p.First - p.Second));
        return new Check(name, worst <= 1e-6, $"largest difference {worst:0.0e0}");
    }
}
