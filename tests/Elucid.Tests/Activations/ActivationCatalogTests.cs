using System.Globalization;
using System.Reflection;

namespace Elucid.Tests.Activations;

[EveryActivation]
public sealed class ActivationCatalogTests
{
    static readonly string Names = string.Join(", ", ActivationCatalog.All);

    [Fact]
    public void Every_function_of_the_library_is_in_the_catalog()
    {
        IEnumerable<ActivationInfo> defined = typeof(Elu).Assembly.GetTypes()
            .Select(type => type.GetProperty("Info", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null)).OfType<ActivationInfo>();
        Assert.Equal(defined.OrderBy(info => info.Name), ActivationCatalog.All.OrderBy(info => info.Name));
    }

    [Fact]
    public void Every_test_class_that_goes_through_the_catalog_is_run_by_the_page_on_adding_an_activation()
    {
        IEnumerable<string> classes = new[] { "Elucid.Tests", "Elucid.Onnx.Tests" }
            .SelectMany(project =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", project), "*Tests.cs", SearchOption.AllDirectories));
        Assert.Empty(classes.Where(file => File.ReadAllText(file) is var text && text.Contains("ActivationCatalog.All", StringComparison.Ordinal)
            && !text.Contains("[EveryActivation]", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("elu", "elu"), InlineData("ELU", "elu"), InlineData("elu:alpha=1", "elu"), InlineData("elu:alpha=0.5", "elu:alpha=0.5")]
    [InlineData("pelu:a=1:b=2", "pelu:b=2"), InlineData("parametric-elu", "pelu"), InlineData("silu", "swish"), InlineData("SiLU", "swish")]
    [InlineData("leakyrelu", "leaky-relu"), InlineData("leaky_relu:slope=0.2", "leaky-relu:slope=0.2"), InlineData("linear", "identity")]
    [InlineData("gelu-erf", "gelu"), InlineData("gelu_tanh", "gelu-tanh"), InlineData("logistic", "sigmoid"), InlineData("hardswish", "hard-swish")]
    public void Names_aliases_and_parameters_are_understood(string text, string name) => Assert.Equal(name, ActivationCatalog.Parse(text).Name);

    [Fact]
    public void Every_name_parses_to_itself_and_no_two_functions_share_one()
    {
        string[] names = [.. ActivationCatalog.All.SelectMany(info => info.Aliases.Prepend(info.Name)).Select(name => name.Replace("-", ""))];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(ActivationCatalog.All, info => Assert.Same(info, info.Create().Info));
    }

    [Theory]
    [InlineData("eluu", "There is no activation named 'eluu'. Did you mean 'elu'? The names are {names}.")]
    [InlineData("softpuls", "There is no activation named 'softpuls'. Did you mean 'softplus'? The names are {names}.")]
    [InlineData("xyzzy", "There is no activation named 'xyzzy'. The names are {names}.")]
    [InlineData("elu:alfa=2", "Activation elu has no parameter 'alfa'. Did you mean 'alpha'? Its parameters are alpha (default 1), clip (default "
        + "none).")]
    [InlineData("relu:alpha=2", "Activation relu has no parameter 'alpha': it has none at all.")]
    [InlineData("elu:alpha",
        "'alpha' in 'elu:alpha' is not a parameter with a number. Write name:parameter=number, such as elu:alpha=0.5, or elu:alpha=learn "
            + "for one that "
            + "is trained.")]
    [InlineData("elu:alpha=x",
        "'alpha=x' in 'elu:alpha=x' is not a parameter with a number. Write name:parameter=number, such as elu:alpha=0.5, or elu:alpha=learn for one "
            + "that is trained.")]
    [InlineData("elu:alpha=1:alpha=2", "Parameter 'alpha' of elu is given twice.")]
    [InlineData("elu:alpha=-1",
        "Parameter 'alpha' of elu must be finite and at least 0, but is -1: it is the value −α at which large negative inputs saturate.")]
    [InlineData("elu:alpha=NaN",
        "Parameter 'alpha' of elu must be finite and at least 0, but is NaN: it is the value −α at which large negative inputs saturate.")]
    [InlineData("elu:alpha=Infinity",
        "Parameter 'alpha' of elu must be finite and at least 0, but is Infinity: it is the value −α at which large negative inputs saturate.")]
    [InlineData("swish:beta=0", "Parameter 'beta' of swish must be between 1E-06 and 1000000, but is 0: it is how steeply the gate opens.")]
    public void Errors_say_what_is_wrong_and_what_to_do(string text, string message) =>
        Assert.Equal(
            message.Replace("{names}", Names, StringComparison.Ordinal),
            Assert.Throws<ArgumentException>(() => ActivationCatalog.Parse(text)).Message);

    [Fact]
    public void Create_takes_values()
    {
        Activation f = ActivationCatalog.Create("elu", ("alpha", 0.5f));
        Assert.Equal("elu:alpha=0.5", f.ToString());
        Assert.Equal(0.5 * (Math.Exp(-2) - 1), f.Evaluate(-2), 1e-15);
    }

    // What the formulas promise: the entries' values, and some with other parameters, computed from the papers' definitions, independent of the
    // lanes.
    public static TheoryData<string, double, double> PapersValues =>
    [
        .. ActivationCatalog.All.SelectMany(info => info.KnownValues.Select(value => (info.Name, value.X, value.Y))),
        ("elu:alpha=2", -1, -1.2642411176571153), ("celu:alpha=2", -1, -0.7869386805747332), ("pelu:a=2:b=4", -4, -1.2642411176571153),
        ("pelu:a=2:b=4", 4, 2),
        ("gelu", 1, 0.8413447460685429), ("gelu-tanh", 1, 0.8411919906082768), ("mish", 1, 0.8650983882673103),
    ];

    [Theory, MemberData(nameof(PapersValues))]
    public void Values_are_those_of_the_papers(string name, double x, double y) =>
        Assert.Equal(y, ActivationCatalog.Parse(name).Evaluate(x), 1e-7);

    [Fact]
    public void Every_entry_knows_a_value_at_zero_below_and_above_it() =>
        Assert.All(ActivationCatalog.All, info => Assert.Equal([-1, 0, 1], info.KnownValues.Select(value => Math.Sign(value.X)).Distinct().Order()));

    public static TheoryData<string, string> Parameters =>
        [.. ActivationCatalog.All.Where(info => !info.Create().IsLearned).SelectMany(info => info.Parameters.Select(p => (info.Name, p.Name)))];

    [Theory, MemberData(nameof(Parameters))]
    public void A_constructor_refuses_what_the_catalog_refuses(string name, string parameter)
    {
        (double least, double most) = Range(name, parameter);
        double[] outside =
            [double.NaN, double.NegativeInfinity, double.PositiveInfinity, Math.BitDecrement(least), Math.BitIncrement(most), least - 1, most * 10];
        foreach (double value in outside)
        {
            string message = Assert.Throws<ArgumentException>(() => ActivationCatalog.Create(name, (parameter, value))).Message;
            Assert.Equal(
                message, Assert.IsType<ArgumentException>(
                    Assert.Throws<TargetInvocationException>(() => Construct(name, parameter, value)).InnerException).Message);
            Assert.StartsWith($"Parameter '{parameter}' of {name} must be ", message);
        }
    }

    [Theory, MemberData(nameof(Parameters))]
    public void A_constructor_takes_the_ends_of_its_range_in_single_precision_too(string name, string parameter)
    {
        (double least, double most) = Range(name, parameter);
        // The smallest as it is written, too: 1e-6 is above the float nearest to it.
        double written = double.Parse(((float)least).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        foreach (double end in (double[])[least, most, Math.Max(least, written)])
        {
            Construct(name, parameter, end);
            ActivationCatalog.Create(name, (parameter, end)).InSinglePrecision();
        }
    }

    static (double Least, double Most) Range(string name, string parameter)
    {
        ActivationParameter p = ActivationCatalog.Find(name).Parameters.Single(p => p.Name == parameter);
        return (p.Minimum, p.Maximum);
    }

    // The struct by its constructor, which takes the catalog's parameters in their order. A default may have a struct of its own.
    static void Construct(string name, string parameter, double value)
    {
        ActivationInfo info = ActivationCatalog.Find(name);
        Type type = ActivationCatalog.Create(
            name, [.. info.Parameters.Select(p => (p.Name, p.Default == p.Maximum ? p.Minimum : Math.Min(2 * p.Default + 1, p.Maximum)))])
                .Accept(new TypeOf());
        Activator.CreateInstance(type, [.. info.Parameters.Select(p => (object)(p.Name == parameter ? value : p.Default))]);
    }

    sealed class TypeOf : IActivationVisitor<Type>
    {
        public Type Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => typeof(TActivation);

        public Type VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation =>
            typeof(TActivation);
    }
}
