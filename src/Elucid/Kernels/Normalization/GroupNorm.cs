using System.Buffers;
using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>The sizes of a group norm over [batch, channels, length].</summary>
/// <remarks>A group of an example is a small tensor of its own, and one piece of work: what its first pass has read is in cache for the
/// second.</remarks>
internal readonly record struct GroupSizes(int Batch, int Channels, int Length, int Groups)
{
    public int ChannelsPerGroup => Channels / Groups;

    public int GroupLength => ChannelsPerGroup * Length;

    /// <summary>Channels of all examples.</summary>
    public int Units => Batch * Channels;

    /// <summary>A group as a whole.</summary>
    public NormLayout Group => new(1, 1, GroupLength);

    /// <summary>The channels of a group.</summary>
    public NormLayout ChannelsOfGroup => new(1, ChannelsPerGroup, Length);

    /// <summary>Runs all groups of all examples, on several threads where that pays.</summary>
    public void ForEachGroup<TBody>(TBody body) where TBody : struct, IThreadsBody => Threads.For(Batch * Groups, (long)Units * Length, body);
}

/// <summary>A group of an example: statistics, which are set for each of its channels, and outputs.</summary>
[SkipLocalsInit]
internal readonly unsafe struct GroupForward<TActivation>(
    TActivation f, GroupSizes sizes, float* x, float* y, float* kept, float* weight, float* bias, double epsilon) : IThreadsBody
    where TActivation : struct, IActivation
{
    public void Run(int group)
    {
        double* means = stackalloc double[2 * NormLayout.Width], squares = means + NormLayout.Width;
        int count = sizes.ChannelsPerGroup, firstChannel = group % sizes.Groups * count;
        nint start = (nint)group * sizes.GroupLength;
        sizes.Group.Measure(0, x + start, means, squares);
        NormUnits of = new(kept + (nint)group * count, sizes.Units, weight, bias);
        for (int channel = 0; channel < count; channel++)
            of.Set(channel, *means, *squares / sizes.GroupLength, epsilon, firstChannel + channel);
        NormLayout channels = sizes.ChannelsOfGroup;
        NormForward<TActivation> forward = new(f, channels, x + start, y + start, of);
        for (int piece = 0; piece < channels.Pieces; piece++)
            forward.Run(piece);
    }
}

/// <summary>The gradients of a group norm.</summary>
internal static unsafe class GroupBackward
{
    public static void Run<TActivation>(TActivation f, in NormGradients o, ReadOnlySpan<float> weight, GroupSizes sizes)
        where TActivation : struct, IActivation
    {
        double[] sums = ArrayPool<double>.Shared.Rent(2 * sizes.Units);
        fixed (float* xs = o.X, dys = o.Dy, dxs = o.Dx, dzs = o.Dz, statistics = o.Kept, weights = weight)
        fixed (double* ofChannels = sums)
        {
            NormBackward<TActivation> whole = new(f, sizes.ChannelsOfGroup, xs, dys, dxs, dzs, o.Accumulate);
            sizes.ForEachGroup(new Piece<TActivation>(whole, sizes, statistics, weights, ofChannels));
            float* inverseDeviation = new NormUnits(statistics, sizes.Units, null, null).InverseDeviation;
            float[] ofExamples = ArrayPool<float>.Shared.Rent(2 * sizes.Units);
            for (int unit = 0; unit < sizes.Units; unit++)
                (ofExamples[unit], ofExamples[sizes.Units + unit]) = ((float)(sums[2 * unit + 1] * inverseDeviation[unit]), (float)sums[2 * unit]);
            LongSum.AddRows(ofExamples.AsSpan(), sizes.Batch, sizes.Channels, o.Dweight);
            LongSum.AddRows(ofExamples.AsSpan(sizes.Units), sizes.Batch, sizes.Channels, o.Dbias);
            ArrayPool<float>.Shared.Return(ofExamples);
        }
        ArrayPool<double>.Shared.Return(sums);
    }

    /// <summary>A group of an example: two sums of each channel, of them what the group needs, and then the gradient with respect to x.</summary>
    [SkipLocalsInit]
    readonly struct Piece<TActivation>(
        NormBackward<TActivation> whole, GroupSizes sizes, float* kept, float* weight, double* ofChannels) : IThreadsBody
        where TActivation : struct, IActivation
    {
        public void Run(int group)
        {
            int firstChannel = group * sizes.ChannelsPerGroup;
            NormUnits of = new(kept + firstChannel, sizes.Units, null, null);
            NormBackward<TActivation> backward = whole.From((nint)group * sizes.GroupLength);
            (double sum, double product) = Sum(backward, of, ofChannels + 2 * (nint)firstChannel, firstChannel % sizes.Channels);
            if (backward.WantsInput)
                Pass(backward, of, sum, product);
        }

        /// <summary>Leaves the sums of each channel, and returns those of the group, each channel's weighted.</summary>
        (double Sum, double Product) Sum(NormBackward<TActivation> backward, NormUnits of, double* ofMine, int firstParameter)
        {
            double* sums = stackalloc double[2 * NormLayout.Width];
            double sum = 0, product = 0;
            for (int piece = 0; piece < backward.Layout.Pieces; piece++)
            {
                backward.Sum(piece, of, sums);
                (int first, int count) = backward.Layout.UnitsOf(piece);
                for (int i = 0; i < count; i++)
                {
                    int channel = first + i;
                    double factor = weight == null ? 1 : weight[firstParameter + channel];
                    (ofMine[2 * channel], ofMine[2 * channel + 1]) = (sums[i], sums[NormLayout.Width + i]);
                    sum += factor * sums[i];
                    product += factor * sums[NormLayout.Width + i];
                }
            }
            return (sum, product);
        }

        void Pass(NormBackward<TActivation> backward, NormUnits of, double sum, double product)
        {
            float* a = stackalloc float[3 * NormLayout.Width], b = a + NormLayout.Width, c = b + NormLayout.Width;
            for (int piece = 0; piece < backward.Layout.Pieces; piece++)
            {
                (int first, int count) = backward.Layout.UnitsOf(piece);
                for (int i = 0; i < count; i++)
                {
                    int unit = first + i;
                    double inverse = of.InverseDeviation[unit], share = inverse / sizes.GroupLength, slope = -share * inverse * inverse * product;
                    (a[i], b[i]) = (of.Scale[unit], (float)slope);
                    c[i] = (float)(-share * sum - slope * of.Rest[unit]);
                }
                backward.Pass(piece, of, a, b, c);
            }
        }
    }
}
