namespace Elucid.Lab;

/// <summary>What decides weights, order and noise of each member of a committee.</summary>
internal static class MemberSeed
{
    /// <summary>The seed of a member. That of the first is the run's own: without rows of its own it is the network that would be alone.</summary>
    /// <param name="seed">That of the run.</param>
    /// <param name="index">0 for the first.</param>
    public static ulong Of(ulong seed, int index) => index == 0 ? seed : new RandomStream(seed).Derive("member", (ulong)index).NextUInt64();
}
