using System.Buffers;
using Elucid.Activations;

namespace Elucid.Kernels;

/// <summary>Statistics of a group, set for each of its channels.</summary>
internal readonly unsafe struct GroupMoments(NormLayout layout, float* x, NormUnits of, GroupSizes sizes, double epsilon) : IThreadsBody
{
    public void Run(int piece)
    {
        double* means = stackalloc double[2 * NormLayout.Width], squares = means + NormLayout.Width;
        layout.Measure(piece, x, means, squares);
        (int first, int count) = layout.UnitsOf(piece);
        for (int i = 0; i < count; i++)
        {
            int group = first + i, channels = sizes.ChannelsPerGroup;
            for (int channel = group * channels; channel < (group + 1) * channels; channel++)
                of.Set(channel, means[i], squares[i] / layout.Count, epsilon, channel % sizes.Channels);
        }
    }
}

/// <summary>The gradients of a group norm: sums per channel of each example, and of them what the group needs.</summary>
internal static unsafe class GroupBackward
{
    public static void Run<TActivation>(
        TActivation f, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dz, ReadOnlySpan<float> weight, Span<float> dweight, Span<float> dbias,
        ReadOnlySpan<float> kept, GroupSizes sizes, bool accumulate) where TActivation : struct, IActivation
    {
        NormLayout channels = new(1, sizes.Batch * sizes.Channels, sizes.Length);
        double[] sums = ArrayPool<double>.Shared.Rent(2 * channels.Units);
        fixed (float* xs = x, dys = dy, dxs = dx, dzs = dz, statistics = kept, weights = weight)
        fixed (double* ofChannels = sums)
        {
            NormUnits of = new(statistics, channels.Units, null, null);
            NormGradient<TActivation> gradient = new(f, channels, xs, dys, dxs, dzs, accumulate);
            channels.ForEachPiece(new Sums<TActivation>(gradient, of, ofChannels));
            for (int unit = 0; unit < channels.Units; unit++)
            {
                int channel = unit % sizes.Channels;
                if (!dweight.IsEmpty)
                    dweight[channel] += (float)(sums[2 * unit + 1] * of.InverseDeviation[unit]);
                if (!dbias.IsEmpty)
                    dbias[channel] += (float)sums[2 * unit];
            }
            if (gradient.WantsInput)
            {
                Gather(sums, weight, sizes);
                channels.ForEachPiece(new Input<TActivation>(gradient, of, ofChannels, sizes));
            }
        }
        ArrayPool<double>.Shared.Return(sums);
    }

    /// <summary>Replaces the sums of each channel by those of its group, each channel's weighted.</summary>
    static void Gather(double[] sums, ReadOnlySpan<float> weight, GroupSizes sizes)
    {
        for (int start = 0; start < sizes.Batch * sizes.Channels; start += sizes.ChannelsPerGroup)
        {
            double sum = 0, product = 0;
            for (int unit = start; unit < start + sizes.ChannelsPerGroup; unit++)
            {
                double factor = weight.IsEmpty ? 1 : weight[unit % sizes.Channels];
                sum += factor * sums[2 * unit];
                product += factor * sums[2 * unit + 1];
            }
            for (int unit = start; unit < start + sizes.ChannelsPerGroup; unit++)
                (sums[2 * unit], sums[2 * unit + 1]) = (sum, product);
        }
    }

    readonly struct Sums<TActivation>(NormGradient<TActivation> gradient, NormUnits of, double* ofChannels) : IThreadsBody where TActivation : struct, IActivation
    {
        public void Run(int piece)
        {
            double* sums = stackalloc double[2 * NormLayout.Width];
            gradient.Sum(piece, of, sums);
            (int first, int count) = gradient.Layout.UnitsOf(piece);
            for (int i = 0; i < count; i++)
                (ofChannels[2 * (first + i)], ofChannels[2 * (first + i) + 1]) = (sums[i], sums[NormLayout.Width + i]);
        }
    }

    readonly struct Input<TActivation>(NormGradient<TActivation> gradient, NormUnits of, double* ofGroups, GroupSizes sizes) : IThreadsBody where TActivation : struct, IActivation
    {
        public void Run(int piece)
        {
            float* a = stackalloc float[3 * NormLayout.Width], b = a + NormLayout.Width, c = b + NormLayout.Width;
            (int first, int count) = gradient.Layout.UnitsOf(piece);
            for (int i = 0; i < count; i++)
            {
                int unit = first + i;
                double inverse = of.InverseDeviation[unit], share = inverse / sizes.GroupLength, slope = -share * inverse * inverse * ofGroups[2 * unit + 1];
                (a[i], b[i]) = (of.Scale[unit], (float)slope);
                c[i] = (float)(-share * ofGroups[2 * unit] - slope * of.Rest[unit]);
            }
            gradient.Pass(piece, of, a, b, c);
        }
    }
}
