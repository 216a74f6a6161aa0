using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// An activation from the catalog with its parameters chosen, such as <c>elu:alpha=0.5</c>: what a user names, a layer holds and a model file stores.
/// </summary>
public abstract class Activation
{
    private protected Activation()
    {
    }

    /// <summary>The catalog's entry: formula, ranges, source.</summary>
    public ActivationInfo Info { get; private set; } = null!;

    /// <summary>The value of every parameter by its name; for a learned activation the values that training starts from.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; private set; } = null!;

    /// <summary>The least input: smaller ones count as it, and get no gradient. −∞, the default, for none; see <see cref="WithClip"/>.</summary>
    public double Clip { get; private set; } = double.NegativeInfinity;

    /// <summary>
    /// The catalog's name, followed by the parameters that differ from their defaults: <c>elu</c>, <c>elu:alpha=0.5</c>; those that can be learned or
    /// not and are say so: <c>elu:alpha=learn</c>, or
    /// <c>elu:alpha=learn@0.5</c> with another start than the default. Then the least input, if there is one: <c>elu:clip=-20</c>.
    /// </summary>
    public string Name => Info.Name + string.Concat(Info.Parameters.Select(p => (Learns, IsDefault: Parameters[p.Name] == p.Default) switch
    {
        (true, true) => $":{p.Name}={Learn}",
        (true, false) => FormattableString.Invariant($":{p.Name}={Learn}@{Parameters[p.Name]:R}"),
        (false, true) => "",
        (false, false) => FormattableString.Invariant($":{p.Name}={Parameters[p.Name]:R}"),
    })) + (IsClipped ? FormattableString.Invariant($":{ActivationInfo.ClipParameter.Name}={Clip:R}") : "");

    /// <summary>What stands in a name for a parameter that is learned.</summary>
    internal const string Learn = "learn";

    /// <summary>Whether this is the learned form of a function whose parameter is fixed otherwise.</summary>
    bool Learns => IsLearned && Info.LearnedForm is not null;

    /// <summary>Whether there is a least input.</summary>
    internal bool IsClipped => !double.IsNegativeInfinity(Clip);

    /// <summary>A function of your own under a name: for layers, fused with those before it, and for networks that take an activation.</summary>
    /// <param name="f">Your struct, with its parameters chosen.</param>
    /// <param name="name">What tables and errors call it; the struct's name by default.</param>
    /// <remarks>For all else that the catalog gives, such as reading the name from a file, make an <see cref="ActivationInfo"/> and call
    /// <see cref="ActivationCatalog.Add"/>.</remarks>
    public static Activation Of<TActivation>(TActivation f, string? name = null) where TActivation : struct, IActivation =>
        Named(name ?? typeof(TActivation).Name, new FromInput<TActivation>(f));

    /// <summary>The same for a function that knows its derivative from its output, too.</summary>
    /// <param name="f">Your struct, with its parameters chosen.</param>
    /// <param name="name">What tables and errors call it; the struct's name by default.</param>
    public static Activation OfOutput<TActivation>(TActivation f, string? name = null) where TActivation : struct, IOutputActivation =>
        Named(name ?? typeof(TActivation).Name, new FromOutput<TActivation>(f));

    /// <summary>A function with learned parameters, for an <see cref="ActivationInfo"/>, which names them and says where they start.</summary>
    public static Activation OfLearned<TActivation>(TActivation f) where TActivation : struct, ILearnedActivation => new Learned<TActivation>(f);

    static Activation Named(string name, Activation f) => new ActivationInfo(_ => f) { Name = name, Formula = $"{name}(x)" }.Create();

    /// <summary>This function with its parameter trained with the network, one for each unit, from the value that it has:
    /// <c>Activations.Elu().WithLearnedParameter()</c>.</summary>
    /// <exception cref="ArgumentException">The function has no such form.</exception>
    public Activation WithLearnedParameter() => IsLearned ? this : Info.Make(Parameters, learns: true, Clip);

    /// <summary>This function of max(least, x): <c>Activations.Elu().WithClip(-20)</c>, by name <c>elu:clip=-20</c>. Its value errs by less than
    /// α·e^least, which in float32 is nothing below −17.4; below <paramref name="least"/> its derivative is 0.</summary>
    /// <param name="least">The least input, finite and ≤ 0; it is rounded as inputs are.</param>
    /// <exception cref="ArgumentException">The number is out of its range, or the function has no clipped form: the exponential ones have
    /// one.</exception>
    public Activation WithClip(double least) =>
        Info.Make(Parameters, Learns, Info.FindParameter(ActivationInfo.ClipParameter.Name).Checked(least, Info.Name));

    /// <summary>Says which entry, and which values of its parameters, this function belongs to.</summary>
    internal Activation Bind(ActivationInfo info, IReadOnlyDictionary<string, double> parameters, double clip)
    {
        (Info, Parameters, Clip) = (info, parameters, clip);
        return this;
    }

