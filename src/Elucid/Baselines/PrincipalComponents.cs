using System.Numerics;
using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>
/// Principal component analysis: the directions in which rows differ most. Of all linear codes of so many numbers it brings rows back with the
/// smallest squared error, which is what an autoencoder must beat.
/// </summary>
/// <remarks>
/// The eigenvectors of the covariance, no training: K. Pearson 1901, On lines and planes of closest fit; P. Baldi, K. Hornik 1989, Neural networks
/// and principal component analysis. Of wide rows the first ones are found by subspace iteration, to 10⁻⁹ of their variance.
/// </remarks>
public sealed class PrincipalComponents
{
    const int RowsAtOnce = 2048, Small = 256, More = 10, MostSteps = 200;

    // Multiply-adds of the covariance: seconds.
    const double MostWork = 6e10;

    readonly Tensor _mean, _components;

    PrincipalComponents(float[] mean, float[] components, double[] variances)
    {
        int width = mean.Length;
        (_mean, _components) = (new Tensor([width], mean), new Tensor([variances.Length, width], components));
        Variances = variances;
    }

    /// <summary>The variance along each component, the largest first.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>The mean of every feature.</summary>
    public ReadOnlySpan<float> Mean => _mean.Values;

    /// <summary>[components, features]: directions of length 1 at right angles; the largest number of each is positive.</summary>
    public ReadOnlySpan<float> Components => _components.Values;

