namespace Elucid.Onnx;

/// <summary>What a value of a running graph is: a tensor of floats, or whole numbers; or what a node with several outputs gives.</summary>
internal readonly struct GraphValue
{
    GraphValue(Tensor? floats, IntegerTensor? integers, GraphValue[]? parts = null) => (Floats, Integers, Parts) = (floats, integers, parts);

    public Tensor? Floats { get; }

    public IntegerTensor? Integers { get; }

    /// <summary>One value for each output of a node that has several.</summary>
    public GraphValue[]? Parts { get; }

    public static implicit operator GraphValue(Tensor floats) => new(floats, null);

    public static implicit operator GraphValue(IntegerTensor integers) => new(null, integers);

    public static implicit operator GraphValue(GraphValue[] parts) => new(null, null, parts);
}

/// <summary>What an operator sees when it runs: its inputs, and, while the network is being trained, where it draws random numbers.</summary>
internal readonly struct StepInputs(GraphValue[] values, int[] slots, RandomStream? random = null)
{
    /// <summary>Where operators draw that draw numbers; null in use, when nothing is drawn.</summary>
    public RandomStream? Random => random;

    public bool IsTraining => random is not null;

    public int Count => slots.Length;

    /// <summary>Whether an optional input is there.</summary>
    public bool Has(int index) => index < slots.Length && slots[index] >= 0;

    public GraphValue this[int index] => Has(index) ? values[slots[index]] : throw new ShapeException($"expected input {index}, but it is omitted.");

    public bool IsInteger(int index) => this[index].Integers is not null;

    public Tensor Floats(int index) =>
        this[index].Floats ?? throw new ShapeException($"expected numbers with fractions for input {index}, but got whole numbers.");

    public IntegerTensor Integers(int index) =>
        this[index].Integers ?? throw new ShapeException($"expected whole numbers for input {index}, but got numbers with fractions.");
}

/// <summary>Computes a node's output from its inputs, or all of them where it has several.</summary>
internal delegate GraphValue StepRule(StepInputs inputs);