    /// <summary>Whether the parameters are trained with the network.</summary>
    public abstract bool IsLearned { get; }

    /// <summary>The same function with its parameters rounded to float32: what the kernels of float, Half and BFloat16 compute.</summary>
    public Activation InSinglePrecision() =>
        Info.Make(Info.Parameters.ToDictionary(p => p.Name, p => (double)(float)Parameters[p.Name]), Learns, (float)Clip);

    /// <summary>The function in ONNX, with numbers in place of its parameters; those that are learned stay <see cref="OnnxParameter"/>.</summary>
    /// <param name="opset">The version of ONNX's operator set that the file will state.</param>
    /// <exception cref="NotSupportedException">The version is too old for the function.</exception>
    public OnnxExpression ToOnnx(int opset)
    {
        if (Forms.Count == 0)
            throw new NotSupportedException($"Activation {Info.Name} does not say how it is written in ONNX: set ActivationInfo.Onnx.");
        return ToOnnx(opset, fits: _ => true) ?? throw new NotSupportedException(
            $"Activation {Info.Name} cannot be written with ONNX operator set {opset}: it needs {Forms.Min(form => form.Opset)}. Choose that or "
                + $"a later one.");
    }

    /// <summary>The first form of the operator set that <paramref name="fits"/>; null where there is none.</summary>
    internal OnnxExpression? ToOnnx(int opset, Func<OnnxExpression, bool> fits) =>
        Forms.FirstOrDefault(form => form.Opset <= opset && fits(form)) is { } form ? IsLearned ? form : form.Bind(Parameters) : null;

    IReadOnlyList<OnnxExpression> Forms => !IsClipped ? FormsOfAnyInput
        : [.. FormsOfAnyInput.Select(form => form.Of(OnnxExpression.Operator("Max", since: 8, OnnxExpression.X, Clip)))];

    IReadOnlyList<OnnxExpression> FormsOfAnyInput => Learns ? Info.LearnedForm!.Onnx : Info.Onnx;

    /// <summary>f(x) in double precision.</summary>
    public abstract double Evaluate(double x);

    /// <summary>f′(x) in double precision.</summary>
    public abstract double EvaluateDerivative(double x);

    /// <summary>Hands the function, as its own struct type, to <paramref name="visitor"/>: how generic code is reached from a name, once per
    /// layer.</summary>
    public abstract TResult Accept<TResult>(IActivationVisitor<TResult> visitor);

    /// <inheritdoc/>
    public override string ToString() => Name;

    abstract class Fixed<TActivation>(TActivation f) : Activation where TActivation : struct, IActivation
    {
        protected TActivation Function => f;

        public override bool IsLearned => false;
        public override double Evaluate(double x) => f.Forward(new DoubleLane1(x)).Value;
        public override double EvaluateDerivative(double x) => f.Derivative(new DoubleLane1(x)).Value;
    }

    sealed class FromInput<TActivation>(TActivation f) : Fixed<TActivation>(f) where TActivation : struct, IActivation
    {
        public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.Visit(Function);
    }

    sealed class FromOutput<TActivation>(TActivation f) : Fixed<TActivation>(f) where TActivation : struct, IOutputActivation
    {
        public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitOutput(Function);
    }

    sealed class Learned<TActivation>(TActivation f) : Activation where TActivation : struct, ILearnedActivation
    {
        double A => Parameters[Info.Parameters[0].Name];
        double B => Info.Parameters.Count > 1 ? Parameters[Info.Parameters[1].Name] : 0;

        public override bool IsLearned => true;
        public override double Evaluate(double x) => f.Forward(new DoubleLane1(x), new DoubleLane1(A), new DoubleLane1(B)).Value;
        public override double EvaluateDerivative(double x) => f.Derivative(new DoubleLane1(x), new DoubleLane1(A), new DoubleLane1(B)).Value;
        public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitLearned(f, A, B);
    }
}

/// <summary>Receives an activation as its own struct type; see <see cref="Activation.Accept"/>.</summary>
public interface IActivationVisitor<out TResult>
{
    /// <summary>Called for a function whose parameters are fixed.</summary>
    TResult Visit<TActivation>(TActivation f) where TActivation : struct, IActivation;

    /// <summary>Called for a function that knows its derivative from its output, too; where that does not matter, the same as
    /// <see cref="Visit"/>.</summary>
    TResult VisitOutput<TActivation>(TActivation f) where TActivation : struct, IOutputActivation => Visit(f);

    /// <summary>Called for a function whose parameters are learned; where they are not trained, the same as <see cref="Visit"/> with the values that
    /// training starts from.</summary>
    /// <param name="f">The function.</param>
    /// <param name="a">The value from which its first parameter starts.</param>
    /// <param name="b">The same of the second; 0 for a function of one parameter.</param>
    TResult VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation =>
        Visit(new AtStart<TActivation>(f, a, b));
}
