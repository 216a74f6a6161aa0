using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Copies of weights in the order in which the tiles of <see cref="RecurrentSteps"/> read them.</summary>
internal static unsafe class RecurrentPanels
{
    /// <summary>[gates · units, depth] as one panel [depth, width] per block of units and gate.</summary>
    public static void PackForward(float* weight, float* panels, int gates, int units, int depth) =>
        Lanes.Pass(new ForwardPass(weight, panels, gates, depth), 0, units);

    /// <summary>weight_hh, [gates · units, units], as one panel [gates · units, width] per block of units.</summary>
    public static void PackBackward(float* weight, float* panels, int gates, int units) =>
        Lanes.Pass(new BackwardPass(weight, panels, gates), 0, units);

    readonly struct ForwardPass(float* weight, float* panels, int gates, int depth) : ILanePass
    {
        public int Run<V>(int firstUnit, int units) where V : struct, IVectorLane<V>
        {
            UnitBlocks<V> blocks = new(firstUnit, units);
            for (int block = 0; block < blocks.Count; block++)
            {
                (int unit, int lanes) = blocks[block];
                int width = lanes * V.Count;
                for (int gate = 0; gate < gates; gate++)
                    GemmPacking.Pack(
                        new(ref *(weight + ((nint)gate * units + unit) * depth), 1, depth), depth, width, width,
                        ref *(panels + ((nint)unit * gates + (nint)gate * width) * depth));
            }
            return blocks.End;
        }
    }

    readonly struct BackwardPass(float* weight, float* panels, int gates) : ILanePass
    {
        public int Run<V>(int firstUnit, int units) where V : struct, IVectorLane<V>
        {
            UnitBlocks<V> blocks = new(firstUnit, units);
            for (int block = 0; block < blocks.Count; block++)
            {
                (int unit, int lanes) = blocks[block];
                GemmPacking.Pack(
                    new(ref *(weight + unit), units, 1), gates * units, lanes * V.Count, lanes * V.Count, ref *(panels + (nint)unit * gates * units));
            }
            return blocks.End;
        }
    }
}
