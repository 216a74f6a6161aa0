namespace Elucid.Tests.Autograd;

/// <summary>
/// Compares backward rules with difference quotients: for random v and u, v·J·u from the tape must be the derivative of v·f(x + t·u) at t = 0.
/// </summary>
/// <remarks>
/// The quotient is the five-point one, (8·[f(h) − f(−h)] − [f(2h) − f(−2h)]) / 12h. With h = 2⁻⁵ its truncation error is h⁴/30 · f⁽⁵⁾ ≈
/// 3e-8 · f⁽⁵⁾, which leaves the rounding of f: four values of which each is wrong by a few units of 2⁻²⁴, weighted by 18/12h. Eight units are
/// allowed, which makes 2.3e-5 per output of size 1; outputs are rounded independently, so that the square root of their number counts. Inputs
/// lie on <see cref="Grid"/> and directions are multiples of 1/16, so that x + t·u is exact. Inputs must be at least 2h from any kink.
/// </remarks>
static class GradientCheck
{
    const double Step = 1.0 / 32;
    const double UnitsOfRounding = 8;

    /// <summary>Fails unless the gradients of all inputs agree.</summary>
    /// <param name="f">The operation; it is called several times and must give the same each time.</param>
    /// <param name="inputs">What it depends on.</param>
    public static void Run(Func<Tensor> f, params Tensor[] inputs) => Assert.InRange(WorstError(f, inputs), 0, 1);

    /// <summary>The largest disagreement, in multiples of the tolerance.</summary>
    public static double WorstError(Func<Tensor> f, params Tensor[] inputs)
    {
        RandomStream random = new(2024);
        float[] v = Values(f);
        double tolerance = UnitsOfRounding * Math.Pow(2, -24) * 18 / (12 * Step) * Math.Sqrt(1 + v.Sum(y => Math.Max(1, (double)y * y)));
        foreach (ref float value in v.AsSpan())
            value = Sixteenths(random);

        double[][] once = Gradients(f, v, uses: 1, inputs), twice = Gradients(f, v, uses: 2, inputs);
        double worst = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            float[] u = [.. inputs[i].Values.ToArray().Select(_ => Sixteenths(random))];
            double expected = Quotient(f, v, u, inputs[i]);
            worst = Math.Max(worst, Math.Abs(Dot(once[i], u) - expected) / tolerance);
            worst = Math.Max(worst, Math.Abs(Dot(twice[i], u) - 2 * expected) / (2 * tolerance));
        }
        return double.IsNaN(worst) ? double.PositiveInfinity : worst;
    }

    /// <summary>v·y, an operation whose gradient is v.</summary>
    static Tensor Weighted(Tensor y, float[] v)
    {
        Tensor sum = Tape.Result(new Shape(), y);
        sum.Edit()[0] = (float)Dot(v, y.Values.ToArray());
        return Tape.Record(sum, () =>
        {
            Span<float> dy = y.GradientToWrite(out bool accumulate).Span;
            for (int i = 0; i < v.Length; i++)
                dy[i] = (accumulate ? dy[i] : 0) + sum.Gradient[0] * v[i];
        });
    }

    /// <summary>The inputs' gradients after f was used so many times on one tape: rules add to what is there.</summary>
    static double[][] Gradients(Func<Tensor> f, float[] v, int uses, Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
            input.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor loss = Weighted(f(), v);
        for (int use = 1; use < uses; use++)
            loss = Ops.Add(loss, Weighted(f(), v));
        tape.Backward(loss);
        return [.. inputs.Select(input => input.Gradient.ToArray().Select(g => (double)g).ToArray())];
    }

    static double Quotient(Func<Tensor> f, float[] v, float[] u, Tensor input)
    {
        float[] start = input.Values.ToArray();
        double At(double t)
        {
            for (int i = 0; i < start.Length; i++)
                input.Edit()[i] = (float)(start[i] + t * u[i]);
            return Dot(v, Values(f));
        }
        double quotient = (8 * (At(Step) - At(-Step)) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
        start.CopyTo(input.Edit());
        return quotient;
    }

    static float[] Values(Func<Tensor> f)
    {
        using Tape tape = Tape.StartWithoutGradients();
        return f().Values.ToArray();
    }

    static double Dot(IEnumerable<double> x, float[] y) => x.Zip(y, (a, b) => a * b).Sum();

    static double Dot(float[] x, float[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();

    static float Sixteenths(RandomStream random) => (random.NextInt32(33) - 16) / 16f;
}
