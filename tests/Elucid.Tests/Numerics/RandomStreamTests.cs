namespace Elucid.Tests.Numerics;

public class RandomStreamTests
{
    [Fact]
    public void The_generator_is_xoshiro256_starstar()
    {
        // The first outputs of the reference implementation from the state 1, 2, 3, 4.
        RandomStream random = new(new RandomState(0, 1, 2, 3, 4));
        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL],
            [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()]);
    }

    [Fact]
    public void The_state_of_seed_0_comes_from_SplitMix64()
    {
        // The first outputs of the reference implementation of SplitMix64 from 0.
        Assert.Equal(new RandomState(0, 0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC), new RandomStream(0).State);
    }

    [Fact]
    public void A_restored_state_continues_with_the_same_bits_and_the_same_derived_streams()
    {
        RandomStream random = new(7);
        random.NextGaussian();
        RandomStream resumed = new(random.State);
        Assert.Equal(random.NextUInt64(), resumed.NextUInt64());
        Assert.Equal(random.Derive("weights", 3).NextUInt64(), resumed.Derive("weights", 3).NextUInt64());

        RandomState state = random.State;
        ulong next = random.NextUInt64();
        random.State = state;
        Assert.Equal(next, random.NextUInt64());
    }

    [Fact]
    public void A_state_of_zeros_or_of_another_stream_is_refused_in_a_sentence()
    {
        Refused.With<ArgumentException>("Expected a state saved from a RandomStream, but all its words are zero. Start from a seed instead.",
            () => new RandomStream(default(RandomState)));
        Refused.With<ArgumentException>("Expected the state of the stream with key 1, but got one with key 2. Create a new RandomStream from that "
            + "state instead.",
            () => new RandomStream(1).State = new RandomStream(2).State);
    }

    [Fact]
    public void Derived_streams_depend_on_seed_purpose_and_index_but_not_on_draws()
    {
        RandomStream random = new(1);
        ulong before = random.Derive("shuffle", 5).NextUInt64();
        random.NextUInt64();
        Assert.Equal(before, random.Derive("shuffle", 5).NextUInt64());

        ulong[] others =
        [
            before, random.Derive("shuffle", 6).NextUInt64(), random.Derive("shufflf", 5).NextUInt64(),
            new RandomStream(2).Derive("shuffle", 5).NextUInt64(),
            random.Derive("a").Derive("b").NextUInt64(), random.Derive("ab").NextUInt64(),
            random.Derive("b").Derive("a").NextUInt64(), random.Derive("").NextUInt64(),
        ];
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void Gaussian_numbers_are_these_bits_on_every_platform()
    {
        RandomStream random = new(42);
        uint hash = 0;
        for (int i = 0; i < 100_000; i++)
            hash = uint.RotateLeft(hash, 5) * 31 + BitConverter.SingleToUInt32Bits(random.NextGaussian());
        Assert.Equal(GaussianHash, hash);
    }

    const uint GaussianHash = 1028815140;          // computed independently, by a Python script that follows the remarks of RandomStream

    [Fact]
    public void Gaussian_numbers_follow_the_normal_distribution()
    {
        float[] sample = new float[200_000];
        new RandomStream(1).FillGaussian(sample);
        double[] moments = new double[4], expected = [0, 1, 0, 3], variances = [1, 2, 15, 96];
        foreach (double x in sample)
            for ((int i, double power) = (0, x); i < 4; i++, power *= x)
                moments[i] += power / sample.Length;
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], moments[i], 4.5 * Math.Sqrt(variances[i] / sample.Length));

        // Kolmogorov and Smirnov's bound for probability 1e-4 (2.23 / √n), at some quantiles of the normal distribution.
        Array.Sort(sample);
        (double X, double Probability)[] quantiles =
            [(-3, 0.0013498980), (-2, 0.0227501319), (-1, 0.1586552539), (0, 0.5), (0.5, 0.6914624613), (1.5, 0.9331927987)];
        foreach ((double x, double probability) in quantiles)
        {
            int below = Array.BinarySearch(sample, (float)x);
            Assert.InRange((below < 0 ? ~below : below) / (double)sample.Length, probability - 5e-3, probability + 5e-3);
        }
    }

    [Fact]
    public void Uniform_numbers_fill_their_interval_evenly()
    {
        float[] sample = new float[100_000];
        new RandomStream(3).FillUniform(sample, -2, 6);
        Assert.InRange(sample.Min(), -2f, -1.99f);
        Assert.InRange(sample.Max(), 5.99f, 6f);
        int[] bins = new int[16];
        foreach (float x in sample)
            bins[(int)((x + 2) * 2)]++;
        double chiSquare = bins.Sum(n => Math.Pow(n - 6250, 2) / 6250);
        Assert.InRange(chiSquare, 1.5, 44.3);          // 15 degrees of freedom: both tails below 1e-4
    }

    [Fact]
    public void Filling_draws_the_same_numbers_as_drawing_one_by_one()
    {
        RandomStream one = new(9), all = new(9);
        float[] gaussian = new float[50], uniform = new float[50];
        all.FillGaussian(gaussian, 2, 3);
        all.FillUniform(uniform);
        Assert.All(gaussian, x => Assert.Equal(2 + 3 * one.NextGaussian(), x));
        Assert.All(uniform, x => Assert.Equal(one.NextSingle(), x));
        Assert.Equal(one.State, all.State);
    }

    [Fact]
    public void Integers_are_unbiased_also_where_the_range_does_not_divide_the_bits()
    {
        RandomStream random = new(4);
        const int max = 3 << 29;                       // a plain multiplication would favour every third number twofold
        int[] thirds = new int[3];
        for (int i = 0; i < 90_000; i++)
            thirds[random.NextInt32(max) % 3]++;
        Assert.InRange(thirds.Sum(n => Math.Pow(n - 30_000, 2) / 30_000), 0, 18.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Fact]
    public void Every_order_of_four_items_is_equally_likely()
    {
        RandomStream random = new(5);
        Dictionary<string, int> orders = [];
        for (int i = 0; i < 24_000; i++)
        {
            int[] items = [0, 1, 2, 3];
            random.Shuffle(items);
            string order = string.Concat(items);
            orders[order] = orders.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, orders.Count);
        Assert.InRange(orders.Values.Sum(n => Math.Pow(n - 1000, 2) / 1000), 4, 56);       // 23 degrees of freedom: both tails below 1e-4
    }

    [Fact]
    public void Its_logarithm_agrees_with_the_platform_s()
    {
        RandomStream random = new(6);
        for (int i = 0; i < 10_000; i++)
        {
            double u = 1 - random.NextDouble();
            Assert.Equal(Math.Log(u), RandomStream.Log(u), 4e-15 * Math.Max(1, Math.Abs(Math.Log(u))));
        }
    }

    [Fact]
    public void Draws_between_bounds_of_any_size_are_finite()
    {
        float[] wide = new float[1000], half = new float[1000];
        new RandomStream(1).FillUniform(wide, -float.MaxValue, float.MaxValue);
        new RandomStream(1).FillUniform(half, -float.MaxValue / 2, float.MaxValue / 2);
        Assert.All(wide, x => Assert.True(float.IsFinite(x)));
        for (int i = 0; i < wide.Length; i++)
            Assert.Equal(half[i] * 2.0, wide[i], 1e-6 * float.MaxValue);
    }

    [Fact]
    public void Distributions_that_are_none_are_refused()
    {
        RandomStream random = new(1);
        float[] numbers = new float[4];
        string Message(Action fill) => Assert.Throws<ArgumentOutOfRangeException>(fill).Message;
        Assert.Equal("low must be finite, but got -Infinity. (Parameter 'low')", Message(() => random.FillUniform(numbers, float.NegativeInfinity)));
        Assert.Equal("high must be finite, but got NaN. (Parameter 'high')", Message(() => random.FillUniform(numbers, 0, float.NaN)));
        Assert.Equal("low must not be above high, but got 1 and -1. (Parameter 'low')", Message(() => random.FillUniform(numbers, 1, -1)));
        Assert.Equal("mean must be finite, but got NaN. (Parameter 'mean')", Message(() => random.FillGaussian(numbers, float.NaN)));
        Assert.Equal(
            "deviation must be at least 0 and finite, but got -1. (Parameter 'deviation')", Message(() => random.FillGaussian(numbers, 0, -1)));
        Assert.Equal(
            "A mean of 0 and a deviation of 1E+38 give draws beyond float: |mean| + 12.2 · deviation must be at most 3.4028235E+38. (Parameter "
                + "'deviation')",
            Message(() => random.FillGaussian(numbers, 0, 1e38f)));
        Assert.Equal(new float[4], numbers);
        random.FillGaussian(numbers, 0, 2.7e37f);
    }
}
