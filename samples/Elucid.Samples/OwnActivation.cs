using Elucid.Numerics;
using static Elucid.OnnxExpression;

namespace Elucid.Samples;

/// <summary>An activation of one's own: the formula once, and it runs on every vector width, forward and backward, in layers and in ONNX
/// files.</summary>
static class OwnActivation
{
    /// <summary>x² for x &gt; 0, else 0 (So et al. 2021, arXiv:2109.08668, section 3).</summary>
    readonly struct SquaredRelu : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.WhereLess(V.Of(0), x, x * x, V.Of(0));

        public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(V.Of(0), x, x + x, V.Of(0));
    }

    /// <summary>What the catalog should know, so that the name works wherever those of the library do: in recipes, studies, charts, model files and
    /// ONNX.</summary>
    static readonly ActivationInfo Info = new(_ => Activation.Of(new SquaredRelu()))
    {
        Name = "squared-relu",
        Formula = "max(x, 0)²",
        Onnx = [Operator("Relu", since: 6, X) * Operator("Relu", since: 6, X)],
    };

    public static void Run(TextWriter output)
    {
        Tensor x = new([4], [-1, 0, 0.5f, 3], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor sum = Ops.Sum(Ops.Apply(new SquaredRelu(), x));
        tape.Backward(sum);
        output.WriteLine($"sum {sum.ToScalar()}, gradient {string.Join(", ", x.Gradient.ToArray())}");

        ActivationCatalog.Add(Info);
        Activation f = ActivationCatalog.Parse("squared-relu");
        Sequential network = Sequential.Mlp([2, 8, 1], f, new RandomStream(1));
        output.WriteLine($"{network.NamedParameters().Sum(p => p.Value.Shape.Size)} parameters around {f}, f(3) = {f.Evaluate(3)}");
    }
}
