namespace Elucid;

/// <summary>Some rows of a dataset, to be copied where the network reads them.</summary>
public readonly ref struct Batch
{
    readonly Dataset _data;
    readonly ReadOnlyMemory<int> _labels;

    internal Batch(Dataset data, ReadOnlySpan<int> rows, ReadOnlyMemory<int> labels)
    {
        _data = data;
        Rows = rows;
        _labels = labels;
    }

    /// <summary>The number of rows.</summary>
    public int Count => Rows.Length;

    /// <summary>The rows' numbers in the dataset.</summary>
    public ReadOnlySpan<int> Rows { get; }

    /// <summary>
    /// The classes: [rows], as <see cref="Loss.CrossEntropy"/> takes them. A part of the loader's memory, which changes with the next epoch.
    /// </summary>
    /// <exception cref="ArgumentException">This is a regression dataset.</exception>
    public ReadOnlyMemory<int> Labels => _data.Labels.IsEmpty ? throw Lacks("labels") : _labels;

    /// <summary>
    /// The features as a tensor, [rows, ..featureShape]: rented from the tape that runs, or garbage-collected memory where none does.
    /// </summary>
    public Tensor Features()
    {
        Tensor x = Tape.Scratch([Count, .. _data.FeatureShape]);
        FillFeatures(x.Edit());
        return x;
    }

    /// <summary>The targets as a tensor, [rows, targets], rented as <see cref="Features"/> are.</summary>
    /// <exception cref="ArgumentException">This is a classification dataset.</exception>
    public Tensor Targets()
    {
        if (_data.Targets.IsEmpty)
            throw Lacks("targets");
        Tensor targets = Tape.Scratch([Count, _data.Targets.Length / _data.Count]);
        FillTargets(targets.Edit());
        return targets;
    }

    /// <summary>Some of these rows.</summary>
    internal Batch Part(int start, int count) => new(_data, Rows.Slice(start, count), _data.Labels.IsEmpty ? default : _labels.Slice(start, count));

    /// <summary>Copies the features: [rows, features], row by row.</summary>
    /// <exception cref="ArgumentException">The destination is too short; a longer one is left as it is behind the last row.</exception>
    public void FillFeatures(Span<float> destination) => Fill(_data.Features, destination, "features");

    /// <summary>Copies the classes: [rows].</summary>
    /// <exception cref="ArgumentException">The destination is too short, or this is a regression dataset.</exception>
    public void FillLabels(Span<int> destination) => Fill(_data.Labels, destination, "labels");

    /// <summary>Copies the targets: [rows, targets], row by row.</summary>
    /// <exception cref="ArgumentException">The destination is too short, or this is a classification dataset.</exception>
    public void FillTargets(Span<float> destination) => Fill(_data.Targets, destination, "targets");

    void Fill<T>(ReadOnlySpan<T> source, Span<T> destination, string what)
    {
        if (source.IsEmpty)
            throw Lacks(what);
        int width = source.Length / _data.Count;
        if (destination.Length < Rows.Length * width)
            throw new ArgumentException($"Expected room for the {what} of {Rows.Length} rows, that is {Rows.Length * width} values, but the "
                + $"destination holds {destination.Length}.");
        for (int i = 0; i < Rows.Length; i++)
            source.Slice(Rows[i] * width, width).CopyTo(destination.Slice(i * width, width));
    }

    ArgumentException Lacks(string what) => new($"Dataset '{_data.Name}' is for {_data.TaskName} and has no {what}.");
}
