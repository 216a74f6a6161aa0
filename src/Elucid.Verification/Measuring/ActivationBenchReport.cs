using System.Text.Json;
using Elucid.Reports;

namespace Elucid.Verification;

/// <summary>How fast one function goes over one array.</summary>
/// <param name="Function">The activation, or <c>copy</c>.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="IsBackward">dx = dy · f′(x) rather than y = f(x).</param>
/// <param name="Elements">The length of each array.</param>
/// <param name="Seconds">The median of all rounds.</param>
/// <param name="FastestSeconds">The best round.</param>
/// <param name="TimesRelu">Its time as a multiple of ReLU's in the same direction.</param>
/// <param name="TimesCopy">Its time as a multiple of a copy's.</param>
public sealed record ActivationSpeed(
    string Function, ElementType Type, bool IsBackward, int Elements, double Seconds, double FastestSeconds, double TimesRelu, double TimesCopy)
{
    /// <summary>Billions of elements a second.</summary>
    public double Gelems => Elements / Seconds / 1e9;
}

/// <summary>What a layer costs beside its activation: one training step of a fully connected layer.</summary>
/// <param name="Inputs">Numbers that each unit multiplies.</param>
/// <param name="SecondsPerElement">Time of its three products for each output.</param>
public sealed record LayerCost(int Inputs, double SecondsPerElement);

/// <summary>All that a run of <see cref="ActivationBench"/> measured.</summary>
/// <param name="Schema">Names this form of the document: <c>elucid-bench-activations/1</c>.</param>
/// <param name="Environment">Where it ran.</param>
/// <param name="Date">When.</param>
/// <param name="Threads">Threads that large arrays were split over.</param>
/// <param name="Layer">The products beside the activation.</param>
/// <param name="Speeds">The figures.</param>
/// <param name="Answer">What ELU costs, in a sentence; empty where ELU was not measured.</param>
public sealed record ActivationBenchReport(
    string Schema, RunEnvironment Environment, DateTime Date, int Threads, LayerCost Layer, IReadOnlyList<ActivationSpeed> Speeds, string Answer)
{
    /// <summary>The document as JSON, on many lines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, VerificationJson.Indented.ActivationBenchReport);

    /// <summary>The figures of one function in both directions at every size, or none.</summary>
    public ActivationSpeed? Find(string function, ElementType type, bool isBackward, int elements) =>
        Speeds.FirstOrDefault(s => s.Function == function && s.Type == type && s.IsBackward == isBackward && s.Elements == elements);
}
