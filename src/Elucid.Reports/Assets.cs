namespace Elucid.Reports;

/// <summary>The files that are embedded in this assembly: style sheet, script.</summary>
internal static class Assets
{
    public static Stream Open(string name) => typeof(Assets).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The embedded file '{name}' is missing from this build of Elucid.Reports. Build it again.");

    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}
