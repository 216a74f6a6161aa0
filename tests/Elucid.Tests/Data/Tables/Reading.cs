using System.Text;

namespace Elucid.Tests.Data.Tables;

/// <summary>Tables of a text, and those that are kept in <c>Files</c>.</summary>
static class Reading
{
    public static CsvTable Read(string text, string target, Func<CsvOptions, CsvOptions>? change = null)
    {
        CsvOptions options = new() { Target = target };
        return CsvReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), change is null ? options : change(options), "table.csv");
    }

    public static CsvTable Kept(string name, string target, Func<CsvOptions, CsvOptions>? change = null)
    {
        CsvOptions options = new() { Target = target };
        return CsvReader.Read(PathOf(name), change is null ? options : change(options));
    }

    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Elucid.Tests", "Data", "Tables", "Files", $"{name}.csv");

    public static float[] Feature(Dataset data, int column) =>
        [.. Enumerable.Range(0, data.Count).Select(row => data.Features[(row * data.FeatureCount) + column])];
}
