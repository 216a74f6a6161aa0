using System.CommandLine;
using System.Text.RegularExpressions;
using Elucid.Lab;
using Elucid.Verification;

namespace Elucid.Cli.Tests;

public sealed partial class OptionSpellingTests
{
    static readonly string[] Rooms = ["Elucid", "Elucid.Verification", "Elucid.Lab", "Elucid.Claims"];

    [Fact]
    public void Members_are_spelled_as_options_and_values_as_words()
    {
        OptionSpelling spelling = OptionSpelling.Instance;
        Assert.Equal("--keep", spelling.Name("CsvOptions.Keep"));
        Assert.Equal("--keep COLUMN", spelling.Setting("CsvOptions.Keep", new[] { "COLUMN" }));
        Assert.Equal("--na MARK,…", spelling.Setting("CsvOptions.MissingMarks", new[] { "MARK", "…" }));
        Assert.Equal("--decimal \",\"", spelling.Setting("CsvOptions.Decimal", ','));
        Assert.Equal("--missing mean", spelling.Setting("CsvOptions.Missing", MissingValues.Mean));
        Assert.Equal("--task regression", spelling.Setting("CsvOptions.Task", LearningTask.Regression));
        Assert.Equal("--hidden 8,4", spelling.Setting("Recipe.Hidden", new[] { 8, 4 }));
        Assert.Equal("--strict", spelling.Setting("PredictionRequest.IsStrict", true));
        Assert.Equal("--dates dmy", spelling.Setting("CsvOptions.Dates", DateReading.DayFirst));
    }

    [Fact]
    public void Every_member_that_a_sentence_names_has_a_spelling_and_every_spelling_is_used() =>
        Assert.Equal(Named().Union(Stored()).Order(StringComparer.Ordinal), OptionSpelling.Names.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_spelling_is_an_option_or_a_command_of_the_tool()
    {
        using StringWriter output = new();
        RootCommand root = ElucidCommand.Create([], Terminal.Of(output, output), new Interruption(TestContext.Current.CancellationToken));
        string[] words =
            [.. root.Subcommands.SelectMany(command => command.Subcommands.Append(command))
                .SelectMany(command => command.Options.Select(option => option.Name).Append($"`elucid {PathOf(command)}`"))];
        Assert.All(OptionSpelling.Names.Values.SelectMany(name => Word().Matches(name).Select(word => word.Value)), word =>
            Assert.Contains(word, words));
    }

    static string PathOf(Command command) => string.Join(
        ' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Append(command).Select(one => one.Name));

    [Fact]
    public void Every_member_that_a_sentence_names_exists() => Assert.All(OptionSpelling.Names.Keys.Where(name => name.Contains('.')), name =>
    {
        string[] parts = name.Split('.');
        Type type = Assert.Single(
            new[] { typeof(Tensor), typeof(Verifier), typeof(Recipe), typeof(Claims.ClaimCatalog) }
                .SelectMany(inside => inside.Assembly.GetExportedTypes()), type => type.Name == parts[0]);
        Assert.NotEmpty(type.GetMember(parts[1]));
    });

    // What the sources give to Spelling.Of and OfList.
    static IEnumerable<string> Named() =>
        Rooms.SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", room), "*.cs", SearchOption.AllDirectories))
        .SelectMany(file => Mention().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value.Split('.') is [.., var type, var member] ? $"{type}.{member}" : match.Groups[1].Value)
        .Distinct();

    // Settings that are kept in files: any of them can differ from those that are asked for. Of a trial only its data and its recipe are compared.
    static IEnumerable<string> Stored() =>
        (from type in new[] { typeof(RunSettings), typeof(FederatedSettings), typeof(Recipe) }
         from property in type.GetProperties()
         where property.PropertyType != typeof(Recipe)
         select $"{type.Name}.{property.Name}").Append($"{nameof(StudyData)}.{nameof(StudyData.Id)}");

    [GeneratedRegex("""Spelling\.Of(?:List)?\(\s*(?:nameof\(|")([\w.]+)""")]
    private static partial Regex Mention();

    [GeneratedRegex("`elucid [a-z ]+`|--[a-z0-9-]+")]
    private static partial Regex Word();
}
