using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Units from some first one on, as many as fill whole lanes, in blocks of nearly equal numbers of lanes, up to the widest tile.</summary>
internal readonly struct UnitBlocks<V> where V : struct, IVectorLane<V>
{
    readonly int _first, _lanes;

    public UnitBlocks(int first, int units)
    {
        (_first, _lanes) = (first, V.IsSupported ? (units - first) / V.Count : 0);
        Count = (_lanes + GemmTile.MaxLanes - 1) / GemmTile.MaxLanes;
    }

    /// <summary>How many blocks there are.</summary>
    public int Count { get; }

    /// <summary>The first unit behind them.</summary>
    public int End => _first + _lanes * V.Count;

    /// <summary>The first unit of a block and its number of lanes.</summary>
    public (int Unit, int Lanes) this[int index]
    {
        get
        {
            int share = _lanes / Count, larger = _lanes % Count;
            return (_first + (index * share + Math.Min(index, larger)) * V.Count, share + (index < larger ? 1 : 0));
        }
    }
}
