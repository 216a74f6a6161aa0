using Elucid.Onnx;

namespace Elucid.Claims;

internal sealed class N13AnyFramework : Proof
{
    public override string Topic => "works in any framework";

    public override string Sentence => "It drops into any framework.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported";

    public override string Limits => "ONNX Runtime agrees with these files in the library's tests; other frameworks were not tried.";

    public override string Answer => "Written as ONNX's own operator Elu and read again it gives the same bits, for α of 0.5, 1 and 2.";

    public override IEnumerable<Check> Claimed() => [.. new[] { 0.5, 1, 2 }.Select(RoundTrip)];

    static Check RoundTrip(double alpha)
    {
        Sequential network = new(Activations.Elu(alpha));
        Module read = OnnxImport.Load(OnnxExport.ToBytes(network, [1, 64]));
        Tensor x = Tensor.Gaussian([1, 64], new RandomStream(1));
        return new Check($"α = {alpha}", network.Predict(x).Values.SequenceEqual(read.Predict(x).Values));
    }
}
