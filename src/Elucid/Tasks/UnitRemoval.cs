namespace Elucid;

/// <summary>Fills a narrow network with what is worth most of a wide one of the same layers.</summary>
internal static class UnitRemoval
{
    /// <summary>How many units of a layer stay.</summary>
    /// <param name="units">All of them.</param>
    /// <param name="share">Which share leaves.</param>
    public static int Remaining(int units, double share) => Math.Max(1, units - PruningMask.Of(share, units));

    /// <summary>Chooses the units that stay, and copies them.</summary>
    /// <param name="wide">A network as a kind with <see cref="NetworkKind.HasRemovableUnits"/> builds it, or several.</param>
    /// <param name="narrow">One of the same layers with fewer units.</param>
    public static void Move(Module wide, Module narrow)
    {
        foreach ((Module[] from, Module[] to) in ChainsOf(wide).Zip(ChainsOf(narrow)))
            new Chain(from, to).Move();
    }

    static IEnumerable<Module[]> ChainsOf(Module network) => network switch
    {
        Ensemble several => several.Members.SelectMany(ChainsOf),
        ActorCritic pair => [.. ChainsOf(pair.Actor), .. ChainsOf(pair.Critic)],
        _ => [[.. LayersOf(network)]],
    };

    static IEnumerable<Module> LayersOf(Module network) => network switch
    {
        Autoencoder pair => [.. LayersOf(pair.Encoder), .. LayersOf(pair.Decoder)],
        Sequential or GridDetector => network.Children.SelectMany(child => LayersOf(child.Module)),
        _ => [network],
    };

    static bool IsProduct(Module layer) => layer is Linear or Conv;

    // Layers one after the other, and the units of the last one that stay. A unit is a channel, or a number where there are no channels.
    sealed class Chain(Module[] from, Module[] to)
    {
        // Null before the first layer: all of the input stays.
        int[]? _kept;
        double[] _rest = [];
        // What units at rest add to the sums of a layer that has no bias to take it up.
        double[]? _untold;

        public void Move()
        {
            for (int i = 0; i < from.Length; i++)
                if (IsProduct(from[i]))
                    MoveProduct(i);
                else if (from[i] is Unflatten shape && _kept is not null)
                    _kept = UnitsOf(_kept, shape);
                else if (from[i] is Residual block)
                    MoveBlock(block, (Residual)to[i]);
                else
                    MoveOwn(from[i], to[i]);
        }

        // What goes in and what comes out is whole: other blocks add to it.
        void MoveBlock(Residual block, Residual narrow)
        {
            new Chain([.. LayersOf(block.Inner)], [.. LayersOf(narrow.Inner)]).Move();
            foreach ((Module? rest, Module? copy) in new[] { (block.Shortcut, narrow.Shortcut), (block.Activation, narrow.Activation) })
                if (rest is not null && copy is not null)
                    MoveOwn(rest, copy);
            _kept = null;
        }

        void MoveProduct(int at)
        {
            (Tensor weight, Tensor? bias) = Of(from[at]);
            (Tensor narrow, Tensor? narrowBias) = Of(to[at]);
            int outputs = weight.Shape[0], inputs = weight.Shape[1], taps = weight.Shape.Size / (outputs * inputs);
            int[] columns = Expand(_kept, inputs);
            double[] shifts = ShiftsBy(weight);
            (int[] rows, double[] rest) = outputs == narrow.Shape[0] ? ([.. Enumerable.Range(0, outputs)], new double[outputs]) : Choose(at, narrow);
            ReadOnlySpan<float> all = weight.Values;
            Span<float> values = narrow.Edit();
            int next = 0;
            foreach (int row in rows)
                foreach (int column in columns)
                {
                    all.Slice((row * inputs + column) * taps, taps).CopyTo(values[next..]);
                    next += taps;
                }
            double[] shift = [.. rows.Select(row => shifts[row])];
            _untold = bias is null ? shift : null;
            for (int row = 0; bias is not null && row < rows.Length; row++)
                narrowBias!.Edit()[row] = (float)(bias.Values[rows[row]] + shift[row]);
            (_kept, _rest) = (rows, rest);
        }

        // What the units that left put out at rest adds to each sum.
        double[] ShiftsBy(Tensor weight)
        {
            int outputs = weight.Shape[0], run = weight.Shape.Size / outputs;
            double[] sums = new double[outputs];
            if (_kept is null || _kept.Length == _rest.Length)
                return sums;
            int each = run / _rest.Length;
            double[] left = [.. _rest];
            foreach (int unit in _kept)
                left[unit] = 0;
            ReadOnlySpan<float> all = weight.Values;
            for (int output = 0; output < outputs; output++)
                for (int i = 0; i < run; i++)
                    sums[output] += left[i / each] * all[output * run + i];
            return sums;
        }

