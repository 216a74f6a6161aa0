using System.Diagnostics;

namespace Elucid.Lab;

/// <summary>How long predictions of networks take, side by side.</summary>
/// <param name="Rows">How many examples a batch has.</param>
/// <param name="Of">Of each network the seconds of one example, and of a batch.</param>
internal sealed record PredictionTimes(int Rows, IReadOnlyList<(double One, double Batch)> Of)
{
    const int MostRows = 256, MostNumbers = 1 << 24, Rounds = 15;

    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1), Warmup = TimeSpan.FromMilliseconds(30), Settling = TimeSpan.FromSeconds(0.5);

    /// <summary>Measures in turn, so that what disturbs one network disturbs the others; the median of 15 rounds counts. Which numbers go in does
    /// not matter.</summary>
    /// <param name="file">What such networks take.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="cancellation">Ends it.</param>
    public static PredictionTimes Measure(ModelFile file, IReadOnlyList<Module> networks, CancellationToken cancellation)
    {
        int size = new Shape([.. file.FeatureShape]).Size, rows = Math.Clamp(MostNumbers / size, 1, MostRows);
        Tensor one = Input(file, networks[0], 1), batch = Input(file, networks[0], rows);
        Action[] all = [.. networks.Select(network => Predict(network, one)), .. networks.Select(network => Predict(network, batch))];
        // What is called often is compiled again, to be faster, while it runs; networks that are measured before that would look slow.
        TimeSpan warmup = TimeSpan.FromTicks(Math.Max(Warmup.Ticks, Settling.Ticks / all.Length));
        int[] repeats = [.. all.Select(predict => Repeats(predict, warmup))];
        double[][] times = [.. all.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
            for (int i = 0; i < all.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                times[i][round] = Seconds(all[i], repeats[i]) / repeats[i];
            }
        double[] medians = [.. times.Select(time => time.Order().ElementAt(Rounds / 2))];
        return new(rows, [.. networks.Select((_, i) => (medians[i], medians[networks.Count + i]))]);
    }

    static Action Predict(Module network, Tensor x) => network is not GenerativeNetwork drawn ? () => network.Predict(x) : () =>
    {
        using Tape tape = Tape.StartWithoutGradients();
        drawn.Decode(x);
    };

    static Tensor Input(ModelFile file, Module network, int rows)
    {
        RandomStream random = new(0);
        if (network is GenerativeNetwork drawn)
            return drawn.Codes(rows, random);
        Tensor x = new([rows, .. file.FeatureShape]);
        Span<float> values = x.Edit();
        int tokens = file.Prose?.Encoder.VocabularySize ?? file.Tokenizer?.VocabularySize ?? 0;
        random.FillUniform(values, 0, 1);
        if (tokens > 0)
            foreach (ref float value in values)
                value = MathF.Floor(value * tokens);
        return x;
    }

    // So often that a clock tells it well.
    static int Repeats(Action predict, TimeSpan warmup)
    {
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        for (; count < 3 || Stopwatch.GetElapsedTime(start) < warmup; count++)
            predict();
        double each = Seconds(predict, Math.Max(1, count / 4)) / Math.Max(1, count / 4);
        return (int)Math.Clamp(Shortest.TotalSeconds / each, 1, 1_000_000);
    }

    static double Seconds(Action predict, int times)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
            predict();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
