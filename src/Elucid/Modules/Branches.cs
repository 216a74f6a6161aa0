namespace Elucid;

/// <summary>Modules side by side, whose outputs are joined along the axis of channels or features: [batch, a, …] and [batch, b, …] become [batch, a +
/// b, …].</summary>
/// <remarks>As the blocks of Szegedy et al. 2014, Going deeper with convolutions, arXiv:1409.4842, figure 2. The names of the branches are their
/// positions.</remarks>
public sealed class Concat : Module
{
    readonly Module[] _branches;

    /// <summary>Joins branches, each of which gets the input.</summary>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public Concat(params ReadOnlySpan<Module> branches)
    {
        _branches = Branches.Check("Concat", branches);
        for (int i = 0; i < _branches.Length; i++)
            Child(i.ToString(), _branches[i]);
    }

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public Concat(params Module[] branches)
        : this(branches.AsSpan())
    {
    }

    /// <inheritdoc/>
    /// <param name="x">What the branches take.</param>
    /// <returns>[batch, the sum of the branches' channels, …]</returns>
    /// <exception cref="ShapeException">The branches' outputs differ in another axis than the second.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Ops.Concat(1, [.. _branches.Select(branch => branch.Forward(x))]));
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Concat([.. _branches.Select(branch => with.Part(branch))]);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape[] shapes = [.. _branches.Select(branch => branch.OutputShape(input))];
        foreach (Shape shape in shapes)
            if (shape.Rank < 2 || shape.Rank != shapes[0].Rank || shape.With(1, shapes[0][1]) != shapes[0])
                throw new ShapeException(
                    $"{Label}: the branches give {string.Join(" and ", shapes)}; only their second axis may differ, along which they are joined.");
        return shapes[0].With(1, shapes.Sum(shape => shape[1]));
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _branches.Sum(branch => branch.MultiplyAdds(input));

    /// <inheritdoc/>
    public override string ToString() => $"Concat({string.Join(", ", _branches.Select(branch => branch.ToString()))})";
}

/// <summary>Modules side by side, whose outputs are added.</summary>
/// <remarks>The names of the branches are their positions.</remarks>
public sealed class Add : Module
{
    readonly Module[] _branches;

    /// <summary>Adds branches, each of which gets the input.</summary>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public Add(params ReadOnlySpan<Module> branches)
    {
        _branches = Branches.Check("Add", branches);
        for (int i = 0; i < _branches.Length; i++)
            Child(i.ToString(), _branches[i]);
    }

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public Add(params Module[] branches)
        : this(branches.AsSpan())
    {
    }

    /// <inheritdoc/>
    /// <param name="x">What the branches take.</param>
    /// <returns>The shape that each branch gives.</returns>
    /// <exception cref="ShapeException">The branches' outputs differ in shape.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        Tensor sum = _branches[0].Forward(x);
        for (int i = 1; i < _branches.Length; i++)
            sum = Ops.Add(sum, _branches[i].Forward(x));
        return Tapped(x, sum);
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Add([.. _branches.Select(branch => with.Part(branch))]);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape[] shapes = [.. _branches.Select(branch => branch.OutputShape(input))];
        if (shapes.Any(shape => shape != shapes[0]))
            throw new ShapeException($"{Label}: the branches give {string.Join(" and ", shapes)}, and only equal shapes can be added.");
        return shapes[0];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _branches.Sum(branch => branch.MultiplyAdds(input));

    /// <inheritdoc/>
    public override string ToString() => $"Add({string.Join(", ", _branches.Select(branch => branch.ToString()))})";
}

/// <summary>What modules side by side check alike.</summary>
internal static class Branches
{
    public static Module[] Check(string where, ReadOnlySpan<Module> branches) =>
        branches.Length > 0 ? branches.ToArray()
            : throw new ArgumentException($"{where}: expected at least one branch, but got none.", nameof(branches));
}
