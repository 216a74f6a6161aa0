using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>Linear functions with an intercept that miss their targets by the least sum of squares.</summary>
static class LeastSquares
{
    // A column whose part beside the others is smaller than this is taken to tell nothing: floats have 24 bits.
    const double Negligible = 1e-6;

    /// <summary>The weights of each target with its intercept last: [targets, inputs + 1].</summary>
    /// <param name="inputs">[rows, inputs].</param>
    /// <param name="targets">[rows, targets].</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="penalty">What a weight's square counts beside the squares of errors (A. E. Hoerl, R. W. Kennard 1970); 0 for none.</param>
    /// <remarks>
    /// Around the means, by Householder reflections of the inputs (G. H. Golub 1965): the normal equations would square the condition of a series
    /// whose numbers resemble their neighbours.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Solve(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int rows, double penalty = 0)
    {
        int n = inputs.Length / rows, outputs = targets.Length / rows;
        // Column by column; a column's mean is taken out of it.
        double[][] columns = [.. Columns(inputs, n, rows), .. Columns(targets, outputs, rows)];
        double[] means = [.. columns.Select(Centre)];
        if (penalty > 0)
        {
            // A further row for each weight, which asks that it be 0.
            for (int c = 0; c < columns.Length; c++)
                Array.Resize(ref columns[c], rows + n);
            for (int c = 0; c < n; c++)
                columns[c][rows + c] = Math.Sqrt(penalty);
            rows += n;
        }
        double[] diagonal = new double[n];
        int row = 0;
        int[] rowOf = new int[n];
        for (int c = 0; c < n; c++)
        {
            rowOf[c] = -1;
            double whole = Norm(columns[c], 0), rest = row < rows ? Norm(columns[c], row) : 0;
            if (rest <= Negligible * whole)
                continue;
            double[] v = columns[c];
            diagonal[c] = v[row] > 0 ? -rest : rest;
            double[] reflector = v[row..];
            reflector[0] -= diagonal[c];
            double square = reflector.Sum(x => x * x);
            for (int other = c + 1; other < columns.Length; other++)
            {
                double product = 0;
                for (int i = 0; i < reflector.Length; i++)
                    product += reflector[i] * columns[other][row + i];
                double factor = 2 * product / square;
                for (int i = 0; i < reflector.Length; i++)
                    columns[other][row + i] -= factor * reflector[i];
            }
            rowOf[c] = row++;
        }
        double[] weights = new double[outputs * (n + 1)];
        for (int output = 0; output < outputs; output++)
        {
            Span<double> w = weights.AsSpan(output * (n + 1), n + 1);
            for (int c = n - 1; c >= 0; c--)
            {
                if (rowOf[c] < 0)
                    continue;
                double sum = columns[n + output][rowOf[c]];
                for (int later = c + 1; later < n; later++)
                    sum -= columns[later][rowOf[c]] * w[later];
                w[c] = sum / diagonal[c];
            }
            w[n] = means[n + output];
            for (int c = 0; c < n; c++)
                w[n] -= w[c] * means[c];
        }
        return weights;
    }

    static double[][] Columns(ReadOnlySpan<float> table, int width, int rows)
    {
        double[][] columns = [.. Enumerable.Range(0, width).Select(_ => new double[rows])];
        for (int i = 0; i < table.Length; i++)
            columns[i % width][i / width] = table[i];
        return columns;
    }

    static double Centre(double[] column)
    {
        double mean = column.Average();
        for (int i = 0; i < column.Length; i++)
            column[i] -= mean;
        return mean;
    }

    static double Norm(double[] column, int from)
    {
        double sum = 0;
        for (int i = from; i < column.Length; i++)
            sum += column[i] * column[i];
        return Math.Sqrt(sum);
    }
}
