using Elucid.Kernels;
using Elucid.Tests.Numerics;

namespace Elucid.Tests.Kernels;

[EveryActivation]
public sealed class ReducedElementwiseTests
{
    public static TheoryData<string> Names => [.. ReducedForm.All.Select(form => form.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Reduced_kernel_is_within_its_stated_error(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        ReducedKernel kernel = f.ReducedKernel();
        float[] x = [.. Floats.Sample, .. Floats.Every(200_003, -128, 128)], y = new float[x.Length];
        kernel.Forward(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double exact = f.Evaluate(x[i]), error = Math.Abs(y[i] - exact);
            Assert.True(
                error <= kernel.Form.AbsoluteError || error <= kernel.Form.RelativeError * Math.Abs(exact) || float.IsNaN(x[i])
                    || y[i] == (float)exact,
                $"{name}({x[i]:R}) = {y[i]:R}, expected {exact:R}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Nan_stays_nan_and_limits_are_reached(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        float[] x = [float.NaN, float.NegativeInfinity, float.PositiveInfinity, -3.4e38f, 3.4e38f], y = new float[5];
        f.ReducedKernel().Forward(x, y);
        Assert.True(float.IsNaN(y[0]));
        for (int i = 1; i < x.Length; i++)
        {
            double limit = f.Evaluate(x[i]);
            Assert.True(y[i] == (float)limit || Math.Abs(y[i] - limit) <= 1e-3 * Math.Abs(limit), $"{name}({x[i]}) = {y[i]:R}, expected {limit:R}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Results_depend_on_neither_length_nor_offset(string name)
    {
        ReducedKernel kernel = ActivationCatalog.Parse(name).ReducedKernel();
        float[] x = [.. Enumerable.Range(0, 200).Select(i => 0.17f * (i - 100))], one = new float[200];
        for (int i = 0; i < x.Length; i++)
            kernel.Forward(x.AsSpan(i, 1), one.AsSpan(i, 1));
        foreach ((int offset, int length) in new[] { (0, 200), (1, 64), (3, 31), (5, 15), (2, 7), (0, 3), (9, 0) })
        {
            float[] y = [.. Enumerable.Repeat(999f, 200)];
            kernel.Forward(x.AsSpan(offset, length), y.AsSpan(offset, length));
            Assert.Equal(Enumerable.Range(0, 200).Select(i => i >= offset && i < offset + length ? one[i] : 999f), y);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_page_of_reduced_precision_has_the_tested_bounds(string name)
    {
        ReducedForm form = ReducedForm.All.First(form => form.Name == name);
        string line = $"| `{name}` | {form.RelativeError} | {form.AbsoluteError} |";
        Assert.Contains(line, File.ReadAllLines(Path.Combine(Repository.Root, "docs", "reduced.md")));
    }

    [Fact]
    public void Forms_are_listed_in_the_order_of_the_catalog() => Assert.Equal(
        ActivationCatalog.All.Select(info => info.Name).Where(name => ReducedForm.All.Any(form => form.Name == name)),
        ReducedForm.All.Select(form => form.Name));

    // Where no bit differs, nothing is shortened and nothing gained. The other way it does not hold: of a function whose only difference is a
    // quotient, as of softsign and hard-swish, nothing is gained, and an added one may be such.
    [Fact]
    public void A_function_that_has_a_reduced_form_is_computed_otherwise_by_reduced_lanes() =>
        Assert.All(ReducedForm.All, form => Assert.True(ActivationCatalog.Parse(form.Name).Accept(new Differs()), form.Name));

    sealed class Differs : IActivationVisitor<bool>
    {
        public bool Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            float[] x = [.. Enumerable.Range(-400, 801).Select(i => i / 50f)], exact = new float[x.Length], reduced = new float[x.Length];
            Elementwise.Map(f, x, exact);
            ReducedElementwise.Map(f, x, reduced);
            return !exact.AsSpan().SequenceEqual(reduced);
        }

        public bool VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation => false;
    }

    [Fact]
    public void A_function_without_a_reduced_form_is_refused() => Refused.With<NotSupportedException>(
        "relu has no reduced form: it would gain little or nothing. Use its exact kernel. The functions that have one are "
        + "elu, celu, selu, gelu, gelu-tanh, swish, mish, softplus, sigmoid, tanh.",
        () => ActivationCatalog.Parse("relu").ReducedKernel());

    [Fact]
    public void The_struct_gives_what_its_name_gives()
    {
        float[] x = [-3, -1, -0.1f, 0, 2], y = new float[5], named = new float[5];
        ReducedElementwise.Map(new Elu(0.5), x, y);
        ActivationCatalog.Parse("elu:alpha=0.5").ReducedKernel().Forward(x, named);
        Assert.Equal(named, y);
        Assert.All(x.Zip(y), pair => Assert.Equal(pair.First < 0 ? 0.5 * (Math.Exp(pair.First) - 1) : pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void Lengths_that_differ_are_refused() => Refused.With<ArgumentException>(
        "Map needs spans of one length, but a source has 3 elements and the destination 4. Slice them to the same length.",
        () => ReducedElementwise.Map(Elu.Default, new float[3], new float[4]));
}
