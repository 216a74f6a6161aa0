using System.CommandLine;
using Elucid.Data;
using Elucid.Data.Tables;
using Elucid.Lab.Recipes;
using Elucid.Lab.Trials;

namespace Elucid.Cli;

/// <summary>The options that say what to learn from.</summary>
internal sealed class DataOptions
{
    readonly Option<string> _data = new("--data")
    {
        Description = "What to learn: digits (embedded), fashion-mnist, mnist, cifar-10, cifar-100, a CSV file, or a directory of IDX files.",
        DefaultValueFactory = _ => "digits",
        HelpName = "DATA",
    };

    readonly Option<string?> _target = new("--target") { Description = "The CSV column to predict.", HelpName = "COLUMN" };

    readonly Option<string?> _task = new("--task")
    {
        Description = "classification or regression; by default text and whole numbers are classes, other numbers are quantities.",
        HelpName = "TASK",
    };

    readonly Option<string?> _missing = new("--missing")
    {
        Description = "Missing CSV values: mean fills them in, drop leaves the row out; without this they are an error.",
        HelpName = "mean|drop",
    };

    readonly Option<string?> _category = new("--category") { Description = "CSV columns whose numbers are names, such as postcodes: one-hot like text.", HelpName = "COLUMN,…" };

    readonly Option<string?> _separator = new("--separator") { Description = "What separates CSV fields: a comma by default, ';', or tab.", HelpName = "CHARACTER" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _data, _target, _task, _missing, _category, _separator })
            command.Options.Add(option);
    }

    /// <summary>Loads the data, telling the user what it should know of it.</summary>
    public StudyData Load(ParseResult parsed, Terminal terminal)
    {
        string? target = parsed.GetValue(_target), task = parsed.GetValue(_task), missing = parsed.GetValue(_missing);
        if (task is not null)
            Choices.Tasks.Check(task);
        if (missing is not null)
            Choices.Missing.Check(missing);
        CsvOptions? csv = target is null ? null : new CsvOptions
        {
            Target = target,
            Task = task switch { "classification" => LearningTask.Classification, "regression" => LearningTask.Regression, _ => null },
            Missing = missing switch { "mean" => MissingValues.Mean, "drop" => MissingValues.Drop, _ => MissingValues.Refuse },
            CategoryColumns = parsed.GetValue(_category)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Separator = SeparatorOf(parsed.GetValue(_separator)),
        };
        string data = parsed.GetValue(_data)!;
        bool describesTable = csv is not null || task is not null || missing is not null || parsed.GetValue(_category) is not null || parsed.GetValue(_separator) is not null;
        if (DataSource.Names.Contains(data) && describesTable)
            throw new ArgumentException($"--target, --task, --missing, --category and --separator are for CSV files, but --data is {data}: omit them, or name a file.");
        StudyData loaded = DataSource.Load(data, csv, out IReadOnlyList<string> notes);
        foreach (string note in notes)
            terminal.Say(note);
        return loaded;
    }

    static char SeparatorOf(string? text) => text switch
    {
        null => ',',
        "tab" or "\\t" => '\t',
        [char single] => single,
        _ => throw new ArgumentException($"--separator must be one character or tab, but got '{text}'."),
    };
}
