using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>1,797 handwritten digits of 8 × 8 pixels, embedded in the library.</summary>
/// <remarks>Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI repository, doi:10.24432/C50P49, CC BY 4.0.</remarks>
public static class Digits
{
    const int Count = 1797, Pixels = 64;
    static readonly Lazy<Dataset> Embedded = new(Read);

    /// <summary>The digits: features [1, 8, 8] with pixels from 0 (paper) to 1 (ink) in steps of 1/16, ten classes. Read once, then shared.</summary>
    public static Dataset Load() => Embedded.Value;

    // Compiled at once: this is on the way to the first output of a run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Dataset Read()
    {
        using Stream resource = typeof(Digits).Assembly.GetManifestResourceStream("Elucid.Data.digits.gz")!;
        using GZipStream gzip = new(resource, CompressionMode.Decompress);
        byte[] columns = new byte[(Pixels + 1) * Count];
        gzip.ReadExactly(columns);

        float[] features = new float[Count * Pixels];
        int[] labels = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            for (int column = 0; column < Pixels; column++)
                features[row * Pixels + column] = columns[column * Count + row] / 16f;
            labels[row] = columns[Pixels * Count + row];
        }
        return new Dataset("digits", features, [1, 8, 8], labels, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
        {
            Source = "UCI Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, CC BY 4.0, https://doi.org/10.24432/C50P49",
        };
    }
}
