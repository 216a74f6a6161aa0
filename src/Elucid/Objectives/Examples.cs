namespace Elucid;

/// <summary>
/// The examples of a step, as tensors: what an <see cref="Objective"/> computes its loss from. They are the step's until the next one.
/// </summary>
public sealed class Examples
{
    readonly int[] _rows, _labels;
    Tensor? _x, _targets;
    RandomStream? _random;
    IReadOnlyList<LabeledBox>[]? _boxes;

    /// <summary>Room for batches of a dataset.</summary>
    internal Examples(Dataset data, int capacity) => (Data, _rows, _labels) = (data, new int[capacity], new int[data.Labels.IsEmpty ? 0 : capacity]);

    /// <summary>The dataset, or the part of it that is in memory.</summary>
    public Dataset Data { get; private set; }

    /// <summary>How many examples there are.</summary>
    public int Count { get; private set; }

    /// <summary>The rows' numbers in the dataset.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>What the network gets, [count, ..feature shape]: the features, after augmentation in training.</summary>
    public Tensor X => _x!;

    /// <summary>The classes, [count].</summary>
    /// <exception cref="ArgumentException">The data have none.</exception>
    public ReadOnlyMemory<int> Labels => Batch.Labels;

    /// <summary>The targets, [count, targets].</summary>
    /// <exception cref="ArgumentException">The data have none.</exception>
    public Tensor Targets => _targets ??= Batch.Targets();

    /// <summary>The objects in each image, [count]: where they are after augmentation.</summary>
    /// <exception cref="ArgumentException">The data have none.</exception>
    public IReadOnlyList<IReadOnlyList<LabeledBox>> Boxes => _boxes ??= BoxesOf();

    /// <summary>Random numbers of this step, for losses that draw: a function of the seed and the step's number.</summary>
    public RandomStream Random => _random!;

    /// <summary>The features as the dataset has them, [count, ..feature shape]: without augmentation.</summary>
    public Tensor Features() => Batch.Features();

    Batch Batch => new(Data, Rows, _labels.Length == 0 ? default : _labels.AsMemory(0, Count));

    /// <summary>Takes up these rows; tensors are of the tape that now runs.</summary>
    internal void Take(ReadOnlySpan<int> rows, RandomStream random) => Take(Data, rows, random);

    /// <summary>Takes up these rows of the part that is now in memory.</summary>
    internal void Take(Dataset data, ReadOnlySpan<int> rows, RandomStream random)
    {
        Data = data;
        rows.CopyTo(_rows);
        (Count, _random, _targets, _boxes) = (rows.Length, random, null, null);
        for (int i = 0; i < rows.Length && _labels.Length > 0; i++)
            _labels[i] = Data.Labels[rows[i]];
        _x = Features();
    }

    /// <summary>Changes what the network gets, and moves the objects with it.</summary>
    internal void Augment(Augmentation augmentation, RandomStream random)
    {
        if (Data.Boxes.Count == 0)
        {
            augmentation.Apply(X.Edit(), Data.FeatureShape, random);
            return;
        }
        _boxes = BoxesOf();
        float[] scratch = new float[Data.FeatureCount];
        for (int i = 0; i < Count; i++)
        {
            List<LabeledBox> boxes = [.. _boxes[i]];
            augmentation.Apply(X.Edit().Slice(i * Data.FeatureCount, Data.FeatureCount), boxes, Data.FeatureShape, scratch, random);
            _boxes[i] = boxes;
        }
    }

    IReadOnlyList<LabeledBox>[] BoxesOf()
    {
        if (Data.Boxes.Count == 0)
            throw new ArgumentException($"Dataset '{Data.Name}' is for {Data.TaskName} and has no boxes.");
        IReadOnlyList<LabeledBox>[] boxes = new IReadOnlyList<LabeledBox>[Count];
        for (int i = 0; i < Count; i++)
            boxes[i] = Data.Boxes[_rows[i]];
        return boxes;
    }
}
