using Elucid.Kernels;
using Elucid.Numerics;
using Elucid.Reports;

namespace Elucid.Verification;

/// <summary>What <see cref="ActivationBench"/> measures.</summary>
public sealed record ActivationBenchSettings
{
    /// <summary>The functions; all of the catalog by default. ReLU is measured in any case.</summary>
    public IReadOnlyList<Activation> Functions { get; init; } = [.. ActivationCatalog.All.Select(info => info.Create())];

    /// <summary>The types of elements; float by default.</summary>
    public IReadOnlyList<ElementType> Types { get; init; } = [ElementType.Float];

    /// <summary>Threads that large arrays are split over; all processors by default.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Fewer rounds: rough figures in a few seconds.</summary>
    public bool IsQuick { get; init; }
}

/// <summary>
/// Measures how fast activation functions go over arrays that fit the first cache, the second, and neither, forward and backward, beside a copy and
/// ReLU. All run in turn within each round, on normally distributed inputs.
/// </summary>
public sealed class ActivationBench
{
    /// <summary>What the copy is called.</summary>
    public const string Copy = "copy";

    /// <summary>Bytes in each array: two or three of them fit into the usual first cache, into the second, and into none.</summary>
    internal static readonly int[] ArrayBytes = [16 << 10, 256 << 10, 64 << 20];

    const string Relu = "relu";
    const int LayerUnits = 128, LayerBatch = 32, ProductsPerStep = 3;

    readonly ActivationBenchSettings _settings;
    readonly IReadOnlyList<Activation> _functions;
    readonly int[] _arrayBytes;

    /// <param name="settings">What to measure.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or nothing is left to measure.</exception>
    public ActivationBench(ActivationBenchSettings settings) : this(settings, ArrayBytes)
    {
    }

