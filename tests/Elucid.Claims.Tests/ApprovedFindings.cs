namespace Elucid.Claims.Tests;

/// <summary>What each card says on a small scale, as somebody has read and approved it: a change of a card's numbers or words is seen.</summary>
static class ApprovedFindings
{
    static readonly string File = Path.Combine(Repository.Root, "tests", "Elucid.Claims.Tests", "findings.txt");

    static readonly Lock Writing = new();

    /// <summary>The approved line of a card. With <c>ELUCID_WRITE_DOCUMENTS=1</c> what it says now is approved.</summary>
    public static string Of(string id, Finding now)
    {
        lock (Writing)
        {
            SortedDictionary<string, string> lines = new(
                System.IO.File.ReadLines(File).DistinctBy(IdOf).ToDictionary(IdOf), StringComparer.Ordinal);
            if (Environment.GetEnvironmentVariable("ELUCID_WRITE_DOCUMENTS") == "1")
            {
                lines[id] = $"{id} {now.Verdict}: {now.Answer}";
                System.IO.File.WriteAllText(File, string.Join("", lines.Values.Select(line => line + "\n")));
            }
            return lines.TryGetValue(id, out string? line) ? line
                : $"nothing: {id} is new. ELUCID_WRITE_DOCUMENTS=1 dotnet run --project tests/Elucid.Claims.Tests -- --filter-class "
                    + $"'*CardTests' writes it.";
        }
    }

    static string IdOf(string line) => line.Split(' ')[0];
}
