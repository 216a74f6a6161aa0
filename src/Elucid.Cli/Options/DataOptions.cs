using System.CommandLine;
using Elucid.Images;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say what to learn from.</summary>
/// <param name="what">What the data is for.</param>
/// <param name="fallback">What is taken where none is named; null for nothing.</param>
internal sealed class DataOptions(string what = "What to learn", string? fallback = DataSource.Default)
{
    readonly Option<string?> _data = new("--data")
    {
        Description = $"{what}: digits, passengers or sunspots (embedded), cartpole or acrobot (environments to act in), fashion-mnist, mnist, "
            + "cifar-10, cifar-100, a CSV file, a directory of images with a directory for each class, a directory of IDX files, with --task text a "
            + "text in UTF-8, or with --task detect images and their "
            + "--boxes.",
        DefaultValueFactory = fallback is null ? null : _ => fallback,
        HelpName = "DATA",
    };

    readonly Option<string?> _target = Targets();
    readonly Option<string?> _task = new("--task")
    {
        Description = "classification or regression of a table; by default texts are classes, and so are whole numbers of which there are few, and "
            + "other numbers are quantities. text: the next token of a text. forecast: the next values of series. reconstruct: the rows of a "
            + "table or the images themselves, through a narrow code. generate: new rows or images like those that there are. For these two answers "
            + "are not needed, and --target only says what kind rows are of. detect: objects in images. control: to act in an environment. "
            + "several: more than one --target, which need not be said.",
        HelpName = "TASK",
    };

    readonly TextDataOptions _text = new();

    readonly Option<string?> _category =
        Of("--category", "COLUMN,…", "Columns whose values are names although they look like numbers (postcodes) or like missing values (NA).");
    readonly Option<string?> _quantity =
        Of("--quantity", "COLUMN,…", "Targets whose whole numbers are quantities although they are so few that they would be taken for classes.");
    readonly Option<string?> _ignore = Of("--ignore", "COLUMN,…", "Columns to leave out.");
    readonly Option<string?> _keep =
        Of("--keep", "COLUMN,…", "Columns to keep that would be left out: of one value, or of texts that are nearly all different.");
    readonly Option<string?> _missing = Of(
        "--missing", "mean|drop|indicator",
        "Missing values: mean fills them in, drop leaves the row out, indicator fills them in and adds a feature that says so. An error "
                + "by default.");
    readonly Option<string?> _na =
        Of("--na", "MARK,…",
            "What stands for a missing value, instead of the usual marks (NA, NaN, ?, and beside numbers NULL, None, N/A, -). Empty "
                + "fields always do.");
    readonly Option<string?> _unseen =
        Of("--unseen", "refuse|other",
            "What predicting does with a category that training did not see: refuse the row, or take it for an unknown one.");
    readonly Option<string?> _dates =
        Of("--dates", "dmy|mdy|off", "How 1/2/2024 is meant, where a column does not show it; off takes dates for texts or numbers.");
    readonly Option<string?> _decimal = Of("--decimal", "CHARACTER", "The decimal mark; recognised by default, column by column.");
    readonly Option<string?> _thousands = Of("--thousands", "CHARACTER", "What stands between thousands; recognised by default, column by column.");
    readonly Option<string?> _separator = Of("--separator", "CHARACTER", "What separates fields, such as ';' or tab; recognised by default.");

    readonly Option<string?> _split =
        Of("--split", "random|time",
            "Whether test rows are drawn at random, for each seed anew, or are the last fifth in the order of time, for all seeds. Random by "
                + "default; where a column looks like a time, that is said.");
    readonly Option<string?> _time = Of("--time", "COLUMN", "The column of dates or numbers that orders the rows for --split time.");

    readonly Option<string?> _test =
        Of("--test", "FILE", "A CSV file with the test rows, read as the table is; without it, rows of the table are held out.");

    readonly ImageFileOptions _images = new();
    readonly DetectionOptions _detection = new();

    IEnumerable<Option<string?>> OfTables =>
        [
            _target, _task, _split, _time, _test, _category, _quantity, _ignore, _keep, _missing, _na, _unseen, _dates, _decimal, _thousands,
            _separator,
        ];

