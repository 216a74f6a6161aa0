using System.Runtime.InteropServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

public sealed class GemmTests
{
    public static TheoryData<bool, bool, bool> Cases
    {
        get
        {
            TheoryData<bool, bool, bool> cases = [];
            foreach (bool transposeA in (bool[])[false, true])
                foreach (bool transposeB in (bool[])[false, true])
                    foreach (bool accumulate in (bool[])[false, true])
                        cases.Add(transposeA, transposeB, accumulate);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Product_is_near_the_exact_one(bool transposeA, bool transposeB, bool accumulate)
    {
        Random random = new(1);
        for (int trial = 0; trial < 20; trial++)
        {
            Product product = new(random, random.Next(1, 71), random.Next(1, 71), random.Next(0, 71), transposeA, transposeB, accumulate);
            float[] c = product.C.ToArray();
            Gemm.Multiply(product.A, product.B, c, product.M, product.N, product.K, transposeA, transposeB, accumulate);
            for (int i = 0; i < product.M; i++)
            {
                for (int j = 0; j < product.N; j++)
                {
                    double sum = accumulate ? product.C[i * product.N + j] : 0, size = Math.Abs(sum);
                    for (int p = 0; p < product.K; p++)
                    {
                        double term = (double)product.ElementA(i, p) * product.ElementB(p, j);
                        sum += term;
                        size += Math.Abs(term);
                    }
                    // (k + 1)·u·Σ|aᵢ||bᵢ| bounds any order of summation (Higham 2002, section 3.1); u = 2⁻²⁴, twice for unfused products.
                    double bound = 2 * (product.K + 1) * size * Math.Pow(2, -24);
                    Assert.InRange(c[i * product.N + j], sum - bound, sum + bound);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_element_is_one_sum_over_increasing_k(bool transposeA, bool transposeB, bool accumulate)
    {
        Random random = new(2);
        for (int trial = 0; trial < 30; trial++)
        {
            Product product = new(random, random.Next(1, 71), random.Next(1, 71), random.Next(0, 71), transposeA, transposeB, accumulate);
            Assert.Equal(product.InOrder(), product.Compute());
        }
        foreach ((int m, int n, int k) in (
            (int, int, int)[])[(131, 20, 300), (9, 515, 270), (1, 130, 600), (150, 1, 260), (1, 40, 1024), (1, 17, 1027)])
        {
            Product product = new(random, m, n, k, transposeA, transposeB, accumulate);
            Assert.Equal(product.InOrder(), product.Compute());
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Rows_may_lie_apart_and_nothing_else_is_touched(bool transposeA, bool transposeB, bool accumulate)
    {
        const float Guard = 12345.5f;
        Random random = new(3);
        for (int trial = 0; trial < 15; trial++)
        {
            int m = random.Next(1, 40), n = random.Next(1, 71), k = random.Next(1, 40);
            Product product = new(random, m, n, k, transposeA, transposeB, accumulate);
            int ldc = n + random.Next(1, 20);
            float[] c = Enumerable.Repeat(Guard, m * ldc + 17).ToArray();
            for (int i = 0; i < m; i++)
                product.C.AsSpan(i * n, n).CopyTo(c.AsSpan(5 + i * ldc));
            Gemm.Multiply(
                Apart(product.A, transposeA ? k : m, transposeA ? m : k, random.Next(1, 9), transposeA),
                Apart(product.B, transposeB ? n : k, transposeB ? k : n, random.Next(1, 9), transposeB),
                new GemmResult(c.AsMemory(5, (m - 1) * ldc + n), ldc), new(m, n, k), accumulate, default(NoEpilogue));

            float[] expected = product.InOrder();
            for (int position = 0; position < c.Length; position++)
            {
                int i = (position - 5) / ldc, j = (position - 5) % ldc;
                Assert.Equal(position >= 5 && i < m && j < n ? expected[i * n + j] : Guard, c[position]);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Threads_do_not_change_the_bits(bool transposeA, bool transposeB, bool accumulate)
    {
        Random random = new(4);
        foreach ((int m, int n, int k) in ((int, int, int)[])[(130, 203, 171), (1000, 70, 90), (7, 1900, 400)])
        {
            Product product = new(random, m, n, k, transposeA, transposeB, accumulate);
            float[] alone;
            using (Threads.Limit(1))
                alone = product.Compute();
            foreach (int threads in (int[])[2, 3])
                using (Threads.Limit(threads))
                    Assert.Equal(alone, product.Compute());
        }
    }

    [Fact]
    public void Width_does_not_change_the_bits()
    {
        Random random = new(5);
        for (int trial = 0; trial < 40; trial++)
        {
            Product product = new(random, random.Next(1, 40), random.Next(1, 71), random.Next(0, 40), trial % 2 == 0, trial % 4 < 2, trial % 3 == 0);
            float[] expected = product.InOrder();
            Assert.Equal(expected, product.Compute<Lane1>());
            if (Lane4.IsSupported) Assert.Equal(expected, product.Compute<Lane4>());
            if (Lane8.IsSupported) Assert.Equal(expected, product.Compute<Lane8>());
            if (Lane16.IsSupported) Assert.Equal(expected, product.Compute<Lane16>());
        }
    }

    [Theory]
    [InlineData(5, 7, 0)]
    [InlineData(33, 100, 40)]
    [InlineData(32, 10, 128)]
    [InlineData(140, 500, 300)]   // several blocks, two threads
    public void Epilogue_has_the_bits_of_the_separate_operations(int m, int n, int k)
    {
        Random random = new(6);
        Product product = new(random, m, n, k, false, true, false);
        float[] bias = Numbers(random, n);
        float[] sums = product.Compute();
        float[] z = [.. sums.Select((x, i) => x + bias[i % n])];
        LeakyStep f = new(0.3f);

        using (Threads.Limit(2))
        {
            Assert.Equal(z, product.Compute(new BiasActivation<Identity>(default, bias, default)));
            Assert.Equal(z.Select(f.Of), product.Compute(new BiasActivation<LeakyStep>(f, bias, default)));
            Assert.Equal(sums.Select(f.Of), product.Compute(new BiasActivation<LeakyStep>(f, default, default)));
            float[] y = new float[m * n];
            Assert.Equal(z, product.Compute(new BiasActivation<LeakyStep>(f, bias, y)));
            Assert.Equal(z.Select(f.Of), y);
        }
    }

    [Fact]
    public void Zeros_do_not_hide_nan_and_infinity()
    {
        foreach (int m in (int[])[1, 8, 33])
        {
            foreach (float special in (float[])[float.NaN, float.PositiveInfinity])
            {
                float[] a = new float[m * 20], b = new float[20 * 19], c = new float[m * 19];
                b[3 * 19 + 18] = special;
                Gemm.Multiply(a, b, c, m, 19, 20);
                for (int i = 0; i < c.Length; i++)
                    Assert.Equal(i % 19 == 18, float.IsNaN(c[i]));
            }
        }
    }

    [Fact]
    public void Empty_products()
    {
        Gemm.Multiply(default, default, default, 0, 0, 0);
        Gemm.Multiply(default, new float[6], default, 0, 3, 2);
        float[] c = [1, 2];
        Gemm.Multiply(default, default, c, 1, 2, 0, accumulate: true);
        Assert.Equal([1, 2], c);
        Gemm.Multiply(default, default, c, 1, 2, 0);
        Assert.Equal([0, 0], c);
    }

    [Fact]
    public void Small_products_make_no_garbage()
    {
        Product product = new(new Random(7), 32, 100, 128, false, true, false);
        Gemm.Multiply(product.A, product.B, product.C, 32, 100, 128, transposeB: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            Gemm.Multiply(product.A, product.B, product.C, 32, 100, 128, transposeB: true);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Errors_say_what_to_do()
    {
        float[] six = new float[6], nine = new float[9];
        Assert.Equal("Gemm: expected sizes m, n, k of at least 0, but got m = 2, n = -1, k = 3.",
            Assert.Throws<ArgumentException>(() => Gemm.Multiply(six, nine, six, 2, -1, 3)).Message);
        Assert.Equal("Gemm: expected at least 9 numbers for B[3, 3] with leading dimension 3, but got 6.",
            Assert.Throws<ArgumentException>(() => Gemm.Multiply(six, six, six, 2, 3, 3)).Message);
        Assert.Equal("Gemm: expected at least 9 numbers for C[3, 3] with leading dimension 3, but got 6.",
            Assert.Throws<ArgumentException>(() => Gemm.Multiply(six, six, six, 3, 3, 2, transposeA: true)).Message);
        Assert.Equal("Gemm: expected a leading dimension of at least 3 for A[2, 3], but got 2.",
            Assert.Throws<ArgumentException>(() => Gemm.Multiply(
                new GemmMatrix(six, 2), new GemmMatrix(nine, 3), new GemmResult(six, 3), new(2, 3, 3), false, default(NoEpilogue))).Message);
    }

    static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];

    static GemmMatrix Apart(float[] packed, int rows, int columns, int gap, bool transposed)
    {
        float[] apart = Enumerable.Repeat(float.NaN, rows * (columns + gap)).ToArray();
        for (int i = 0; i < rows; i++)
            packed.AsSpan(i * columns, columns).CopyTo(apart.AsSpan(i * (columns + gap)));
        return new GemmMatrix(apart, columns + gap, transposed);
    }

    /// <summary>A function with a kink that needs no elementary function.</summary>
    readonly struct LeakyStep(float slope) : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), V.Of(slope) * x, x);

        public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), V.Of(slope), V.Of(1));

        public float Of(float x) => Forward(new Lane1(x)).Value;
    }

    sealed class Product(Random random, int m, int n, int k, bool transposeA, bool transposeB, bool accumulate)
    {
        public int M => m;
        public int N => n;
        public int K => k;
        public float[] A { get; } = Numbers(random, m * k);
        public float[] B { get; } = Numbers(random, k * n);
        public float[] C { get; } = Numbers(random, m * n);

        public float ElementA(int i, int p) => transposeA ? A[p * m + i] : A[i * k + p];

        public float ElementB(int p, int j) => transposeB ? B[j * k + p] : B[p * n + j];

        public float[] InOrder()
        {
            float[] c = new float[m * n];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    Lane1 sum = new(accumulate ? C[i * n + j] : 0);
                    for (int p = 0; p < k; p++)
                        sum = Lane1.MultiplyAdd(new(ElementA(i, p)), new(ElementB(p, j)), sum);
                    c[i * n + j] = sum.Value;
                }
            }
            return c;
        }

        public float[] Compute() => Compute(default(NoEpilogue));

        public float[] Compute<TEpilogue>(TEpilogue epilogue) where TEpilogue : struct, IGemmEpilogue
        {
            float[] c = C.ToArray();
            Gemm.Multiply(
                new GemmMatrix(A, transposeA ? m : k, transposeA), new GemmMatrix(B, transposeB ? k : n, transposeB),
                new GemmResult(c, n), new(m, n, k), accumulate, epilogue);
            return c;
        }

        public float[] Compute<V>() where V : struct, IVectorLane<V>
        {
            float[] c = C.ToArray();
            GemmBlocks.CutIntoBlocks<V, NoEpilogue>(
                new(m, n, k), new GemmMatrix(A, transposeA ? m : k, transposeA).Operand, new GemmMatrix(B, transposeB ? k : n, transposeB).Operand,
                new GemmResult(c, n).Rows, GemmStarts.For(accumulate), default);
            return c;
        }
    }
}
