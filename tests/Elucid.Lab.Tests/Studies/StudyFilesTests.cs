using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public sealed class StudyFilesTests : IClassFixture<StudyFilesTests.Written>
{
    readonly Written _written;

    public StudyFilesTests(Written written) => _written = written;

    /// <summary>A study and its files, for all tests.</summary>
    public sealed class Written : IDisposable
    {
        readonly TemporaryDirectory _directory = new();

        public Written()
        {
            StudySettings settings = Tiny.Settings with { Activations = ["elu", "relu", "leaky-relu:slope=0.2"], Seeds = 3 };
            Summary = StudySummary.Of(new Study(settings, Tiny.Classes).Run(2))!;
            using OutputDirectory output = OutputDirectory.Open(_directory.Path);
            Report = StudyFiles.Write(Summary, output, "elucid compare --data 'a <b>.csv'", Picture);
        }

        public StudySummary Summary { get; }

        public string Report { get; }

        public string this[string name] => _directory[name];

        public void Dispose() => _directory.Dispose();
    }

    [Fact]
    public void Results_have_the_documented_fields()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_written["results.json"]));
        JsonElement root = json.RootElement;
        string documentation = File.ReadAllText(Path.Combine(Repository(), "docs", "results.md"));

        Assert.Equal("elucid-study/1", root.GetProperty("schema").GetString());
        Assert.Equal(_written.Summary.Conclusion, root.GetProperty("conclusion").GetString());
        // readable without decoding, Holm's apostrophe included
        Assert.Contains(_written.Summary.Conclusion, File.ReadAllText(_written["results.json"]));
        Assert.True(root.GetProperty("isComplete").GetBoolean());
        Assert.Equal([0, 1, 2], root.GetProperty("seeds").EnumerateArray().Select(s => s.GetInt32()));
        JsonElement best = root.GetProperty("activations")[0];
        Assert.Equal(_written.Summary.Activations[0].Name, best.GetProperty("name").GetString());
        Assert.Equal(_written.Summary.Activations[0].Score.Mean, best.GetProperty("score").GetProperty("mean").GetDouble());
        Assert.Equal(3, best.GetProperty("trials").GetArrayLength());
        Assert.All(Names(root).Distinct(), name => Assert.Contains($"`{name}`", documentation));
    }

    [Fact]
    public void History_has_a_row_per_trial_and_epoch()
    {
        string[] lines = File.ReadAllLines(_written["history.csv"]);
        string[] header = lines[0].Split(',');
        string documentation = File.ReadAllText(Path.Combine(Repository(), "docs", "results.md"));

        Assert.Equal(1 + 9 * (3 + 1), lines.Length);
        Assert.All(lines, line => Assert.Equal(header.Length, line.Split(',').Length));
        Assert.All(header.Where(name => !name.EndsWith("_1", StringComparison.Ordinal)), name => Assert.Contains($"`{name}`", documentation));
        Assert.Equal(["activation", "seed", "epoch"], header[..3]);
        Assert.Equal(["dead_share_1", "mean_1", "spread_1"], header[^3..]);
        var trial = _written.Summary.Activations[0].Trials[1];
        Assert.Equal(
            trial.Epochs.Select(e => e.TrainingLoss),
            lines.Skip(1).Select(line => line.Split(',')).Where(row => row[0] == trial.Arm && row[1] == "1")
                .Select(row => double.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Report_is_one_well_formed_file_with_the_conclusion_and_the_command()
    {
        string html = File.ReadAllText(_written.Report);
        string text = XDocument.Parse(html).Root!.Value;

        Assert.Contains(_written.Summary.Conclusion, text);
        Assert.Contains("elucid compare --data 'a <b>.csv'", text);
        Assert.Contains(StudyDocument.Of(_written.Summary).ResultHash, text);
        Assert.DoesNotContain("src=\"http", html);
    }

    [Fact]
    public void Every_plot_is_there_in_both_formats()
    {
        foreach ((string file, Chart chart) in new StudyCharts(_written.Summary).All)
        {
            string plot = _written[Path.Combine("plots", file)];
            Assert.Equal("svg", XDocument.Load(plot + ".svg").Root!.Name.LocalName);
            Assert.Equal(Picture(chart), File.ReadAllBytes(plot + ".png"));
        }
    }

    // What draws pictures is given: the laboratory needs no native library.
    static byte[] Picture(Chart chart) => Encoding.UTF8.GetBytes(chart.Title);

    internal static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    internal static string Repository()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Elucid.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