    internal ActivationBench(ActivationBenchSettings settings, int[] arrayBytes)
    {
        if (settings.Threads < 1)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(ActivationBenchSettings.Threads))} must be a positive number, but got {settings.Threads}.");
        if (settings.Functions.Count == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(ActivationBenchSettings.Functions))} must name at least one activation; "
                    + $"{Spelling.Of(nameof(ActivationCatalog.All))} lists them.");
        if (settings.Types.Count == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(ActivationBenchSettings.Types))} must name at least one of float, double, half, bfloat16.");
        _settings = settings;
        _arrayBytes = arrayBytes;
        _functions = settings.Functions.Any(f => f.Name == Relu) ? settings.Functions : [.. settings.Functions, ActivationCatalog.Parse(Relu)];
    }

    /// <summary>Elements in the arrays of a type, from the smallest to the largest.</summary>
    public static IReadOnlyList<int> Sizes(ElementType type) => [.. ArrayBytes.Select(bytes => bytes / BytesOf(type))];

    /// <summary>Measures.</summary>
    /// <param name="progress">Told the share that is done, before each round.</param>
    /// <param name="cancellation">Ends the run; what was measured is lost, as no figure is right before the last round.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ActivationBenchReport Run(Action<double> progress, CancellationToken cancellation)
    {
        using ThreadLimit scope = Threads.Limit(_settings.Threads);
        List<ActivationSpeed> speeds = [];
        int rounds = 0, allRounds = _settings.Types.Count * _arrayBytes.Sum(RoundsFor);
        Contest Start(int bytes) => new(RoundsFor(bytes), TimeSpan.FromMilliseconds(_settings.IsQuick ? 0.3 : 1))
        {
            BeforeRound = () =>
            {
                cancellation.ThrowIfCancellationRequested();
                progress((double)rounds++ / allRounds);
            },
        };

        LayerCost layer = MeasureLayer();
        foreach (ElementType type in _settings.Types)
            foreach (int bytes in _arrayBytes)
                speeds.AddRange(type switch
                {
                    ElementType.Double => Measure(Start(bytes), type, bytes, x => (double)x),
                    ElementType.Half => Measure(Start(bytes), type, bytes, x => (Half)x),
                    ElementType.BFloat16 => Measure(Start(bytes), type, bytes, x => (BFloat16)x),
                    _ => Measure(Start(bytes), type, bytes, x => x),
                });
        ActivationBenchReport report =
            new("elucid-bench-activations/1", RunEnvironment.Current, DateTime.UtcNow, _settings.Threads, layer, speeds, "");
        return report with { Answer = ActivationCost.Answer(report) };
    }

    static int BytesOf(ElementType type) => type switch
    {
        ElementType.Double => 8,
        ElementType.Float => 4,
        _ => 2,
    };

    // A large array takes milliseconds, and the slower the memory the steadier.
    int RoundsFor(int bytes) => (bytes >= 8 << 20, _settings.IsQuick) switch
    {
        (true, true) => 3,
        (true, false) => 11,
        (false, true) => 7,
        (false, false) => 61,
    };

    List<ActivationSpeed> Measure<T>(Contest contest, ElementType type, int bytes, Func<float, T> convert) where T : unmanaged
    {
        int length = bytes / BytesOf(type);
        T[] x = Gaussian("x", length, convert), dy = Gaussian("dy", length, convert), result = new T[length];
        ActivationKernel<T>[] kernels = [.. _functions.Select(f => f.Kernel<T>())];
        Timing[] timings = contest.Run(
        [
            () => CopyOver(x, result),
            .. kernels.Select(kernel => (Action)(() => kernel.Forward(x, result))),
            .. kernels.Select(kernel => (Action)(() => kernel.Backward(x, dy, result))),
        ]);
        int relu = _functions.ToList().FindIndex(f => f.Name == Relu);
        Timing copy = timings[0];
        List<ActivationSpeed> speeds =
            [new(Copy, type, IsBackward: false, length, copy.Median, copy.Seconds.Min(), copy.Median / timings[1 + relu].Median, 1)];
        for (int i = 0; i < 2 * kernels.Length; i++)
        {
            bool isBackward = i >= kernels.Length;
            Timing own = timings[1 + i], reference = timings[1 + (isBackward ? kernels.Length : 0) + relu];
            speeds.Add(new(
                _functions[i % kernels.Length].Name, type, isBackward, length, own.Median, own.Seconds.Min(), own.Median / reference.Median,
                own.Median / copy.Median));
        }
        return speeds;
    }

    static LayerCost MeasureLayer()
    {
        float[] x = Gaussian("layer", LayerBatch * LayerUnits, v => v), weight = Gaussian("weight", LayerUnits * LayerUnits, v => v),
            y = new float[LayerBatch * LayerUnits];
        Timing product =
            new Contest(rounds: 15, TimeSpan.FromMilliseconds(0.5)).Run(() => Gemm.Multiply(x, weight, y, LayerBatch, LayerUnits, LayerUnits))[0];
        return new(LayerUnits, ProductsPerStep * product.Median / y.Length);
    }

    // Standard normal, as before a well-initialised layer's activation; none is subnormal.
    static T[] Gaussian<T>(string purpose, int length, Func<float, T> convert)
    {
        float[] values = new float[length];
        new RandomStream(1).Derive(purpose).FillGaussian(values);
        return [.. values.Select(convert)];
    }

    // As large kernels do, over as many threads.
    static void CopyOver<T>(T[] source, T[] destination)
    {
        const int Smallest = 1 << 17;
        if (source.Length < Smallest || Threads.Count == 1)
            source.CopyTo(destination.AsSpan());
        else
            Threads.For(Threads.Count, new CopyPiece<T>(source, destination, Threads.Count));
    }

    readonly struct CopyPiece<T>(T[] source, T[] destination, int pieces) : IThreadsBody
    {
        public void Run(int index)
        {
            int from = (int)((long)source.Length * index / pieces), to = (int)((long)source.Length * (index + 1) / pieces);
            source.AsSpan(from..to).CopyTo(destination.AsSpan(from));
        }
    }
}
