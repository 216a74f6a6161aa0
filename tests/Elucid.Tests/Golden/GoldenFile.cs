using System.Text.Json;

namespace Elucid.Tests.Golden;

/// <summary>Numbers that PyTorch computed in double precision; make_golden.py writes them.</summary>
static class GoldenFile
{
    public static JsonElement Read(string name)
    {
        using Stream stream = typeof(GoldenFile).Assembly.GetManifestResourceStream("Golden." + name)!;
        return JsonDocument.Parse(stream).RootElement;
    }

    /// <summary>The entry of a list that has this name.</summary>
    public static JsonElement Named(this JsonElement list, string name) =>
        list.EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);

    public static IEnumerable<string> Names(this JsonElement list) => list.EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!);

    public static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    public static int[] Integers(this JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    /// <summary>{"shape": …, "values": …} as a tensor that requires a gradient. Inputs are float32 numbers, so nothing is rounded.</summary>
    public static Tensor Tensor(this JsonElement element) => new(
        new Shape(element.GetProperty("shape").Integers()), [.. element.GetProperty("values").Doubles().Select(v => (float)v)],
        requiresGradient: true);

    /// <summary>Fails unless every number is within <paramref name="tolerance"/> · max(1, |expected|) of PyTorch's.</summary>
    public static void AssertClose(JsonElement expected, Shape shape, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.GetProperty("shape").Integers(), shape);
        double[] values = expected.GetProperty("values").Doubles();
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(actual[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(values[i])),
                $"{what}[{i}]: expected {values[i]:R}, but got {actual[i]:R}.");
    }
}
