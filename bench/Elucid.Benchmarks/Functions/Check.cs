using Benchmarks.Libraries;

namespace Benchmarks.Functions;

/// <summary>Who computes something else would win or lose for the wrong reason: a run in which results differ ends with an error.</summary>
static class Check
{
    /// <summary>Requires results within <paramref name="tolerance"/> of Elucid's, relative where they are above 1.</summary>
    public static void Equal<T>(string what, Job<T> elucid, string library, Job<T> other, Func<T, double> toDouble, double tolerance)
        where T : unmanaged
    {
        T[] ours = elucid.Result(), theirs = other.Result();
        for (int i = 0; i < ours.Length; i++)
        {
            double a = toDouble(ours[i]), b = toDouble(theirs[i]);
            if (!(Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a))))
                throw new InvalidOperationException($"{what}: element {i} is {a} in Elucid and {b} in {library}.");
        }
    }
}