        // The rows that stay, in their order, and what each row puts out at rest.
        (int[] Rows, double[] AtRest) Choose(int at, Tensor narrow)
        {
            (Tensor weight, Tensor? bias) = Of(from[at]);
            int outputs = weight.Shape[0], next = Array.FindIndex(from, at + 1, IsProduct);
            int units = from[at..next].OfType<Unflatten>().FirstOrDefault()?.ExampleShape[0] ?? outputs, each = outputs / units;
            BatchNorm? norm = from[at..next].OfType<BatchNorm>().FirstOrDefault();
            double[] incoming = new double[outputs], outgoing = new double[units], pre = new double[outputs];
            int run = weight.Shape.Size / outputs;
            for (int row = 0; row < outputs; row++)
            {
                double scale = norm is null ? 1 : (norm.Weight?.Values[row] ?? 1) / Math.Sqrt(norm.RunningVariance.Values[row] + norm.Epsilon);
                double square = PruningMask.SquareNorm(weight.Values.Slice(row * run, run));
                incoming[row] = square * scale * scale;
                // One that nothing goes into puts out the same for every input; another one, on average, what a norm makes of its mean.
                pre[row] = square == 0 || norm is null ? bias?.Values[row] ?? 0 : norm.RunningMean.Values[row];
            }
            Tensor after = Of(from[next]).Weight;
            int answers = after.Shape[0], width = after.Shape.Size / answers / units;
            for (int answer = 0; answer < answers; answer++)
                for (int unit = 0; unit < units; unit++)
                    outgoing[unit] += PruningMask.SquareNorm(after.Values.Slice((answer * units + unit) * width, width));
            double[] worth = [.. Enumerable.Range(0, units).Select(unit => incoming.AsSpan(unit * each, each).ToArray().Sum() * outgoing[unit])];
            int leaving = units - narrow.Shape[0] / each;
            int[] stay = [.. Enumerable.Range(0, units).OrderBy(unit => worth[unit]).Skip(leaving).Order()];
            return (Expand(stay, outputs, units), AtRest(at, next, pre));
        }

        // What comes out of the layers between two products where this goes in.
        double[] AtRest(int at, int next, double[] pre)
        {
            bool isLinear = from[at] is Linear;
            Shape shape = isLinear ? [1, pre.Length] : from[at] is Conv1d ? [1, pre.Length, 1] : [1, pre.Length, 1, 1];
            Tensor x = new(shape, [.. pre.Select(value => (float)value)]);
            foreach (Module layer in from[at..next])
                x = layer switch
                {
                    BatchNorm or ActivationLayer => layer.Predict(x),
                    LayerNorm { Bias: { } bias } => new Tensor(shape, bias.Values),
                    GroupNorm { Bias: { } bias } => new Tensor(shape, bias.Values),
                    _ => x,
                };
            return [.. x.Values.ToArray().Select(value => (double)value)];
        }

        // A norm's numbers, and those of a learned function: one for each unit, or one for all.
        void MoveOwn(Module layer, Module narrow)
        {
            foreach (((_, Tensor old), (_, Tensor copy)) in layer.NamedState().Zip(narrow.NamedState()))
            {
                Span<float> values = copy.Edit();
                if (old.Shape.Size == copy.Shape.Size)
                    old.Values.CopyTo(values);
                else
                    for (int i = 0; i < values.Length; i++)
                        values[i] = old.Values[_kept![i]];
            }
            if (narrow is not BatchNorm norm || _untold is null)
                return;
            for (int i = 0; i < _untold.Length; i++)
                norm.RunningMean.Edit()[i] -= (float)_untold[i];
            _untold = null;
        }

        // Rows become channels: those of which rows are left. At rest a channel is taken to be the mean over its places.
        int[] UnitsOf(int[] rows, Unflatten shape)
        {
            int units = shape.ExampleShape[0], each = shape.ExampleShape.Size / units;
            _rest = [.. Enumerable.Range(0, units).Select(unit => _rest.AsSpan(unit * each, each).ToArray().Average())];
            return [.. rows.Select(row => row / each).Distinct()];
        }

        int[] Expand(int[]? units, int numbers) => units is null ? [.. Enumerable.Range(0, numbers)] : Expand(units, numbers, _rest.Length);

        static int[] Expand(int[] units, int numbers, int all)
        {
            int each = numbers / all;
            return [.. units.SelectMany(unit => Enumerable.Range(unit * each, each))];
        }

        static (Tensor Weight, Tensor? Bias) Of(Module product) => product switch
        {
            Linear linear => (linear.Weight, linear.Bias),
            Conv convolution => (convolution.Weight, convolution.Bias),
            _ => throw new InvalidOperationException($"{product} multiplies nothing."),
        };
    }
}
