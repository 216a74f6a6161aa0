using System.Globalization;
using System.IO.Compression;

namespace Elucid.Data;

/// <summary>1,797 handwritten digits of 8 × 8 pixels, embedded in the library.</summary>
/// <remarks>Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0.</remarks>
public static class Digits
{
    const int Pixels = 64;
    static readonly Lazy<Dataset> Embedded = new(Read);

    /// <summary>The digits: features [1, 8, 8] with pixels from 0 (paper) to 1 (ink) in steps of 1/16, ten classes. Read once, then shared.</summary>
    public static Dataset Load() => Embedded.Value;

    static Dataset Read()
    {
        List<float> features = new(1797 * Pixels);
        List<int> labels = new(1797);
        using Stream resource = typeof(Digits).Assembly.GetManifestResourceStream("Elucid.Data.digits.csv.gz")!;
        using StreamReader reader = new(new GZipStream(resource, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            int column = 0;
            foreach (Range field in line.AsSpan().Split(','))
            {
                int value = int.Parse(line.AsSpan(field), NumberStyles.None);
                if (column++ < Pixels)
                    features.Add(value / 16f);
                else
                    labels.Add(value);
            }
        }
        return new Dataset("digits", [.. features], [1, 8, 8], [.. labels], ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
        {
            Source = "UCI Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, CC BY 4.0, https://doi.org/10.24432/C50P49",
        };
    }
}
