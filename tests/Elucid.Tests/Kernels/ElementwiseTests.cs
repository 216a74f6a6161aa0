using Elucid.Kernels;
using Elucid.Numerics;
using Elucid.Tests.Numerics;

namespace Elucid.Tests.Kernels;

[EveryActivation]
public sealed class ElementwiseTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Fact]
    public void Every_length_and_offset_writes_its_range_and_nothing_after()
    {
        float[] source = [.. Enumerable.Range(0, 160).Select(i => i * 0.1f - 8)];
        for (int length = 0; length <= 130; length++)
        {
            foreach (int offset in new[] { 0, 1, 3, 7 })
            {
                float[] y = [.. Enumerable.Repeat(12345f, 160)];
                Elementwise.Map(Elu.Default, source.AsSpan(offset, length), y.AsSpan(offset, length));
                for (int i = 0; i < y.Length; i++)
                    Assert.Equal(i >= offset && i < offset + length ? One(source[i]) : 12345f, y[i]);
            }
        }

        static float One(float x) => Elu.Default.Forward(new Lane1(x)).Value;
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_width_gives_the_same_bits(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        f.Accept(new WidthComparison());
    }

    [Theory, MemberData(nameof(Names))]
    public void In_place_gives_the_same_bits(string name)
    {
        ActivationKernel<float> kernel = ActivationCatalog.Parse(name).Kernel();
        float[] x = [.. Enumerable.Range(-50, 101).Select(i => 0.2f * i)], dy = [.. x.Select(v => v + 1)], y = new float[101], dx = new float[101];
        kernel.Forward(x, y);
        kernel.Backward(x, dy, dx);
        float[] inPlace = [.. x];
        kernel.Forward(inPlace, inPlace);
        Assert.Equal(y, inPlace);
        float[] overX = [.. x];
        kernel.Backward(overX, dy, overX);
        Assert.Equal(dx, overX);
        float[] overDy = [.. dy];
        kernel.Backward(x, overDy, overDy);
        Assert.Equal(dx, overDy);
        kernel.Backward(x, dy, overDy, accumulate: true);
        Assert.Equal(dx.Select(v => v + v), overDy);
    }

    [Fact]
    public void Arithmetic_is_that_of_single_floats()
    {
        float[] x = [.. Enumerable.Range(1, 37).Select(i => 0.3f * i)], y = [.. x.Select(v => 5 - v)], z = new float[37];
        Check(() => Elementwise.Add(x, y, z), i => x[i] + y[i]);
        Check(() => Elementwise.Subtract(x, y, z), i => x[i] - y[i]);
        Check(() => Elementwise.Multiply(x, y, z), i => x[i] * y[i]);
        Check(() => Elementwise.Divide(x, y, z), i => x[i] / y[i]);
        Check(() => Elementwise.Scale(3, x, z), i => 3 * x[i]);
        Check(() => Elementwise.Fill(7, z), _ => 7);
        Check(() => Elementwise.Add(x, y, z, accumulate: true), i => 7 + (x[i] + y[i]));
        Check(() => Elementwise.Fill(2, z), _ => 2);
        Check(() => Elementwise.Fill(0.5f, z, accumulate: true), _ => 2.5f);
        Check(() => Elementwise.AddScaled(0.25f, x, z), i => float.MultiplyAddEstimate(0.25f, x[i], 2.5f));

        void Check(Action run, Func<int, float> expected)
        {
            run();
            Assert.Equal(Enumerable.Range(0, 37).Select(expected), z);
        }
    }

    [Fact]
    public void Lengths_that_differ_are_refused() => Assert.Equal(
        "Map needs spans of one length, but a source has 3 elements and the destination 4. Slice them to the same length.",
        Assert.Throws<ArgumentException>(() => Elementwise.Map(new Relu(), new float[3], new float[4])).Message);

    [Fact]
    public void A_shifted_overlap_is_refused()
    {
        float[] buffer = new float[10];
        Assert.Equal(
            "Map cannot write over a source shifted by 1 elements: it would read results as inputs. "
            + "Use the same span for both, or spans that do not overlap.",
            Assert.Throws<ArgumentException>(() => Elementwise.Map(new Relu(), buffer.AsSpan(0, 9), buffer.AsSpan(1, 9))).Message);
    }

    [Fact]
    public void Every_vector_width_of_this_machine_is_among_those_compared() =>
        Assert.True(Lane1.IsSupported && (!Lane16.IsSupported || Lane8.IsSupported) && (!Lane8.IsSupported || Lane4.IsSupported));

    sealed class WidthComparison : IActivationVisitor<bool>
    {
        public bool Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            float[] x = Floats.Sample;
            Elementwise.ForwardOf<TActivation> forward = new(f);
            float[] y = Run<Elementwise.ForwardOf<TActivation>, Lane1>(forward, x);
            Compare(x, y, Run<Elementwise.ForwardOf<TActivation>, Lane4>(forward, x));
            Compare(x, y, Run<Elementwise.ForwardOf<TActivation>, Lane8>(forward, x));
            Compare(x, y, Run<Elementwise.ForwardOf<TActivation>, Lane16>(forward, x));
            float[] dx = RunBackward<TActivation, Lane1>(f, x);
            Compare(x, dx, RunBackward<TActivation, Lane4>(f, x));
            Compare(x, dx, RunBackward<TActivation, Lane8>(f, x));
            Compare(x, dx, RunBackward<TActivation, Lane16>(f, x));
            return true;
        }

        public bool VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation =>
            Visit(new Half<TActivation>(f));

        static float[] Run<TFunction, V>(TFunction f, float[] x) where TFunction : struct, IUnary where V : struct, ILaneOf<V, float>
        {
            float[] y = new float[x.Length / 16 * 16];
            ElementwiseOperands.RunAt<TFunction, float, V>(f, x.AsSpan(0, y.Length), y);
            return y;
        }

        static float[] RunBackward<TActivation, V>(TActivation f, float[] x) where TActivation : struct, IActivation
            where V : struct, ILaneOf<V, float>
        {
            float[] dx = new float[x.Length / 16 * 16];
            ElementwiseOperands.RunAt<Elementwise.BackwardOf<TActivation>, float, V>(new(f), x.AsSpan(0, dx.Length), x.AsSpan(0, dx.Length), dx);
            return dx;
        }

        static void Compare(float[] x, float[] expected, float[] got)
        {
            for (int i = 0; i < expected.Length; i++)
                Assert.True(BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(got[i])
                    || (float.IsNaN(expected[i]) && float.IsNaN(got[i])),
                    $"at {x[i]:R}: {expected[i]:R} and {got[i]:R}");
        }
    }

    readonly struct Half<TActivation>(TActivation f) : IActivation where TActivation : struct, ILearnedActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => f.Forward(x, V.Of(0.5f), V.Of(0.7f));
        public V Derivative<V>(V x) where V : struct, ILane<V> => f.Derivative(x, V.Of(0.5f), V.Of(0.7f));
    }
}
