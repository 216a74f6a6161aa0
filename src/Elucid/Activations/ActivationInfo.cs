namespace Elucid;

/// <summary>A parameter of an activation: its name, default and the values it may take.</summary>
/// <param name="Name">As users write it: <c>alpha</c>.</param>
/// <param name="Default">The value taken when none is given; for a learned parameter, where training starts.</param>
/// <param name="Minimum">The smallest value allowed.</param>
/// <param name="Maximum">The largest value allowed.</param>
/// <param name="Description">What it does, in a few words.</param>
public sealed record ActivationParameter(string Name, double Default, double Minimum, double Maximum, string Description)
{
    /// <summary>The value, which must be one that the parameter may take: what the catalog asks of a number in a name, and a function's constructor
    /// of its argument.</summary>
    internal double Checked(double value, string activation) => value >= Minimum && value <= Maximum ? value : throw new ArgumentException(
        FormattableString.Invariant($"Parameter '{Name}' of {activation} must be {Range}, but is {value}: it is {Description}."));

    /// <summary>The default as people read it.</summary>
    internal string DefaultText => double.IsNegativeInfinity(Default) ? "none" : FormattableString.Invariant($"{Default}");

    /// <summary>The values it may take, in words. The bounds are floats, so that a parameter that is rounded to float keeps within them.</summary>
    internal string Range => FormattableString.Invariant((Minimum == -float.MaxValue, Maximum == float.MaxValue) switch
    {
        (true, true) => $"finite",
        (false, true) => $"finite and at least {(float)Minimum}",
        (true, false) => $"finite and at most {(float)Maximum}",
        (false, false) => $"between {(float)Minimum} and {(float)Maximum}",
    });
}

/// <summary>How wide the weights before an activation start: the scheme that its own paper recommends.</summary>
public enum WeightScheme
{
    /// <summary>Variance 2 / fan-in (He et al. 2015, arXiv:1502.01852): keeps the signal through ReLU-like functions.</summary>
    He,

    /// <summary>Variance 1 / fan-in (LeCun et al. 1998, Efficient BackProp): for self-normalising and linear functions.</summary>
    LeCun,

    /// <summary>Variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010): for functions symmetric about zero.</summary>
    Glorot,
}

/// <summary>What the catalog knows of one activation function.</summary>
public sealed class ActivationInfo
{
    /// <summary>The least input of a clipped function.</summary>
    internal static ActivationParameter ClipParameter { get; } =
        new("clip", double.NegativeInfinity, -float.MaxValue, 0, "the least input, as which smaller ones count");

    readonly Func<IReadOnlyDictionary<string, double>, Activation> _function;

    /// <summary>An entry; <see cref="ActivationCatalog.Add"/> makes it one of the catalog's.</summary>
    /// <param name="function">The function, given a value for each of <see cref="Parameters"/>: <c>p => Activation.Of(new
    /// Snake(p["alpha"]))</c>.</param>
    public ActivationInfo(Func<IReadOnlyDictionary<string, double>, Activation> function) => _function = function;

    /// <summary>The name that users, files and tables use: <c>leaky-relu</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that are understood.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>f(x), as text.</summary>
    public required string Formula { get; init; }

    /// <summary>f′(x), as text; the value at a kink included.</summary>
    public string DerivativeFormula { get; init; } = "";

    /// <summary>The values f takes, such as <c>(−α, ∞)</c>.</summary>
    public string Range { get; init; } = "";

    /// <summary>The values f′ takes.</summary>
    public string DerivativeRange { get; init; } = "";

    /// <summary>The function in ONNX, the best form first: an exporter takes the first whose <see cref="OnnxExpression.Opset"/> is not above its
    /// own.</summary>
    public IReadOnlyList<OnnxExpression> Onnx { get; init; } = [];

    /// <summary>Paper, section, arXiv number.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// Some values of f with default parameters, worked out from the formula of the source without this library: at 0, below and above it. Where f(0)
    /// is 0, f(−0) is −0.
    /// </summary>
    public IReadOnlyList<(double X, double Y)> KnownValues { get; init; } = [];

    /// <summary>Where f′ jumps, for some parameters at least; none by default. What compares derivatives with differences, or integrates, keeps clear
    /// of these.</summary>
    public IReadOnlyList<double> Kinks { get; init; } = [];

    /// <summary>What computes f(x) in PyTorch, with default parameters, such as <c>torch.nn.functional.silu(x)</c>; null where PyTorch has no such
    /// function.</summary>
    public string? PyTorch { get; init; }

    /// <summary>The parameters, in the order of the formula.</summary>
    public IReadOnlyList<ActivationParameter> Parameters { get; init; } = [];

    /// <summary>The weights that its source recommends.</summary>
    public WeightScheme WeightScheme { get; init; } = WeightScheme.He;

    /// <summary>
    /// Whether f of a larger float is never smaller on a machine with fused multiply-add. Other functions that rise may fall between neighbouring
    /// floats by their own rounding, 2 ulp at most.
    /// </summary>
    public bool NeverFalls { get; init; }

