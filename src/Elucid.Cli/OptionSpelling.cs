using System.Globalization;
using Elucid.Text;

namespace Elucid.Cli;

/// <summary>The members of the library and the laboratory as the command line spells them.</summary>
internal sealed class OptionSpelling : Spelling
{
    public static OptionSpelling Instance { get; } = new();

    /// <summary>An option or a command for each member that a sentence names.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["CsvOptions.CategoryColumns"] = "--category",
        ["CsvOptions.Dates"] = "--dates",
        ["CsvOptions.Decimal"] = "--decimal",
        ["CsvOptions.Ignore"] = "--ignore",
        ["CsvOptions.Keep"] = "--keep",
        ["CsvOptions.Missing"] = "--missing",
        ["CsvOptions.MissingMarks"] = "--na",
        ["CsvOptions.Separator"] = "--separator",
        ["CsvOptions.Task"] = "--task",
        ["CsvOptions.Thousands"] = "--thousands",
        ["CsvOptions.Time"] = "--time",
        ["CsvOptions.Unseen"] = "--unseen",
        ["OnnxExport.Save"] = "`elucid export`",
        ["OnnxSwap"] = "--from",
        ["OnnxSwap.InFile"] = "`elucid swap`",
        ["Weights.Load"] = "`elucid predict` and `elucid export`",
        ["Weights.Save"] = "`elucid train`",
    };

    public override string Name(string member) => Names.GetValueOrDefault(member, member);

    public override string Setting(string member, object value) => value is true ? Name(member) : $"{Name(member)} {Word(value)}";

    /// <summary>A value as the user writes it.</summary>
    public static string Word(object value) => value switch
    {
        char mark => $"\"{mark}\"",
        Enum choice => Choice.WordOf(choice),
        IReadOnlyList<string> texts => string.Join(',', texts),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
