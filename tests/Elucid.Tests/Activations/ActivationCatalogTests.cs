using System.Reflection;
using Elucid.Activations;

namespace Elucid.Tests.Activations;

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
    [InlineData("elu:alfa=2", "Activation elu has no parameter 'alfa'. Did you mean 'alpha'? Its parameters are alpha (default 1).")]
    [InlineData("relu:alpha=2", "Activation relu has no parameter 'alpha': it has none at all.")]
    [InlineData("elu:alpha", "'alpha' in 'elu:alpha' is no parameter with a number. Write name:parameter=number, such as elu:alpha=0.5.")]
    [InlineData("elu:alpha=x", "'alpha=x' in 'elu:alpha=x' is no parameter with a number. Write name:parameter=number, such as elu:alpha=0.5.")]
    [InlineData("elu:alpha=1:alpha=2", "Parameter 'alpha' of elu is given twice.")]
    [InlineData("elu:alpha=-1", "Parameter 'alpha' of elu must be finite and at least 0, but is -1: it is the value −α at which large negative inputs saturate.")]
    [InlineData("elu:alpha=NaN", "Parameter 'alpha' of elu must be finite and at least 0, but is NaN: it is the value −α at which large negative inputs saturate.")]
    [InlineData("elu:alpha=Infinity", "Parameter 'alpha' of elu must be finite and at least 0, but is Infinity: it is the value −α at which large negative inputs saturate.")]
    [InlineData("swish:beta=0", "Parameter 'beta' of swish must be between 1E-06 and 1000000, but is 0: it is how steeply the gate opens.")]
    public void Errors_say_what_is_wrong_and_what_to_do(string text, string message) =>
        Assert.Equal(message.Replace("{names}", Names, StringComparison.Ordinal), Assert.Throws<ArgumentException>(() => ActivationCatalog.Parse(text)).Message);

    [Fact]
    public void Create_takes_values()
    {
        Activation f = ActivationCatalog.Create("elu", ("alpha", 0.5f));
        Assert.Equal("elu:alpha=0.5", f.ToString());
        Assert.Equal(0.5 * (Math.Exp(-2) - 1), f.Evaluate(-2), 1e-15);
    }

    // What the formulas promise: computed by hand from the papers' definitions, independent of the lanes.
    [Theory]
    [InlineData("elu:alpha=2", -1, -1.2642411176571153), InlineData("celu:alpha=2", -1, -0.7869386805747332), InlineData("selu", -1, -1.1113307378125625)]
    [InlineData("selu", 2, 2.101401974710961), InlineData("pelu:a=2:b=4", -4, -1.2642411176571153), InlineData("pelu:a=2:b=4", 4, 2)]
    [InlineData("prelu", -4, -1), InlineData("gelu", 1, 0.8413447460685429), InlineData("gelu-tanh", 1, 0.8411919906082768)]
    [InlineData("swish", 1, 0.7310585786300049), InlineData("mish", 1, 0.8650983882673103), InlineData("softplus", 1, 1.3132616875182228)]
    [InlineData("hard-swish", 1, 0.6666666666666666)]
    public void Values_are_those_of_the_papers(string name, double x, double y) =>
        Assert.Equal(y, ActivationCatalog.Parse(name).Evaluate(x), 1e-7);

    // The ends of each range, what lies beyond them, and what is no number.
    public static TheoryData<string, string, double> OutOfRange => new()
    {
        { "elu", "alpha", -2 }, { "elu", "alpha", double.NaN }, { "elu", "alpha", double.PositiveInfinity }, { "elu", "alpha", 1e39 },
        { "celu", "alpha", 0 }, { "celu", "alpha", -1 }, { "celu", "alpha", 1e7 }, { "celu", "alpha", double.NaN },
        { "leaky-relu", "slope", -1 }, { "leaky-relu", "slope", double.NaN },
        { "swish", "beta", -1 }, { "swish", "beta", 0 }, { "swish", "beta", double.NaN }, { "swish", "beta", 9e-7 },
        { "softplus", "beta", 0 }, { "softplus", "beta", -1 }, { "softplus", "beta", double.NaN },
    };

    static readonly Dictionary<string, Action<double>> Constructors = new()
    {
        ["elu"] = v => _ = new Elu(v),
        ["celu"] = v => _ = new Celu(v),
        ["leaky-relu"] = v => _ = new LeakyRelu(v),
        ["swish"] = v => _ = new Swish(v),
        ["softplus"] = v => _ = new Softplus(v),
    };

    [Theory, MemberData(nameof(OutOfRange))]
    public void A_constructor_refuses_what_the_catalog_refuses(string name, string parameter, double value)
    {
        string message = Assert.Throws<ArgumentException>(() => ActivationCatalog.Create(name, (parameter, value))).Message;
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Constructors[name](value)).Message);
        Assert.StartsWith($"Parameter '{parameter}' of {name} must be ", message);
    }

    [Fact]
    public void Every_constructor_takes_the_ends_of_its_range_in_single_precision_too()
    {
        foreach ((string name, Action<double> construct) in Constructors)
            foreach (double end in (double[])[ActivationCatalog.Find(name).Parameters[0].Minimum, ActivationCatalog.Find(name).Parameters[0].Maximum, name is "celu" or "swish" or "softplus" ? 1e-6 : 0])
            {
                construct(end);
                ActivationCatalog.Create(name, (ActivationCatalog.Find(name).Parameters[0].Name, end)).InSinglePrecision();
            }
        // All functions whose parameters are numbers, not learned.
        Assert.Equal(ActivationCatalog.All.Where(info => info.Parameters.Count > 0 && !info.Create().IsLearned).Select(info => info.Name), ActivationCatalog.All.Select(info => info.Name).Where(Constructors.ContainsKey));
    }
}
