namespace Elucid;

/// <summary>Several networks that answer together. It is used, not trained: gradients do not pass through it.</summary>
public sealed partial class Ensemble : Module
{
    readonly Module[] _members;
    readonly double[] _weights;
    readonly OutputMeaning? _averaged;

    // Null takes votes in place of an average.
    Ensemble(IEnumerable<Module> members, IEnumerable<double>? weights, OutputMeaning? averaged)
    {
        _members = [.. members.Select((member, i) => Child($"{i}", member))];
        if (_members.Length == 0)
            throw new ArgumentException("Ensemble: expected at least one network, but got none.");
        _weights = weights is null ? [.. _members.Select(_ => 1.0)] : [.. weights];
        if (_weights.Length != _members.Length)
            throw new ArgumentException($"Ensemble: expected a weight for each of {_members.Length} networks, but got {_weights.Length}.");
        _averaged = averaged;
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Ensemble(_members.Select(member => with.Part(member)), _weights, _averaged);

    /// <summary>The networks.</summary>
    public IReadOnlyList<Module> Members => _members;

    /// <summary>What each network counts.</summary>
    public IReadOnlyList<double> MemberWeights => _weights;

    /// <summary>
    /// Answers with the mean: of classes' probabilities, given as their logarithms, which are logits; of predicted numbers as they are.
    /// </summary>
    /// <param name="members">Networks with outputs alike.</param>
    /// <param name="task">What they answer.</param>
    /// <param name="targets">Of several targets what they are: <see cref="Dataset.SeveralTargets"/>.</param>
    /// <exception cref="ArgumentException">There is no network, or nothing is said of several targets.</exception>
    public static Ensemble Average(IEnumerable<Module> members, LearningTask task, IReadOnlyList<TargetInfo>? targets = null) =>
        task == LearningTask.Several && targets is not { Count: > 0 }
            ? throw new ArgumentException(
                "Ensemble: expected the targets of networks that answer several, as their outputs are averaged by what they mean, but got none: pass "
                    + "Dataset.SeveralTargets.", nameof(targets))
            : new(members, null, OutputMeaning.Of(task, targets ?? []));

    /// <summary>
    /// Answers with the votes for each class, [batch, classes]: a network votes for the class of its largest output, the first of equal ones.
    /// </summary>
    /// <param name="members">Networks for classes, with outputs alike.</param>
    /// <param name="weights">What each vote counts; 1 by default.</param>
    /// <exception cref="ArgumentException">There is no network, or not one weight for each.</exception>
    public static Ensemble Vote(IEnumerable<Module> members, IEnumerable<double>? weights = null) => new(members, weights, averaged: null);

    /// <summary>Trains networks on bootstrap samples of the rows, and averages them.</summary>
    /// <param name="train">Makes a network and trains it by these rows.</param>
    /// <param name="data">All rows.</param>
    /// <param name="count">How many networks, at least 1.</param>
    /// <param name="random">Draws the samples.</param>
    /// <remarks>L. Breiman, Machine Learning 24, 1996.</remarks>
    public static Ensemble Bag(Func<Dataset, Module> train, Dataset data, int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Average([.. Enumerable.Range(0, count).Select(i => train(data.Bootstrap(random.Derive("bag", (ulong)i))))], data.Task,
            data.SeveralTargets);
    }

    /// <summary>
    /// Trains networks one after the other on rows drawn by weights, which rise where the network before was wrong, and lets them vote, the better
    /// ones counting more.
    /// </summary>
    /// <param name="train">Makes a network and trains it by these rows.</param>
    /// <param name="data">All rows, of classes.</param>
    /// <param name="count">How many networks, at least 1. Fewer are kept where one makes no mistake or is no better than guessing.</param>
    /// <param name="random">Draws the rows.</param>
    /// <remarks>SAMME: J. Zhu, H. Zou, S. Rosset, T. Hastie, Statistics and Its Interface 2, 2009; for two classes AdaBoost.M1.</remarks>
    /// <exception cref="ArgumentException">The data are for regression, or the first network is no better than guessing.</exception>
    public static Ensemble Boost(Func<Dataset, Module> train, Dataset data, int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Boosting boosting = new(data, random);
        List<Module> members = [];
        for (int i = 0; i < count && !boosting.IsOver; i++)
        {
            Module member = train(boosting.Rows());
            if (boosting.Add(member))
                members.Add(member);
        }
        return members.Count > 0 ? Vote(members, boosting.Votes) : throw new ArgumentException(
            $"Dataset '{data.Name}': expected networks that are better than guessing, but the first one is not. Train them longer.");
    }

    /// <inheritdoc/>
    /// <returns>[batch, outputs], as the members have them.</returns>
    public override Tensor Forward(Tensor x) => Join(ForwardEach(x));

    /// <summary>What the networks say together, as <see cref="Module.Predict(Tensor)"/> does, and what each of them says.</summary>
    internal (Tensor Together, Tensor[] Each) PredictEach(Tensor x)
    {
        using UseScope use = UseScope.Open();
        using Tape tape = Tape.StartWithoutGradients();
        Tensor[] each = ForwardEach(x);
        return (Join(each).Keep(), [.. each.Select(outputs => outputs.Keep())]);
    }

    Tensor[] ForwardEach(Tensor x)
    {
        OutputShape(x.Shape);
        return [.. _members.Select(member => member.Forward(x))];
    }

    Tensor Join(Tensor[] outputs)
    {
        Shape shape = outputs[0].Shape;
        int width = shape.Last;
        double[] sums = new double[shape.Size];
        for (int i = 0; i < outputs.Length; i++)
        {
            double[] counted = _averaged?.ToMean(outputs[i].Values, width) ?? VotesOf(outputs[i].Values, width);
            for (int at = 0; at < sums.Length; at++)
                sums[at] += _weights[i] * counted[at];
        }
        double all = _weights.Sum();
        Tensor y = Tape.Scratch(shape);
        Span<float> answers = y.Edit();
        for (int at = 0; at < sums.Length; at++)
            answers[at] = (float)(_averaged?.FromMean(sums[at] / all, at % width) ?? sums[at]);
        return y;
    }

    static double[] VotesOf(ReadOnlySpan<float> outputs, int width)
    {
        double[] votes = new double[outputs.Length];
        for (int row = 0; row < votes.Length; row += width)
            votes[row + Rows.Largest(outputs.Slice(row, width))] = 1;
        return votes;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape shape = _members[0].OutputShape(input);
        foreach (Module member in _members)
            if (!member.OutputShape(input).Equals(shape))
                ShapeException.Throw(Label, "networks with outputs", $"{shape}", member.OutputShape(input), "All must answer the same question.");
        return shape;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _members.Sum(member => member.MultiplyAdds(input));
}
