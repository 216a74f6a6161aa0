namespace Elucid.Lab;

/// <summary>
/// What a model without hidden layers reaches: logistic regression, or ridge regression. Where a network is no better, its hidden layers are of no
/// use on this data.
/// </summary>
/// <remarks>
/// Minimises the mean loss and a penalty: scikit-learn's LogisticRegression with C = 1, or its Ridge with alpha = 1, the bias not penalised, from 0
/// by L-BFGS. Nothing is drawn, so the same split gives the same bits. It stops where the gradient is small, or after as many passes as
/// <see cref="MostWork"/> allows, which bounds the time to a few seconds for images, too.
/// </remarks>
public static class LinearBaseline
{
    /// <summary>The most multiply-adds of all passes over the training rows together.</summary>
    const double MostWork = 6e10;

    const int MostPasses = 300, FewestPasses = 12, RowsAtOnce = 4096;

    /// <summary>Its scores on the test rows.</summary>
    public static Evaluation Of(DataSplit split) => Evaluation.FromOutputs(Outputs(split.Train, split.Test), split.Test);

    /// <summary>What it puts out for rows: [rows, outputs].</summary>
    /// <param name="training">What it learns from.</param>
    /// <param name="rows">The rows, of which it sees the features alone.</param>
    internal static float[] Outputs(Dataset training, Dataset rows)
    {
        int inputs = training.FeatureCount, outputs = training.OutputCount;
        Tensor weight = new([outputs, inputs], requiresGradient: true), bias = new([outputs], requiresGradient: true);
        double work = 3.0 * training.Count * inputs * outputs;
        int passes = (int)Math.Clamp(MostWork / work, FewestPasses, MostPasses);
        double[] best =
            Lbfgs.Minimize(
                new double[weight.Shape.Size + bias.Shape.Size], passes, (at, gradient) => Objective(training, weight, bias, at, gradient));
        Set(weight, bias, best);
        return Outputs(rows, weight, bias);
    }

    static double Objective(Dataset training, Tensor weight, Tensor bias, ReadOnlySpan<double> at, Span<double> gradient)
    {
        Set(weight, bias, at);
        gradient.Clear();
        TaskProfile task = TaskProfile.Of(training.Task);
        double loss = 0;
        for (int first = 0; first < training.Count; first += RowsAtOnce)
        {
            using Tape tape = Tape.Start();
            Tensor x = Rows(training, first, out int rows);
            Tensor output = Ops.Linear(x, weight, bias);
            Tensor mean = task.LossOf(output, training, first);
            weight.ClearGradient();
            bias.ClearGradient();
            tape.Backward(mean);
            double share = rows / (double)training.Count;
            loss += share * mean.ToScalar();
            Add(weight.Gradient, share, gradient);
            Add(bias.Gradient, share, gradient[weight.Shape.Size..]);
        }
        double penalty = task.LinearPenalty(training.OutputCount) / training.Count;
        for (int i = 0; i < weight.Shape.Size; i++)
        {
            loss += penalty * at[i] * at[i];
            gradient[i] += 2 * penalty * at[i];
        }
        return loss;
    }

    static float[] Outputs(Dataset data, Tensor weight, Tensor bias)
    {
        int width = bias.Shape.Size;
        float[] outputs = new float[data.Count * width];
        for (int first = 0; first < data.Count; first += RowsAtOnce)
        {
            using Tape tape = Tape.StartWithoutGradients();
            Ops.Linear(Rows(data, first, out _), weight, bias).Values.CopyTo(outputs.AsSpan(first * width));
        }
        return outputs;
    }

    static Tensor Rows(Dataset data, int first, out int rows)
    {
        rows = Math.Min(RowsAtOnce, data.Count - first);
        return new([rows, data.FeatureCount], data.Features.Slice(first * data.FeatureCount, rows * data.FeatureCount));
    }

    static void Set(Tensor weight, Tensor bias, ReadOnlySpan<double> values)
    {
        Copy(values[..weight.Shape.Size], weight.Edit());
        Copy(values[weight.Shape.Size..], bias.Edit());
    }

    static void Copy(ReadOnlySpan<double> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = (float)from[i];
    }

    static void Add(ReadOnlySpan<float> values, double factor, Span<double> sums)
    {
        for (int i = 0; i < values.Length; i++)
            sums[i] += factor * values[i];
    }
}
