using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>An exponential moving average of a network's weights and running statistics, which often does better than the last weights, as the noise
/// of single steps averages out.</summary>
/// <remarks>
/// After each step average += (1 − d)·(weight − average). d is the decay, but at the start no more than (1 + t) / (10 + t) after t steps, so that the
/// first weights are soon forgotten. Polyak, Juditsky 1992, Acceleration of stochastic approximation by averaging; the decay as in Tarvainen, Valpola
/// 2017, arXiv:1703.01780, section 3.
/// <code>
/// WeightAverage average = new(model, 0.999);
/// // after each optimizer.Step():
/// average.Update();
/// using (average.InUse())
///     Evaluation.Of(model, test);
/// </code>
/// </remarks>
public sealed class WeightAverage
{
    readonly (string Name, Tensor Weight, float[] Average)[] _entries;

    /// <summary>Starts with the network's weights as they are.</summary>
    /// <param name="model">The network.</param>
    /// <param name="decay">How much of the average each step keeps; from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of range.</exception>
    public WeightAverage(Module model, double decay = 0.999)
    {
        if (decay is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), $"WeightAverage: expected a decay of at least 0 and below 1, but got {decay}.");
        Decay = decay;
        _entries = [.. model.NamedState().Select(p => (p.Name, p.Value, p.Value.Values.ToArray()))];
    }

    /// <summary>How much of the average each step keeps, after the first steps.</summary>
    public double Decay { get; }

    /// <summary>How many updates there have been.</summary>
    public long UpdateCount { get; internal set; }

    /// <summary>The averages with their names and shapes; what is written there is the average from then on.</summary>
    internal IEnumerable<(string Name, Shape Shape, float[] Values)> Entries => _entries.Select(e => (e.Name, e.Weight.Shape, e.Average));

    /// <summary>Takes the network's weights into the average.</summary>
    public void Update()
    {
        float share = (float)(1 - Math.Min(Decay, (1.0 + UpdateCount) / (10 + UpdateCount)));
        UpdateCount++;
        foreach ((string name, Tensor weight, float[] average) in _entries)
            Move(average, weight.Values, BatchNorm.IsCount(name) ? 1 : share);
    }

    /// <summary>Gives the network the averaged weights until the scope is disposed: <c>using (average.InUse()) …</c></summary>
    public Scope InUse()
    {
        Exchange();
        return new Scope(this);
    }

    /// <summary>Gives the network the averaged weights for good.</summary>
    public void CopyToModel()
    {
        foreach ((_, Tensor weight, float[] average) in _entries)
            average.CopyTo(weight.Edit());
    }

    void Exchange()
    {
        foreach ((_, Tensor weight, float[] average) in _entries)
        {
            Span<float> values = weight.Edit();
            for (int i = 0; i < average.Length; i++)
                (average[i], values[i]) = (values[i], average[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Move(float[] average, ReadOnlySpan<float> weight, float share)
    {
        int i = 0;
        if (Lane8.IsSupported)
        {
            for (; i + Lane8.Count <= average.Length; i += Lane8.Count)
            {
                Lane8 old = Lane8.Load(ref average[0], (nuint)i);
                Lane8.Store(Lane8.MultiplyAdd(Lane8.Of(share), Lane8.Load(in weight[0], (nuint)i) - old, old), ref average[0], (nuint)i);
            }
        }
        for (; i < average.Length; i++)
        {
            Lane1 old = new(average[i]);
            average[i] = Lane1.MultiplyAdd(new(share), new Lane1(weight[i]) - old, old).Value;
        }
    }

    /// <summary>Puts the network's own weights back. A ref struct: it ends in the method that began it.</summary>
    public readonly ref struct Scope
    {
        readonly WeightAverage _average;

        internal Scope(WeightAverage average) => _average = average;

        /// <summary>Puts the network's own weights back.</summary>
        public void Dispose() => _average.Exchange();
    }
}
