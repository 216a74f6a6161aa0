using System.Numerics;

namespace Elucid;

/// <summary>How much of the memory that this process may use a table gets.</summary>
internal static class MemoryBudget
{
    // Beside a table in memory stand its parts, once as they are and once scaled, and what trains on them.
    const int ShareOfTable = 8;

    // One part is read while the one before it may not have been collected yet.
    const int ShareOfChunk = 32;

    /// <summary>All of it, in bytes: that of the machine, or what a container or a setting of the runtime leaves.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var bytes ? bytes : long.MaxValue;

    /// <summary>Whether a table of so many numbers is read into memory.</summary>
    public static bool Holds(long numbers) => numbers <= Available / ShareOfTable / sizeof(float);

    /// <summary>How many rows of a larger one are in memory at a time: a power of two, so that a little more memory makes no other parts.</summary>
    /// <param name="width">Numbers of a row.</param>
    public static int ChunkOf(int width)
    {
        long rows = Math.Min(Available / ShareOfChunk / sizeof(float), 1 << 28) / width;
        return rows < 1 ? 1 : 1 << BitOperations.Log2((ulong)rows);
    }
}