    /// <summary>Finds the first components of rows.</summary>
    /// <param name="data">The rows; of very many wide ones as many, evenly spaced, as take seconds.</param>
    /// <param name="components">How many, at least 1; all where there are fewer features.</param>
    /// <exception cref="ArgumentOutOfRangeException">None is asked for.</exception>
    public static PrincipalComponents Fit(Dataset data, int components)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        int width = data.FeatureCount, most = (int)Math.Clamp(MostWork / ((double)width * width), 1000, int.MaxValue);
        if (data.Count > most)
            data = data.Subset([.. Enumerable.Range(0, most).Select(row => (int)((long)row * data.Count / most))]);
        double[] mean = MeanOf(data), covariance = CovarianceOf(data, mean);
        int kept = Math.Min(components, width), block = Math.Min(width, kept + More);
        double[] basis = width <= Small || block == width ? Identity(width) : Subspace(covariance, width, block, kept);
        int rows = basis.Length / width;
        double[] small = Project(covariance, basis, width);
        SymmetricEigen eigen = new(small, rows);
        int[] order = [.. Enumerable.Range(0, rows).OrderByDescending(i => eigen.Values[i])];
        float[] found = new float[kept * width];
        for (int c = 0; c < kept; c++)
        {
            double[] direction = new double[width];
            for (int i = 0; i < rows; i++)
                Add(direction, eigen.Vectors[(order[c] * rows) + i], basis.AsSpan(i * width, width));
            double sign = direction.MaxBy(Math.Abs) < 0 ? -1 : 1;
            for (int j = 0; j < width; j++)
                found[(c * width) + j] = (float)(sign * direction[j]);
        }
        return new([.. mean.Select(value => (float)value)], found, [.. order.Take(kept).Select(i => Math.Max(0, eigen.Values[i]))]);
    }

    /// <summary>The code of each row: [rows, components].</summary>
    /// <param name="data">Rows with as many features.</param>
    public float[] Encode(Dataset data) => ForEachBatch(data, Variances.Count, Code);

    /// <summary>What the code of each row says of it: [rows, features].</summary>
    /// <param name="data">Rows with as many features.</param>
    public float[] Reconstruct(Dataset data) => ForEachBatch(
        data, data.FeatureCount, x => Ops.Add(Ops.MatMul(Code(x), _components), _mean));

    Tensor Code(Tensor x) => Ops.Linear(Ops.Subtract(x, _mean), _components, null);

    static float[] ForEachBatch(Dataset data, int width, Func<Tensor, Tensor> compute)
    {
        float[] results = new float[data.Count * width];
        for (int first = 0; first < data.Count; first += RowsAtOnce)
        {
            using Tape tape = Tape.StartWithoutGradients();
            compute(Rows(data, first)).Values.CopyTo(results.AsSpan(first * width));
        }
        return results;
    }

    static Tensor Rows(Dataset data, int first)
    {
        int rows = Math.Min(RowsAtOnce, data.Count - first);
        return new([rows, data.FeatureCount], data.Features.Slice(first * data.FeatureCount, rows * data.FeatureCount));
    }

    static double[] MeanOf(Dataset data)
    {
        double[] mean = new double[data.FeatureCount];
        for (int i = 0; i < data.Features.Length; i++)
            mean[i % mean.Length] += data.Features[i];
        for (int j = 0; j < mean.Length; j++)
            mean[j] /= data.Count;
        return mean;
    }

    static double[] CovarianceOf(Dataset data, double[] mean)
    {
        int width = mean.Length;
        double[] covariance = new double[width * width];
        Tensor centre = new([width], [.. mean.Select(value => (float)value)]);
        for (int first = 0; first < data.Count; first += RowsAtOnce)
        {
            using Tape tape = Tape.StartWithoutGradients();
            Tensor x = Ops.Subtract(Rows(data, first), centre);
            ReadOnlySpan<float> products = Ops.MatMul(Ops.Transpose(x, 0, 1), x).Values;
            for (int i = 0; i < covariance.Length; i++)
                covariance[i] += (double)products[i] / data.Count;
        }
        return covariance;
    }

    static double[] Identity(int width)
    {
        double[] identity = new double[width * width];
        for (int i = 0; i < width; i++)
            identity[(i * width) + i] = 1;
        return identity;
    }

    // Rows that span the space of the largest eigenvalues: each step multiplies the others' share by a ratio of eigenvalues.
    static double[] Subspace(double[] covariance, int width, int block, int kept)
    {
        RandomStream random = new(0);
        double[] basis = new double[block * width];
        for (int i = 0; i < basis.Length; i++)
            basis[i] = random.NextGaussian();
        double before = 0;
        for (int step = 1; step <= MostSteps; step++)
        {
            Orthonormalize(basis, width);
            double[] image = Multiply(covariance, basis, width);
            double captured = new SymmetricEigen(Gram(image, basis, width), block).Values.OrderDescending().Take(kept).Sum();
            if (captured - before <= 1e-10 * captured)
                return basis;
            (before, basis) = (captured, image);
        }
        Orthonormalize(basis, width);
        return basis;
    }

    static double[] Project(double[] covariance, double[] basis, int width) => Gram(Multiply(covariance, basis, width), basis, width);

    // [block, width] · [width, width]
    static double[] Multiply(double[] covariance, double[] basis, int width)
    {
        double[] image = new double[basis.Length];
        for (int row = 0; row < basis.Length; row += width)
            for (int i = 0; i < width; i++)
                Add(image.AsSpan(row, width), basis[row + i], covariance.AsSpan(i * width, width));
        return image;
    }

    static double[] Gram(double[] a, double[] b, int width)
    {
        int rows = a.Length / width;
        double[] gram = new double[rows * rows];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < rows; j++)
                gram[(i * rows) + j] = Dot(a.AsSpan(i * width, width), b.AsSpan(j * width, width));
        return gram;
    }

    // Twice, as the first time leaves rounding errors where rows were nearly parallel.
    static void Orthonormalize(double[] basis, int width)
    {
        for (int row = 0; row < basis.Length; row += width)
        {
            Span<double> own = basis.AsSpan(row, width);
            for (int time = 0; time < 2; time++)
                for (int other = 0; other < row; other += width)
                    Add(own, -Dot(own, basis.AsSpan(other, width)), basis.AsSpan(other, width));
            double length = Math.Sqrt(Dot(own, own));
            for (int i = 0; i < width; i++)
                own[i] = length > 1e-300 ? own[i] / length : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    // The bits of the plain loop: no element meets another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Add(Span<double> y, double factor, ReadOnlySpan<double> x)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= y.Length; i += Vector<double>.Count)
            (new Vector<double>(y[i..]) + factor * new Vector<double>(x[i..])).CopyTo(y[i..]);
        for (; i < y.Length; i++)
            y[i] += factor * x[i];
    }
}