    // What columns are, and what their missing values become.
    IEnumerable<Option<string?>> OfColumns => [_category, _ignore, _keep, _missing, _na, _unseen, _dates];

    ForecastOptions Forecast => field ??= new(_text.Window);

    Option[] _added = [];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        int before = command.Options.Count;
        command.Options.Add(_data);
        foreach (Option option in OfTables.Concat(_text.All).Append(_text.Window))
            command.Options.Add(option);
        _images.AddTo(command);
        Forecast.AddTo(command);
        _detection.AddTo(command);
        _added = [.. command.Options.Skip(before)];
    }

    /// <summary>Whether there is any, and not another of these options without it.</summary>
    /// <exception cref="ArgumentException">There is another one.</exception>
    public bool IsNamed(ParseResult parsed)
    {
        if (parsed.GetValue(_data) is not null)
            return true;
        return _added.FirstOrDefault(option => IsGiven(parsed, option)) is { } useless
            ? throw new ArgumentException($"{useless.Name} says how to read what {_data.Name} names: name that as well, or omit it.") : false;
    }

    /// <summary>The data as the user named it.</summary>
    public string NameOf(ParseResult parsed) => parsed.GetValue(_data)!;

    /// <summary>Loads the data, telling the user what it should know of it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where to tell.</param>
    /// <param name="quiet">Omits the summary of a table; what was guessed is said in any case.</param>
    /// <param name="body">The body that is to read it; null where all weights are drawn.</param>
    public StudyData Load(ParseResult parsed, Terminal terminal, bool quiet, PretrainedBody? body = null)
    {
        string data = parsed.GetValue(_data)!;
        if (body is not null && OfColumns.FirstOrDefault(option => parsed.GetValue(option) is not null) is { } decided)
            throw new ArgumentException($"{decided.Name} is decided by --from, which reads a table as it did in training: omit it.");
        LearningTask? task = TaskOf(parsed);
        if (task == LearningTask.Text)
            return LoadText(parsed, data, new DataRequest(data) { Text = _text.Read(parsed), Body = body }, terminal, quiet, _task);
        bool isOfRows = task is LearningTask.Reconstruct or LearningTask.Generate;
        if (_text.ColumnOf(parsed) is { } prose)
        {
            if (isOfRows)
                throw new ArgumentException(
                    $"--task {Choice.WordOf(task!)} is for images and tables of numbers and names, not for --text: use one of them.");
            string target = parsed.GetValue(_target) ?? throw new ArgumentException(
                $"--text {prose} names the column of prose: name the one to predict with --target COLUMN.");
            DataRequest request = new(data) { Prose = _text.ReadProse(parsed, prose, target, task), Body = body };
            return LoadText(parsed, data, request, terminal, quiet, _task, _target);
        }
        _text.RefuseFor(parsed);
        bool isWorld = DataSource.EnvironmentNames.Contains(data), isKnown = isWorld || DataSource.Names.Contains(data);
        if (task == LearningTask.Control && !isWorld)
            throw new ArgumentException(
                $"{_task.Name} control learns to act in an environment, but --data is {data}: name "
                    + $"{string.Join(" or ", DataSource.EnvironmentNames)}.");
        if (isWorld && task is { } other and not LearningTask.Control)
            throw new ArgumentException(
                $"--data {data} is an environment: omit {_task.Name}, or use {_task.Name} control, but not {Choice.WordOf(other)}.");
        if (isWorld && body is not null)
            throw new ArgumentException($"--from is for tables, images and texts, but --data {data} is an environment: omit it.");
        if (task == LearningTask.Detect)
            return LoadBoxes(parsed, data, terminal);
        _detection.RefuseFor(parsed);
        if ((isKnown || Directory.Exists(data))
            && OfTables.FirstOrDefault(option => !((isWorld || isOfRows) && option == _task) && parsed.GetValue(option) is not null) is { } useless)
            throw new ArgumentException($"{useless.Name} is for CSV files, but --data is {data}: omit it, or name a file.");
        if (isKnown || DataSource.SeriesNames.Contains(data) || File.Exists(data) || ImageSets.IsIn(data))
            _images.RefuseFor(parsed, data);
        StudyData loaded = DataSource.Load(new DataRequest(data)
        {
            Body = body,
            Csv = OptionsOf(parsed),
            WithoutAnswers = isOfRows ? task : null,
            Split = parsed.GetValue(_split) is { } split ? Choice.Parse(_split.Name, split, TableSplit.Random, TableSplit.Time) : default,
            Series = SeriesOf(parsed, data),
            Test = parsed.GetValue(_test),
            Images = _images.Read(parsed),
            ImageReader = ImageReader.Skia,
        }, out IReadOnlyList<string> notes);
        if (loaded.Summary is { } summary && !quiet)
            terminal.Say($"{summary}{Environment.NewLine}");
        foreach (string note in notes)
            terminal.Tell(note);
        if (notes.Count > 0 && !quiet)
            terminal.Say("");
        return loaded;
    }

    StudyData LoadBoxes(ParseResult parsed, string data, Terminal terminal)
    {
        if (OfTables.FirstOrDefault(option => option != _task && parsed.GetValue(option) is not null) is { } useless)
            throw new ArgumentException($"{useless.Name} is for CSV files, but --task is detect: omit it.");
        if (Forecast.Given(parsed) is { } given)
            throw new ArgumentException($"{given} is for forecasts, but --task is detect: omit it.");
        if (IsGiven(parsed, _text.Window))
            throw new ArgumentException($"{_text.Window.Name} is for texts and forecasts, but --task is detect: omit it.");
        StudyData loaded = DataSource.Load(
            new DataRequest(data) { Boxes = _detection.Read(parsed), Images = _images.Read(parsed), ImageReader = ImageReader.Skia },
            out IReadOnlyList<string> notes);
        foreach (string note in notes)
            terminal.Tell(note);
        return loaded;
    }

    StudyData LoadText(
        ParseResult parsed, string data, DataRequest request, Terminal terminal, bool quiet, params ReadOnlySpan<Option<string?>> known)
    {
        string what = request.Prose is null ? "--task text" : "--text";
        foreach (Option<string?> option in OfTables)
            if (!known.Contains(option) && parsed.GetValue(option) is not null)
                throw new ArgumentException(request.Prose is null ? $"{option.Name} is for CSV files, but --task is text: omit it."
                    : $"{option.Name} is for tables of numbers and names, but --text reads a column of prose alone: omit it.");
        if (Forecast.Given(parsed) is { } given)
            throw new ArgumentException($"{given} is for forecasts, but {what} reads a text: omit it.");
        if (DataSource.Names.Contains(data) || DataSource.EnvironmentNames.Contains(data))
            throw new ArgumentException(
                $"{what} learns from a {(request.Prose is null ? "text in UTF-8" : "CSV file")}, but --data is {data}: name a file.");
        _images.RefuseFor(parsed, data);
        StudyData loaded = DataSource.Load(request, out IReadOnlyList<string> notes);
        if (!quiet)
            foreach (string note in notes)
                terminal.Tell(note);
        return loaded;
    }


    // Null where no series are asked for.
    SeriesOptions? SeriesOf(ParseResult parsed, string data)
    {
        LearningTask? task = TaskOf(parsed);
        bool isKnown = DataSource.SeriesNames.Contains(data);
        if (task == LearningTask.Forecast || (isKnown && task is null))
        {
            if (parsed.GetValue(_split) is not null)
                throw new ArgumentException("--split is not for forecasts, which are always tested on what came last: omit it.");
            if (isKnown && OfTables.FirstOrDefault(option => option != _task && parsed.GetValue(option) is not null) is { } useless)
                throw new ArgumentException($"{useless.Name} is for CSV files, but --data is {data}: omit it, or name a file.");
            return Forecast.Read(parsed, OptionsOf(parsed), data);
        }
        if (Forecast.Given(parsed) is { } given)
            throw new ArgumentException($"{given} is for forecasts: add --task forecast, or omit it.");
        if (IsGiven(parsed, _text.Window))
            throw new ArgumentException(
                $"{_text.Window.Name} is for texts and forecasts: omit it, or add --task text, --text COLUMN or --task forecast.");
        if (!isKnown)
            return null;
        throw new ArgumentException(parsed.GetValue(_task) is null
            ? $"--model {RecipeOptions.KindOf(parsed)?.Name} draws new examples, but --data {data} is a series: omit --model, or name other data."
            : $"--data {data} is a series: omit --task, or use --task forecast.");
    }

    // A network that can do one thing alone says what is asked for.
    LearningTask? TaskOf(ParseResult parsed) => Choose(parsed, _task, Enum.GetValues<LearningTask>())
        ?? (RecipeOptions.KindOf(parsed)?.Tasks is [LearningTask.Generate and var only] ? only : null);

    static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    static T? Choose<T>(ParseResult parsed, Option<string?> option, params ReadOnlySpan<T> choices) where T : struct, Enum =>
        parsed.GetValue(option) is { } word ? Choice.Parse(option.Name, word, choices) : null;

    CsvOptions? OptionsOf(ParseResult parsed)
    {
        string[] Names(Option<string?> option) => NamesOf(parsed.GetValue(option) ?? "");

        LearningTask? task = TaskOf(parsed);
        MissingValues missing = Choose(parsed, _missing, MissingValues.Mean, MissingValues.Drop, MissingValues.Indicator) ?? default;
        UnseenValues unseen = Choose(parsed, _unseen, UnseenValues.Refuse, UnseenValues.Other) ?? default;
        DateReading dates = Choose(parsed, _dates, DateReading.DayFirst, DateReading.MonthFirst, DateReading.Off) ?? default;
        string? target = parsed.GetValue(_target);
        return target is null && task is not (LearningTask.Reconstruct or LearningTask.Generate) ? null : new CsvOptions
        {
            Target = target,
            Targets = target is not null && NamesOf(target) is var named && (named.Length > 1 || named is [var one] && one != target) ? named : [],
            QuantityColumns = Names(_quantity),
            Task = task,
            Time = parsed.GetValue(_time),
            CategoryColumns = Names(_category),
            Ignore = Names(_ignore),
            Keep = Names(_keep),
            Missing = missing,
            MissingMarks = parsed.GetValue(_na) is null ? null : Names(_na),
            Unseen = unseen,
            Dates = dates,
            Decimal = CharacterOf(parsed, _decimal),
            Thousands = CharacterOf(parsed, _thousands),
            Separator = CharacterOf(parsed, _separator),
        };
    }

    /// <summary>The separator, the decimal mark and the one between thousands, where they are named.</summary>
    public (char? Separator, char? Point, char? Thousands) MarksOf(ParseResult parsed) =>
        (CharacterOf(parsed, _separator), CharacterOf(parsed, _decimal), CharacterOf(parsed, _thousands));

    /// <summary>The options of <see cref="MarksOf"/>.</summary>
    public IReadOnlyList<Option> Marks => [_separator, _decimal, _thousands];

    // Several may stand behind one option, or behind one each.
    static Option<string?> Targets() => new("--target")
    {
        Description = "The column to predict; several with commas between them are learned together by one network, some of classes and some of "
            + "quantities. (CSV)",
        HelpName = "COLUMN,…",
        Arity = new ArgumentArity(1, 1000),
        CustomParser = result => string.Join(',', result.Tokens.Select(token => token.Value)),
    };

    static Option<string?> Of(string name, string values, string description) =>
        new(name) { Description = $"{description} (CSV)", HelpName = values };

    // A name that holds a comma stands in double quotes, as in the table.
    public static string[] NamesOf(string list)
    {
        List<string> names = [];
        for (int begin = 0; begin < list.Length;)
        {
            bool isQuoted = list[begin] == '"' && list.IndexOf('"', begin + 1) > 0;
            int end = list.IndexOf(',', isQuoted ? list.IndexOf('"', begin + 1) : begin);
            end = end < 0 ? list.Length : end;
            string name = list[begin..end].Trim();
            names.Add(isQuoted && name.EndsWith('"') ? name[1..^1] : name);
            begin = end + 1;
        }
        return [.. names.Where(name => name.Length > 0)];
    }

    static char? CharacterOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        "tab" or "\t" => '	',
        [char single] => single,
        var text => throw new ArgumentException(
            $"{option.Name} must be one character{(option.Name == "--separator" ? " or tab" : "")}, but got '{text}'."),
    };
}
