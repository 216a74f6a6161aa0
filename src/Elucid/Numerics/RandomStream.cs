using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>
/// A seeded source of random numbers that gives the same bits on every platform, can be saved and resumed at any point, and hands out independent
/// streams by name. Not safe for use by several threads at once: give each its own stream by <see cref="Derive"/>.
/// </summary>
/// <remarks>
/// xoshiro256** 1.0 (Blackman and Vigna 2018, arXiv:1805.01407) with its state filled by SplitMix64 (Steele, Lea and Flood 2014). Only integer
/// operations and +, −, ×, ÷ on doubles are used, which IEEE 754 rounds alike everywhere: no result depends on a platform's mathematical library.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of random numbers is the field's word; nobody expects a System.IO.Stream.")]
public sealed class RandomStream
{
    readonly ulong _key;
    Generator _generator;

    /// <summary>A stream that depends on <paramref name="seed"/> alone. Neighbouring seeds give unrelated streams.</summary>
    public RandomStream(ulong seed)
    {
        _key = seed;
        _generator = new Generator(seed);
    }

    /// <summary>A stream that goes on exactly where the one whose <see cref="State"/> was saved stood.</summary>
    /// <exception cref="ArgumentException">All four words of the generator are zero, a state that no stream reaches.</exception>
    public RandomStream(RandomState state)
    {
        _key = state.Key;
        State = state;
    }

    /// <summary>The exact position of the stream. Setting it moves the stream there; what it derives does not change.</summary>
    /// <exception cref="ArgumentException">The state belongs to a stream with another key, or its words are all zero.</exception>
    public RandomState State
    {
        get => new(_key, _generator.A, _generator.B, _generator.C, _generator.D);
        set
        {
            Check(value);
            _generator = new Generator(value);
        }
    }

    /// <summary>Throws what setting <see cref="State"/> throws, and changes nothing.</summary>
    internal void Check(RandomState state)
    {
        if (state.Key != _key)
            throw new ArgumentException(
                $"Expected the state of the stream with key {_key}, but got one with key {state.Key}. Create a new RandomStream from that state "
                    + "instead.");
        if ((state.A | state.B | state.C | state.D) == 0)
            throw new ArgumentException("Expected a state saved from a RandomStream, but all its words are zero. Start from a seed instead.");
    }

