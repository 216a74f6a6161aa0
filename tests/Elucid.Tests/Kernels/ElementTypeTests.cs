using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

/// <summary>The same kernels over spans of double, Half and BFloat16.</summary>
[EveryActivation]
public sealed class ElementTypeTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Names))]
    public void All_halves_are_the_correctly_rounded_results_of_float(string name) =>
        CheckNarrow(name, bits => BitConverter.UInt16BitsToHalf((ushort)bits), x => (float)x, x => (Half)x, BitConverter.HalfToUInt16Bits);

    [Theory, MemberData(nameof(Names))]
    public void All_brain_floats_are_the_correctly_rounded_results_of_float(string name) =>
        CheckNarrow(name, bits => new BFloat16((ushort)bits), x => x, x => (BFloat16)x, x => x.Bits);

    static void CheckNarrow<T>(string name, Func<int, T> make, Func<T, float> widen, Func<float, T> round, Func<T, ushort> bits) where T : unmanaged
    {
        Activation activation = ActivationCatalog.Parse(name);
        ActivationKernel<T> narrow = activation.Kernel<T>();
        ActivationKernel<float> single = activation.Kernel();
        T[] x = [.. Enumerable.Range(0, 1 << 16).Select(make)], y = new T[x.Length], dx = new T[x.Length], dy = [.. x.Select(_ => round(1.25f))];
        float[] wide = [.. x.Select(widen)], wideY = new float[x.Length], wideDx = new float[x.Length], wideDy = [.. x.Select(_ => 1.25f)];
        narrow.Forward(x, y);
        single.Forward(wide, wideY);
        narrow.Backward(x, dy, dx);
        single.Backward(wide, wideDy, wideDx);
        for (int i = 0; i < x.Length; i++)
        {
            AssertSame(wideY[i], y[i], $"{name}({wide[i]:R})");
            AssertSame(wideDx[i], dx[i], $"{name}′({wide[i]:R})");
        }

        void AssertSame(float exact, T got, string what) => Assert.True(
            bits(round(exact)) == bits(got)
                || (float.IsNaN(exact) && float.IsNaN(widen(got))), $"{what} = {exact:R}, rounded {round(exact)}, but got {got}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Doubles_are_those_of_the_double_lane(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        double[] x = [.. Enumerable.Range(-300, 601).Select(i => 0.0731 * i)], y = new double[x.Length], dx = new double[x.Length],
            ones = [.. x.Select(_ => 1.0)];
        f.Kernel<double>().Forward(x, y);
        f.Kernel<double>().Backward(x, ones, dx);
        Assert.Equal(x.Select(f.Evaluate), y);
        Assert.Equal(x.Select(f.EvaluateDerivative), dx);
    }

    [Fact]
    public void A_sum_into_halves_is_rounded_once()
    {
        Half[] x = [(Half)1, (Half)2], dy = [(Half)0.1f, (Half)0.2f], dx = [(Half)1000, (Half)(-5)];
        Elementwise.Backward(default(Relu), x, dy, dx, accumulate: true);
        Assert.Equal([(Half)(1000 + (float)(Half)0.1f), (Half)(-5 + (float)(Half)0.2f)], dx);
    }

    [Fact]
    public void Other_types_are_refused()
    {
        const string Message =
            "Elementwise functions take elements of type float, double, Half or BFloat16, but these are of type Int32. Convert them first.";
        Assert.Equal(Message, Assert.Throws<NotSupportedException>(() => Elementwise.Map(Elu.Default, new int[3], new int[3])).Message);
        Assert.Equal(Message, Assert.Throws<NotSupportedException>(() => ActivationCatalog.Parse("elu").Kernel<int>()).Message);
    }
}
