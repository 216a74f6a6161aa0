namespace Elucid.Samples;

/// <summary>An operation of one's own with its own backward rule, and a loss made of it.</summary>
static class OwnOperation
{
    /// <summary>ln cosh x, which is x² / 2 near 0 and |x| − ln 2 far away. Its derivative is tanh x.</summary>
    static Tensor LogCosh(Tensor x) => Ops.Custom(x.Shape, [x],
        (x, y) =>
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = MathF.Abs(x[0][i]) - MathF.Log(2) + MathF.Log(1 + MathF.Exp(-2 * MathF.Abs(x[0][i])));
        },
        (x, y, dy, dx) =>
        {
            for (int i = 0; i < dx[0].Length; i++)          // empty where x requires no gradient
                dx[0][i] += dy[i] * MathF.Tanh(x[0][i]);
        });

    /// <summary>A loss is a function of tensors that gives a scalar.</summary>
    static Tensor LogCoshLoss(Tensor prediction, Tensor target) => Ops.Mean(LogCosh(prediction - target));

    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 3);
        Tensor x = Tensor.Gaussian([64, 2], random), y = Tensor.Zeros([64, 1]);
        for (int i = 0; i < 64; i++)
            y[i, 0] = 3 * x[i, 0] - 2 * x[i, 1] + (i % 16 == 0 ? 50 : 0);     // some outliers
        Linear line = new(2, 1, random);
        Adam optimizer = new(line, learningRate: 0.05);
        for (int step = 0; step < 500; step++)
        {
            using Tape tape = Tape.Start();
            tape.Backward(LogCoshLoss(line.Forward(x), y));
            optimizer.Step();
        }
        output.WriteLine($"weights {line.Weight[0, 0]:F1}, {line.Weight[0, 1]:F1}");
    }
}