    /// <summary>
    /// The independent stream of this purpose. It depends on this stream's seed, <paramref name="purpose"/> and <paramref name="index"/> only, not on
    /// how many numbers were drawn: <c>random.Derive("shuffle", epoch)</c> is the same before and after an interruption.
    /// </summary>
    /// <param name="purpose">What the numbers are for, such as <c>"weights"</c>.</param>
    /// <param name="index">Tells apart streams of one purpose, such as an epoch or a layer; 0 by default.</param>
    public RandomStream Derive(string purpose, ulong index = 0)
    {
        ulong key = _key;
        foreach (char letter in purpose)
            key = Mix(key + Golden) ^ letter;
        return new RandomStream(Mix(key + Golden) ^ Mix(~index));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => _generator.Next();

    /// <summary>A uniform number in [0, 1): one of the 2²⁴ multiples of 2⁻²⁴.</summary>
    public float NextSingle() => ToSingle(_generator.Next());

    /// <summary>A uniform number in [0, 1): one of the 2⁵³ multiples of 2⁻⁵³.</summary>
    public double NextDouble() => ToDouble(_generator.Next());

    /// <summary>An unbiased integer in [0, <paramref name="max"/>).</summary>
    /// <remarks>Lemire 2019, arXiv:1805.10941: a multiplication instead of a division.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is zero or negative.</exception>
    public int NextInt32(int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        return (int)NextBelow(ref _generator, (uint)max);
    }

    /// <summary>A number from the normal distribution with mean 0 and standard deviation 1.</summary>
    /// <remarks>
    /// Ratio of uniforms with quadratic bounds, Leva 1992 (ACM TOMS 18:449): exact, without tables, and it needs a logarithm in about 1 % of draws
    /// only, which is computed here by elementary operations so that every platform accepts the same draws.
    /// </remarks>
    public float NextGaussian() => NextGaussian(ref _generator);

    /// <summary>Fills with <paramref name="mean"/> + <paramref name="deviation"/> · <see cref="NextGaussian()"/>, in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, the deviation negative, or a draw might not be finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillGaussian(Span<float> destination, float mean = 0, float deviation = 1)
    {
        Require.Finite(mean);
        Require.NotNegative(deviation);
        if (Math.Abs((double)mean) + LargestGaussian * deviation > float.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(deviation), string.Create(CultureInfo.InvariantCulture,
                $"A mean of {mean} and a deviation of {deviation} give draws beyond float: "
                    + $"|mean| + {LargestGaussian} · deviation must be at most {float.MaxValue}."));
        Generator generator = _generator;    // a local copy stays in registers
        foreach (ref float x in destination)
            x = mean + deviation * NextGaussian(ref generator);
        _generator = generator;
    }

    /// <summary>
    /// Fills with <paramref name="low"/> + (<paramref name="high"/> − <paramref name="low"/>) · <see cref="NextSingle"/>, in order. Reaches
    /// <paramref name="high"/> through rounding only, never with the defaults.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or the lower one is above the other.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillUniform(Span<float> destination, float low = 0, float high = 1)
    {
        Require.Finite(low);
        Require.Finite(high);
        if (low > high)
            throw new ArgumentOutOfRangeException(nameof(low), $"low must not be above high, but got {low} and {high}.");
        Generator generator = _generator;
        float width = high - low;
        if (float.IsFinite(width))
        {
            foreach (ref float x in destination)
                x = low + width * ToSingle(generator.Next());
        }
        else
        {
            foreach (ref float x in destination)
                x = (float)(low + ((double)high - low) * ToSingle(generator.Next()));
        }
        _generator = generator;
    }

    /// <summary>Puts the items into a random order, each order being equally likely (Fisher and Yates).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Shuffle(Span<int> items)
    {
        Generator generator = _generator;
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = (int)NextBelow(ref generator, (uint)i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
        _generator = generator;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ToSingle(ulong bits) => (bits >> 40) * (1f / (1 << 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ToDouble(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint NextBelow(ref Generator generator, uint max)
    {
        ulong product = (generator.Next() >> 32) * max;
        if ((uint)product < max)
        {
            uint rejected = (0 - max) % max;         // 2³² mod max: this many low words would favour some results
            while ((uint)product < rejected)
                product = (generator.Next() >> 32) * max;
        }
        return (uint)(product >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float NextGaussian(ref Generator generator)
    {
        while (true)
        {
            double u = 1 - ToDouble(generator.Next());                     // in (0, 1]
            double v = 1.7156 * (ToDouble(generator.Next()) - 0.5);        // ±√(2/e), rounded outwards
            double x = u - 0.449871;
            double y = Math.Abs(v) + 0.386595;
            double q = x * x + y * (0.19600 * y - 0.25472 * x);
            if (q < 0.27597 || (q <= 0.27846 && v * v <= -4 * u * u * Log(u)))
                return (float)(v / u);
        }
    }

    /// <summary>ln u for a normal u &gt; 0, within about 1e-15: u = m·2ᵉ with m in [√½, √2), ln m = 2·artanh((m − 1) / (m + 1)).</summary>
    internal static double Log(double u)
    {
        const long sqrtHalf = 0x3FE6A09E667F3BCD;
        long bits = BitConverter.DoubleToInt64Bits(u);
        long exponent = (bits - sqrtHalf) >> 52;
        double m = BitConverter.Int64BitsToDouble(bits - (exponent << 52));
        double s = (m - 1) / (m + 1), s2 = s * s, sum = 0;                 // s² < 0.0295
        for (int odd = 21; odd >= 1; odd -= 2)
            sum = sum * s2 + 1.0 / odd;
        return exponent * 0.69314718055994531 + 2 * s * sum;
    }

    // |v / u| where v² ≤ −4·u²·ln u, and u is at least 2⁻⁵³: 2·√(53·ln 2) = 12.13.
    const double LargestGaussian = 12.2;

    const ulong Golden = 0x9E3779B97F4A7C15;

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    struct Generator
    {
        public ulong A, B, C, D;

        public Generator(ulong seed)
        {
            A = Mix(seed += Golden);
            B = Mix(seed += Golden);
            C = Mix(seed += Golden);
            D = Mix(seed + Golden);
        }

        public Generator(RandomState state) => (A, B, C, D) = (state.A, state.B, state.C, state.D);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Next()
        {
            ulong result = ulong.RotateLeft(B * 5, 7) * 9;
            ulong shifted = B << 17;
            C ^= A;
            D ^= B;
            B ^= C;
            A ^= D;
            C ^= shifted;
            D = ulong.RotateLeft(D, 45);
            return result;
        }
    }
}

/// <summary>Where a <see cref="RandomStream"/> stands: five numbers to store in a checkpoint.</summary>
/// <param name="Key">What the stream's derived streams depend on.</param>
/// <param name="A">First word of the generator.</param>
/// <param name="B">Second word of the generator.</param>
/// <param name="C">Third word of the generator.</param>
/// <param name="D">Fourth word of the generator.</param>
public readonly record struct RandomState(ulong Key, ulong A, ulong B, ulong C, ulong D);
