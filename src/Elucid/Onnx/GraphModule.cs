namespace Elucid.Onnx;

/// <summary>
/// A network that was read from an ONNX file: its nodes in an order in which each finds its inputs ready, and its weights as parameters that can be
/// trained.
/// </summary>
/// <remarks>Parameters have the names of the file; where those have dots, <c>layer1.conv.weight</c>, they are levels, as in the library's own
/// modules.</remarks>
public sealed class GraphModule : Module, IRandomized
{
    readonly GraphValue[] _initial;
    readonly IReadOnlyList<GraphStep> _steps;
    readonly int[] _inputs, _outputs;

    // Of each slot the layer whose weight it is.
    Module?[]? _owners;

    internal GraphModule(IReadOnlyList<string> inputNames, IReadOnlyList<string> outputNames, int nodeCount, GraphPlan plan, RandomStream random)
    {
        Random = random;
        NodeCount = nodeCount;
        InputNames = inputNames;
        OutputNames = outputNames;
        Plan = plan;
        (_initial, _steps, _inputs, _outputs) = (plan.Values, plan.Steps, plan.Inputs, plan.Outputs);
        GraphScope.Fill(
            plan.Parameters, level: 0, (name, shape, isTrained) => isTrained ? Parameter(name, shape) : Buffer(name, shape), (name, scope) =>
                Child(name, scope), _initial);
    }

    GraphModule(GraphModule other)
    {
        (Random, NodeCount, InputNames, OutputNames) = (other.Random, other.NodeCount, other.InputNames, other.OutputNames);
        Plan = other.Plan;
        (_initial, _steps, _inputs, _outputs) = ([.. other._initial], other._steps, other._inputs, other._outputs);
        RegisterAsIn(other, (name, scope) => Child(name, new GraphScope((GraphScope)scope, Stand)), Stand);
    }

    /// <summary>How the file was made ready.</summary>
    internal GraphPlan Plan { get; }

    /// <summary>What is known of a slot before the network runs, such as a weight as it is now.</summary>
    internal Tensor? InitialOf(int slot) => _initial[slot].Floats;

    internal override bool DependsOnMode => true;

    internal override string? HiddenFunctions =>
        $"the functions of {this} are nodes of its graph, not layers: change them in the file, as OnnxSwap does, and import it.";

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new GraphModule(this);

    internal override IEnumerable<string> InnerNorms =>
        _steps.Select(step => step.Label).Where(label => label.Contains("BatchNormalization", StringComparison.Ordinal));

    /// <summary>Where the dropouts of the graph draw from in training, in turn.</summary>
    public RandomStream Random { get; private set; }

    RandomStream IRandomized.Random
    {
        get => Random;
        set => Random = value;
    }

    /// <summary>The names of what the network takes.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The names of what it gives.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>Runs a network with one input.</summary>
    /// <param name="x">The shape that the file says.</param>
    /// <returns>The first output.</returns>
    /// <exception cref="ShapeException">A node cannot take what it gets; the message names it. Or the network has several inputs: call
    /// <c>Run</c>.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Run(x)[0]);

    /// <summary>Runs a network with any number of inputs.</summary>
    /// <param name="inputs">One for each of <see cref="InputNames"/>.</param>
    /// <returns>One for each of <see cref="OutputNames"/>.</returns>
    /// <exception cref="ShapeException">The number of inputs is another, or a node cannot take what it gets; the message names it.</exception>
    public Tensor[] Run(params ReadOnlySpan<Tensor> inputs) => RunSteps(inputs, IsTraining);

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    /// <exception cref="ShapeException">The number of inputs is another, or a node cannot take what it gets; the message names it.</exception>
    public Tensor[] Run(params Tensor[] inputs) => Run(inputs.AsSpan());

    /// <inheritdoc/>
    /// <remarks>The shape is found by running the network on zeros.</remarks>
    public override Shape OutputShape(Shape input)
    {
        using Tape tape = Tape.StartWithoutGradients();
        return RunSteps([new Tensor(input)], isTraining: false)[0].Shape;
    }

    /// <inheritdoc/>
    public override string ToString() => $"GraphModule({NodeCount} nodes)";

    void Stand(Tensor before, Tensor now)
    {
        for (int i = 0; i < _initial.Length; i++)
            if (_initial[i].Floats == before)
                _initial[i] = now;
    }

    // A node computes as in use where the layers do whose weights it has, frozen ones above all.
    bool IsInUse(GraphStep step)
    {
        _owners ??= Owners();
        bool isInUse = false;
        foreach (int slot in step.Inputs)
            if (slot >= 0 && _owners[slot] is { } owner)
            {
                if (owner.IsTraining)
                    return false;
                isInUse = true;
            }
        return isInUse;
    }

    Module?[] Owners()
    {
        Dictionary<Tensor, Module> owners = [];
        foreach ((_, Module module) in NamedModules())          // those within come after what they are in
            foreach ((_, Tensor value) in module.NamedState())
                owners[value] = module;
        return [.. _initial.Select(value => value.Floats is { } floats ? owners.GetValueOrDefault(floats) : null)];
    }

    Tensor[] RunSteps(ReadOnlySpan<Tensor> inputs, bool isTraining)
    {
        if (inputs.Length != _inputs.Length)
            throw new ShapeException(
                $"This network takes {_inputs.Length} inputs ({string.Join(", ", InputNames)}), but got {inputs.Length}. Call Run with one "
                    + $"tensor for each.");
        GraphValue[] values = [.. _initial];
        for (int i = 0; i < inputs.Length; i++)
            values[_inputs[i]] = inputs[i];
        foreach (GraphStep step in _steps)
        {
            try
            {
                GraphValue result = step.Rule(new StepInputs(values, step.Inputs, isTraining && !IsInUse(step) ? Random : null));
                GraphValue[] parts = result.Parts ?? [result];
                for (int i = 0; i < Math.Min(parts.Length, step.Outputs.Length); i++)
                    if (step.Outputs[i] >= 0)
                        values[step.Outputs[i]] = parts[i];
            }
            catch (Exception e) when (e is ArgumentException or ArithmeticException)
            {
                throw new ShapeException($"Cannot run {step.Label}: {e.Message}", e);
            }
        }
        return [.. _outputs.Select(
            slot => values[slot].Floats ?? throw new ShapeException("An output of this network holds whole numbers, which are not a tensor."))];
    }
}
