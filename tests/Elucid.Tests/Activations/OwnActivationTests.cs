using System.Reflection;
using Elucid.Numerics;
using Elucid.Tests.Autograd;

namespace Elucid.Tests.Activations;

/// <summary>Functions by their names in C#, with learned parameters, and of one's own.</summary>
[EveryActivation]
public sealed class OwnActivationTests
{
    readonly struct Bend : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.Sqrt(V.MultiplyAdd(x, x, V.Of(1))) + x;

        public V Derivative<V>(V x) where V : struct, ILane<V> => x / V.Sqrt(V.MultiplyAdd(x, x, V.Of(1))) + V.Of(1);
    }

    [Fact]
    public void Every_function_of_the_catalog_has_its_name_in_Activations()
    {
        foreach (ActivationInfo info in ActivationCatalog.All)
        {
            string name = string.Concat(info.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            MethodInfo? method = typeof(Elucid.Activations).GetMethod(name);
            Assert.True(method is not null, $"Activations.{name} is missing: add it to the file of {info.Name}.");
            object?[] defaults = [.. method.GetParameters().Select(p => p.DefaultValue)];
            Assert.Equal(info.Name, ((Activation)method.Invoke(null, defaults)!).Name);
        }
    }

    [Fact]
    public void Every_entry_of_the_library_says_all_that_it_can() => Assert.All(ActivationCatalog.All, info =>
    {
        Assert.All([info.Formula, info.DerivativeFormula, info.Range, info.DerivativeRange, info.Source], Assert.NotEmpty);
        Assert.NotEmpty(info.Onnx);
        Assert.NotEmpty(info.KnownValues);
        Assert.True(double.IsFinite(info.MaxUlp) && double.IsFinite(info.MaxDerivativeUlp));
    });

    [Fact]
    public void A_function_of_ones_own_is_a_layer_and_is_fused()
    {
        Activation bend = Activation.Of(new Bend());
        Assert.Equal("Bend", bend.Name);
        Linear linear = new(5, 3, new RandomStream(1));
        Tensor x = Grid.Tensor([4, 5], seed: 1);
        Assert.Equal(Ops.Apply(new Bend(), linear.Forward(x)).Values, new Sequential(linear, bend).Forward(x).Values);
        GradientCheck.Run(() => new Sequential(linear, bend).Forward(x), x, linear.Weight);
        Assert.Equal(
            "Activation Bend does not say how it is written in ONNX: set ActivationInfo.Onnx.",
            Assert.Throws<NotSupportedException>(() => bend.ToOnnx(18)).Message);
    }

    [Fact]
    public void Names_that_are_taken_or_cannot_be_read_are_refused()
    {
        static string Refusal(string name) => Assert.Throws<ArgumentException>(() =>
            ActivationCatalog.Add(new ActivationInfo(_ => Activation.Of(new Bend())) { Name = name, Formula = "√(x² + 1) + x" })).Message;
        Assert.Equal(
            "The catalog has an activation called 'SiLU' already: swish, x·σ(β·x), σ(z) = 1 / (1 + e⁻ᶻ). Give yours another name.", Refusal("SiLU"));
        Assert.Equal(
            "'my:bend' cannot be the name of an activation: names have no ':', '=', ',' or space, which separate them from parameters and from "
                + "each other.", Refusal("my:bend"));
    }

    [Theory]
    [InlineData("elu:alpha=learn", 1, "alpha"), InlineData("elu:alpha=learn@0.5", 0.5, "alpha"), InlineData("leaky-relu:slope=learn", 0.01, "slope")]
    public void A_parameter_is_learned_by_name(string name, double start, string parameter)
    {
        Activation f = ActivationCatalog.Parse(name);
        Assert.True(f.IsLearned);
        Assert.Equal(name, f.Name);
        Assert.Equal(name, f.InSinglePrecision().Name[..name.Length]);
        Activation plain = f.Info.Create((parameter, start));
        Assert.Equal(plain.Evaluate(-0.75), f.Evaluate(-0.75), 1e-15);
        ActivationLayer layer = new(f, units: 3);
        Assert.Equal(parameter, layer.NamedParameters().Single().Name);
        Tensor x = Grid.Tensor([4, 3], seed: 2, reach: 2, distance: 0.125f, 0);
        Tensor a = layer.NamedParameters().Single().Value;
        a.Edit().Fill(0.75f);
        GradientCheck.Run(() => layer.Forward(x), x, a);
    }

    [Fact]
    public void What_cannot_be_learned_is_said()
    {
        Assert.Equal(
            "Activation softplus has no form whose parameter is learned. Those that have one are elu, leaky-relu; pelu and prelu always "
                + "learn theirs.",
            Assert.Throws<ArgumentException>(() => ActivationCatalog.Parse("softplus:beta=learn")).Message);
        Assert.Equal(
            "'alpha=learn@' in 'elu:alpha=learn@' is not a parameter with a number. Write name:parameter=number, such as elu:alpha=0.5, or "
                + "elu:alpha=learn for one that is trained.",
            Assert.Throws<ArgumentException>(() => ActivationCatalog.Parse("elu:alpha=learn@")).Message);
    }

    [Fact]
    public void One_set_of_parameters_serves_all_units_unless_their_number_is_given()
    {
        Module prelu = Elucid.Activations.Prelu();
        Tensor x = Grid.Tensor([4, 3, 2], seed: 3, reach: 2, distance: 0.125f, 0), slope = prelu.NamedParameters().Single().Value;
        Assert.Equal(1, slope.Shape.Size);
        GradientCheck.Run(() => prelu.Forward(x), x, slope);
        GradientCheck.Run(() => new Sequential(Elucid.Activations.Elu().WithLearnedParameter()).Forward(x), x);
    }
}
