namespace Elucid.Cli.Tests;

/// <summary>The page about data shows a summary as the tool prints it; where ELUCID_WRITE_DOCUMENTS is set, the test writes it there.</summary>
public sealed class SummaryPageTests
{
    [Fact]
    public void The_page_of_data_shows_the_summary_of_a_table()
    {
        string page = Path.Combine(Repository.Root, "docs", "data.md");
        Spelling.Current = OptionSpelling.Instance;
        CsvTable table = CsvReader.Read(
            Path.Combine(Repository.Root, "tests", "Elucid.Tests", "Data", "Tables", "Files", "houses.csv"),
            new CsvOptions { Target = "price", Missing = MissingValues.Mean });
        string[] expected = [.. table.Summary.ToString().ReplaceLineEndings("\n").Split('\n'), "", .. table.Notes];
        List<string> lines = [.. File.ReadAllLines(page)];
        int first = lines.IndexOf("```") + 1, count = lines.IndexOf("```", first) - first;
        if (Environment.GetEnvironmentVariable("ELUCID_WRITE_DOCUMENTS") is not null)
        {
            lines.RemoveRange(first, count);
            lines.InsertRange(first, expected);
            File.WriteAllText(page, string.Join('\n', lines) + '\n');
            return;
        }
        Assert.Equal(expected, lines.Slice(first, count));
    }
}
