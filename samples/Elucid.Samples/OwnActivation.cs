using Elucid.Numerics;

namespace Elucid.Samples;

/// <summary>An activation of one's own: the formula once, and it runs on every vector width, forward and backward.</summary>
static class OwnActivation
{
    /// <summary>x² for x &gt; 0, else 0 (So et al. 2021, arXiv:2109.08668, section 3).</summary>
    readonly struct SquaredRelu : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.WhereLess(V.Of(0), x, x * x, V.Of(0));

        public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(V.Of(0), x, x + x, V.Of(0));
    }

    public static void Run(TextWriter output)
    {
        Tensor x = new([4], [-1, 0, 0.5f, 3], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor sum = Ops.Sum(Ops.Apply(new SquaredRelu(), x));
        tape.Backward(sum);
        output.WriteLine($"sum {sum.ToScalar()}, gradient {string.Join(", ", x.Gradient.ToArray())}");
    }
}
