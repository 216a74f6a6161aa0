using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// An activation from the catalog with its parameters chosen, such as <c>elu:alpha=0.5</c>: what a user names, a layer holds and a model file stores.
/// </summary>
public abstract class Activation
{
    private protected Activation(ActivationInfo info, IReadOnlyDictionary<string, double> parameters)
    {
        Info = info;
        Parameters = parameters;
    }

    /// <summary>The catalog's entry: formula, ranges, source.</summary>
    public ActivationInfo Info { get; }

    /// <summary>The value of every parameter by its name; for a learned activation the values that training starts from.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; }

    /// <summary>The catalog's name, followed by the parameters that differ from their defaults: <c>elu</c>, <c>elu:alpha=0.5</c>.</summary>
    public string Name => Info.Name + string.Concat(
        Info.Parameters.Where(p => Parameters[p.Name] != p.Default).Select(p => $":{p.Name}={Parameters[p.Name]:R}"));

    /// <summary>Whether the parameters are trained with the network.</summary>
    public abstract bool IsLearned { get; }

    /// <summary>The same function with its parameters rounded to float32: what the kernels of float, Half and BFloat16 compute.</summary>
    public Activation InSinglePrecision() =>
        Info.Make(Info.Parameters.ToDictionary(p => p.Name, p => (double)(float)Parameters[p.Name]));

    /// <summary>The function in ONNX, with numbers in place of its parameters; those that are learned stay <see cref="OnnxParameter"/>.</summary>
    /// <param name="opset">The version of ONNX's operator set that the file will state.</param>
    /// <exception cref="NotSupportedException">The version is too old for the function.</exception>
    public OnnxExpression ToOnnx(int opset)
    {
        return ToOnnx(opset, fits: _ => true) ?? throw new NotSupportedException(
            $"Activation {Info.Name} cannot be written with ONNX operator set {opset}: it needs {Info.Onnx.Min(form => form.Opset)}. Choose that or a later one.");
    }

    /// <summary>The first form of the operator set that <paramref name="fits"/>; null where there is none.</summary>
    internal OnnxExpression? ToOnnx(int opset, Func<OnnxExpression, bool> fits) =>
        Info.Onnx.FirstOrDefault(form => form.Opset <= opset && fits(form)) is { } form ? IsLearned ? form : form.Bind(Parameters) : null;

    /// <summary>f(x) in double precision.</summary>
    public abstract double Evaluate(double x);

    /// <summary>f′(x) in double precision.</summary>
    public abstract double EvaluateDerivative(double x);

    /// <summary>Hands the function, as its own struct type, to <paramref name="visitor"/>: how generic code is reached from a name, once per layer.</summary>
    public abstract TResult Accept<TResult>(IActivationVisitor<TResult> visitor);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal abstract class Fixed<TActivation>(ActivationInfo info, IReadOnlyDictionary<string, double> parameters, TActivation f)
        : Activation(info, parameters) where TActivation : struct, IActivation
    {
        protected TActivation Function => f;

        public override bool IsLearned => false;
        public override double Evaluate(double x) => f.Forward(new DoubleLane1(x)).Value;
        public override double EvaluateDerivative(double x) => f.Derivative(new DoubleLane1(x)).Value;
    }

    internal sealed class OfInput<TActivation>(ActivationInfo info, IReadOnlyDictionary<string, double> parameters, TActivation f)
        : Fixed<TActivation>(info, parameters, f) where TActivation : struct, IActivation
    {
        public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.Visit(Function);
    }

    internal sealed class OfOutput<TActivation>(ActivationInfo info, IReadOnlyDictionary<string, double> parameters, TActivation f)
        : Fixed<TActivation>(info, parameters, f) where TActivation : struct, IOutputActivation
    {
        public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitOutput(Function);
    }

    internal sealed class Learned<TActivation>(ActivationInfo info, IReadOnlyDictionary<string, double> parameters, TActivation f)
        : Activation(info, parameters) where TActivation : struct, ILearnedActivation
    {
        readonly DoubleLane1 _a = new(parameters[info.Parameters[0].Name]);
        readonly DoubleLane1 _b = new(info.Parameters.Count > 1 ? parameters[info.Parameters[1].Name] : 0);

        public override bool IsLearned => true;
        public override double Evaluate(double x) => f.Forward(new DoubleLane1(x), _a, _b).Value;
        public override double EvaluateDerivative(double x) => f.Derivative(new DoubleLane1(x), _a, _b).Value;
        public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitLearned(f);
    }
}

/// <summary>Receives an activation as its own struct type; see <see cref="Activation.Accept"/>.</summary>
public interface IActivationVisitor<out TResult>
{
    /// <summary>Called for a function whose parameters are fixed.</summary>
    TResult Visit<TActivation>(TActivation f) where TActivation : struct, IActivation;

    /// <summary>Called for a function that knows its derivative from its output, too; where that does not matter, the same as <see cref="Visit"/>.</summary>
    TResult VisitOutput<TActivation>(TActivation f) where TActivation : struct, IOutputActivation => Visit(f);

    /// <summary>Called for a function whose parameters are learned.</summary>
    TResult VisitLearned<TActivation>(TActivation f) where TActivation : struct, ILearnedActivation;
}
