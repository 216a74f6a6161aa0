namespace Elucid.Onnx;

/// <summary>What convolutions and poolings say of the window that they move: along one axis or two.</summary>
internal sealed class WindowAttributes
{
    readonly int[] _after;
    readonly int[]? _kernel;
    readonly bool _lower;

    public WindowAttributes(NodeReader node)
    {
        int[]? Given(string name, int per, int least) => node.Integers(name) is not { } values ? null
            : values.Count > 2 * per ? throw node.NotSupported($"moves its window along {values.Count / per} axes", "1 and 2")
            : node.Lengths(name, values.Count == 2 * per ? 2 * per : per, 0, least, Operators.MostSteps);

        _kernel = Given("kernel_shape", 1, 1);
        int[]? strides = Given("strides", 1, 1), dilations = Given("dilations", 1, 1), pads = Given("pads", 2, 0);
        // A convolution that states nothing moves along the axes of its kernel, or of its input.
        int? more = node.Rank(node.OpType.StartsWith("Conv", StringComparison.Ordinal) ? 1 : 0) ?? node.Rank(0);
        Axes = (_kernel ?? strides ?? dilations)?.Length ?? pads?.Length / 2 ?? more - 2 ?? 2;
        if (Axes is not (1 or 2))
            throw node.NotSupported($"moves its window along {Axes} axes", "1 and 2");
        node.RequireRank(0, Axes + 2, Axes + 2);
        if ((_kernel?.Length ?? Axes) != Axes || (strides?.Length ?? Axes) != Axes || (dilations?.Length ?? Axes) != Axes
            || (pads?.Length ?? 2 * Axes) != 2 * Axes)
            throw node.Error($"one number per axis, {Axes}, in each list", "lists of different lengths");
        string automatic = node.Text("auto_pad", "NOTSET");
        if (automatic is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER"))
            throw node.Error("'auto_pad' to be NOTSET, VALID, SAME_UPPER or SAME_LOWER", Excerpt.Of(automatic));
        (IsSame, _lower) = (automatic.StartsWith("SAME", StringComparison.Ordinal), automatic == "SAME_LOWER");
        pads = pads is null || automatic != "NOTSET" ? new int[2 * Axes] : pads;
        Groups = node.Integer("group", 1, 1, int.MaxValue);
        (Strides, Dilations, Before) = (Pair(strides, 1), Pair(dilations, 1), Pair(pads[..Axes], 0));
        _after = pads[Axes..];
        IsSymmetric = pads.AsSpan(0, Axes).SequenceEqual(_after);
    }

    /// <summary>Axes that the window moves along: 1 or 2.</summary>
    public int Axes { get; }

    public Size2d Strides { get; }

    public Size2d Dilations { get; }

    /// <summary>Zeros before the rows and columns.</summary>
    public Size2d Before { get; }

    public int Groups { get; }

    /// <summary>Whether the zeros follow from kernel and stride.</summary>
    public bool IsSame { get; }

    /// <summary>Whether as many zeros follow as come before.</summary>
    public bool IsSymmetric { get; }

    /// <summary>The kernel's lengths.</summary>
    public Size2d Kernel => Pair(_kernel, 1);

    /// <summary>The kernel's lengths for an input with as many axes.</summary>
    public int[] KernelOf(Shape x) => _kernel is not null && x.Rank == _kernel.Length + 2
        ? _kernel : throw new ShapeException($"expected an input of {Axes + 2} axes, [batch, channels, …], but got {x}.");

    public bool HasKernel => _kernel is not null;

    public void Check(Shape x, ReadOnlySpan<int> kernel)
    {
        if (x.Rank is not (3 or 4) || kernel.Length != x.Rank - 2 || Axes != x.Rank - 2
            && (HasKernel || Strides != 1 || Dilations != 1 || Before != 0))
            throw new ShapeException(
                $"expected sequences [batch, channels, length] or images [batch, channels, height, width] and a kernel of as many axes, but got {x} "
                    + $"and {kernel.Length} axes.");
        if (_kernel is not null && !kernel.SequenceEqual(_kernel))
            throw new ShapeException(
                $"the kernel has the lengths [{string.Join(", ", kernel.ToArray())}], but the node says [{string.Join(", ", _kernel)}].");
    }

    /// <summary>Whether a pooling can add the padding itself: as much before as after, and at most half a window.</summary>
    public bool IsWithinHalf => IsSymmetric && !IsSame && 2 * Before.Height <= Kernel.Height && 2 * Before.Width <= Kernel.Width;

    /// <summary>The input with what an operation with symmetric padding cannot add itself.</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernel">The kernel's lengths.</param>
    /// <param name="padding">What is left for the operation to add.</param>
    public Tensor Padded(Tensor x, ReadOnlySpan<int> kernel, out Size2d padding)
    {
        padding = IsSymmetric && !IsSame ? Before : 0;
        return IsSymmetric && !IsSame ? x : Bordered(x, kernel, 0);
    }

    /// <summary>The input with all its padding around it.</summary>
    public Tensor Bordered(Tensor x, ReadOnlySpan<int> kernel, float filler)
    {
        int[] strides = Axes == 1 ? [Strides.Width] : [Strides.Height, Strides.Width], dilations = Axes == 1 ? [Dilations.Width]
            : [Dilations.Height, Dilations.Width];
        int[] before = Axes == 1 ? [Before.Width] : [Before.Height, Before.Width];
        for (int i = 0; i < kernel.Length; i++)
        {
            int axis = i + 2, first = before[i], last = _after[i];
            if (IsSame)
            {
                int outputs = (x.Shape[axis] + strides[i] - 1) / strides[i];
                int zeros = Math.Max(0, (outputs - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - x.Shape[axis]);
                (first, last) = _lower ? (zeros - zeros / 2, zeros / 2) : (zeros / 2, zeros - zeros / 2);
            }
            x = Ops.Concat(axis, [.. Border(x.Shape, axis, first, filler), x, .. Border(x.Shape, axis, last, filler)]);
        }
        return x;
    }

    public static Tensor[] Border(Shape shape, int axis, int length, float filler)
    {
        if (length == 0)
            return [];
        Tensor border = new(shape.With(axis, length));
        border.Edit().Fill(filler);
        return [border];
    }

    // One axis is the width of images of height 1.
    static Size2d Pair(int[]? numbers, int fallback) => numbers switch
    {
        null => fallback,
        [int width] => (fallback, width),
        [int height, int width, ..] => (height, width),
        _ => fallback,
    };
}