    /// <summary>The largest error of f in float32, in units in the last place, with default parameters on a machine with fused multiply-add; proven
    /// by the tests.</summary>
    public double MaxUlp { get; init; } = double.PositiveInfinity;

    /// <summary>The same for f′.</summary>
    public double MaxDerivativeUlp { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Where f decays faster than its argument can be rounded, ulps say nothing: there its error is at most this. Every result satisfies one of
    /// the two bounds; 0 means that the bound in ulps always holds.
    /// </summary>
    public double AbsoluteError { get; init; }

    /// <summary>The same for f′, which in some functions crosses zero by cancellation.</summary>
    public double AbsoluteDerivativeError { get; init; }

    /// <summary>
    /// As <see cref="AbsoluteError"/> for double, whose bounds in ulps are those of float: finer by the 29 bits that double has more, or, where the
    /// bound of float is about subnormal numbers, as many of the smallest number.
    /// </summary>
    public double AbsoluteDoubleError => InDouble(AbsoluteError);

    /// <summary>The same for f′.</summary>
    public double AbsoluteDoubleDerivativeError => InDouble(AbsoluteDerivativeError);

    static double InDouble(double ofFloat) => ofFloat < 1.17549435e-38 ? ofFloat / float.Epsilon * double.Epsilon : Math.ScaleB(ofFloat, -29);

    /// <summary>How the function is computed and written where its only parameter is learned; null where it cannot be, or always is.</summary>
    internal LearnedForm? LearnedForm { get; init; }

    /// <summary>Makes the function of max(clip, x) from parameters, whether one is learned, and the clip; null where there is no such form.</summary>
    internal Func<IReadOnlyDictionary<string, double>, bool, double, Activation>? ClippedForm { get; init; }

    /// <summary>What may follow the name: the parameters and, where inputs may be clipped, the least of them.</summary>
    internal IEnumerable<ActivationParameter> Settings => ClippedForm is null ? Parameters : Parameters.Append(ClipParameter);

    /// <summary>Whether a parameter of this name may follow the function's: one of <see cref="Parameters"/>, or <c>clip</c> where inputs may be
    /// clipped (<see cref="Activation.WithClip"/>).</summary>
    public bool Takes(string parameter) => Settings.Any(p => ActivationCatalog.Key(p.Name) == ActivationCatalog.Key(parameter));

    /// <summary>The activation with its parameters at their defaults.</summary>
    public Activation Create() => Create([]);

    /// <summary>The activation with the parameters that differ from their defaults.</summary>
    internal Activation Create(params ReadOnlySpan<(string Name, double Value)> parameters)
    {
        Dictionary<string, double> values = Parameters.ToDictionary(p => p.Name, p => p.Default);
        HashSet<string> given = [];
        double clip = ClipParameter.Default;
        foreach ((string name, double value) in parameters)
        {
            ActivationParameter parameter = FindParameter(name);
            if (!given.Add(parameter.Name))
                throw new ArgumentException($"Parameter '{parameter.Name}' of {Name} is given twice.");
            if (parameter == ClipParameter)
                clip = parameter.Checked(value, Name);
            else
                values[parameter.Name] = parameter.Checked(value, Name);
        }
        return Make(values, learns: false, clip);
    }

    internal Activation Make(IReadOnlyDictionary<string, double> parameters, bool learns, double clip)
    {
        if (learns && LearnedForm is null)
            throw new ArgumentException(
                $"Activation {Name} has no form whose parameter is learned. Those that have one are "
                    + $"{string.Join(", ", ActivationCatalog.All.Where(info => info.LearnedForm is not null))}; "
                + $"{string.Join(" and ", ActivationCatalog.All.Where(info => info.Create().IsLearned))} always learn theirs.");
        Activation f = !double.IsNegativeInfinity(clip) ? ClippedForm!(parameters, learns, clip)
            : learns ? LearnedForm!.Function() : _function(parameters);
        return f.Bind(this, parameters, clip);
    }

    internal ActivationParameter FindParameter(string name) =>
        Settings.FirstOrDefault(p => ActivationCatalog.Key(p.Name) == ActivationCatalog.Key(name))
            ?? throw new ArgumentException(
                !Settings.Any()
                    ? $"Activation {Name} has no parameter '{name}': it has none at all."
                    : $"Activation {Name} has no parameter '{name}'.{Suggestion.DidYouMean(name, Settings.Select(p => p.Name))} "
                        + $"Its parameters are {string.Join(", ", Settings.Select(p => $"{p.Name} (default {p.DefaultText})"))}.");

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A function whose only parameter is learned.</summary>
/// <param name="Function">Makes it.</param>
/// <param name="Onnx">The function in ONNX, where the parameter is a tensor and cannot be an attribute.</param>
internal sealed record LearnedForm(Func<Activation> Function, IReadOnlyList<OnnxExpression> Onnx);
