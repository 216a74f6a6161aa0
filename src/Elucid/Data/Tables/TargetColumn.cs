namespace Elucid;

/// <summary>What the column to predict is: classes, or a quantity.</summary>
internal abstract class TargetColumn
{
    /// <summary>More different values than these are no classes.</summary>
    public const int MostClasses = 10_000;

    const int ManyClasses = 100, MostWholeNumbers = 20;

    /// <summary>What is learned of it.</summary>
    public abstract LearningTask Task { get; }

    /// <summary>What the summary calls it, as columns of features.</summary>
    public abstract string Kind { get; }

    /// <summary>The classes in the order of their labels; empty for a quantity.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>What is subtracted from a quantity.</summary>
    public virtual double Offset => 0;

    /// <summary>How a quantity is written; null for classes.</summary>
    public virtual NumericColumn? Numbers => null;

    /// <summary>The weakest mark that means a missing value here.</summary>
    public abstract MissingMark Missing { get; }

    /// <summary>What it is, for the summary.</summary>
    public abstract string Description { get; }

    /// <summary>The label of a class that was seen, or a quantity less the offset.</summary>
    public abstract bool TryRead(ReadOnlySpan<char> field, out float value);

    /// <summary>It as one of several targets.</summary>
    public TargetInfo ToTarget(string name) => new(name, ClassNames) { Offset = Offset, Numbers = Numbers };

    /// <summary>What the dataset holds of the values that were read.</summary>
    public abstract Answers ToAnswers(float[] values, CsvSchema schema);

    /// <summary>Whether a row is of no use without a value of it.</summary>
    public virtual bool IsLearned => true;

    /// <summary>Decides what the target is; a guess is noted with its reason.</summary>
    /// <param name="scan">What was seen of its column; null where there is none.</param>
    /// <param name="table">The table.</param>
    public static TargetColumn Fit(ColumnScan? scan, TableContext table) =>
        table.Options.Task is { } task && task.IsOfRows() ? UnlearnedTarget.Of(task, scan) : FitLearned(scan!, table);

    static TargetColumn FitLearned(ColumnScan scan, TableContext table)
    {
        if (table.Options.Task is { } task and not (LearningTask.Classification or LearningTask.Regression or LearningTask.Several))
            throw new ArgumentException(
                $"A table's rows are for classification or regression, but {Spelling.Of(nameof(CsvOptions.Task), task)} was asked for"
                    + $"{(task == LearningTask.Forecast ? $": series are read by {Spelling.Of(nameof(SeriesReader.Read))}" : "")}.");
        bool? asksForClasses = table.Options.QuantityColumns.Contains(scan.Name) ? false
            : table.Options.Task is { } asked and not LearningTask.Several ? asked == LearningTask.Classification : null;
        string name = Excerpt.Of(scan.Name);
        if (scan.Present + scan.WeakCount == 0)
            throw new DataFormatException($"'{table.Path}': expected values in target column '{name}', but all are missing. Choose another target.");
        if (scan.IsNamedCategory)
            return asksForClasses == false
                ? throw new DataFormatException($"'{table.Path}': expected target column '{name}' to be a category or a quantity, but it is named a "
                    + "category and regression is chosen. Drop one of the two.")
                : OfTexts(scan, table);
        bool isNumeric = NumericKind.Instance.Refusal(scan, table) is null;
        if (!isNumeric)
            return asksForClasses == false
                ? throw new DataFormatException(
                    $"'{table.Path}': expected numbers in target column '{name}' for regression, but they are text. Choose "
                    + "classification.")
                : OfTexts(scan, table);

        NumberFormat format = NumericKind.Format(scan, table);
        NumberStats stats = scan.Numbers.Of(format);
        Dictionary<double, List<string>> spellings = [];
        foreach (string text in scan.Counts.Keys)
        {
            double number = format.Parse(text);
            if (!spellings.TryAdd(number, [text]))
                spellings[number].Add(text);
        }
        int distinct = spellings.Count;
        bool areClasses = asksForClasses
            ?? (stats.AreWhole && !scan.TooMany && distinct <= MostWholeNumbers && (2 * distinct <= scan.Present || distinct == 1));
        if (asksForClasses is null && stats.AreWhole)
            table.Notes.Add(
                $"Target {name}: {(scan.TooMany ? "more than " : "")}{distinct:N0} different whole number{(distinct == 1 ? "" : "s")} in "
                    + $"{scan.Present:N0} "
                + (areClasses ? $"rows, taken for classes. If they are quantities, use {AskingForQuantity(scan, table)}."
                    : $"rows, taken for a quantity (regression). If they are classes, use {AskingForClasses(scan, table)}."));
        if (areClasses)
            return OfNumbers(scan, spellings, table);
        NumberOffset offset = NumberOffset.Of(scan, format);
        offset.Tell(scan.Name, table.Notes);
        return new Quantity(
            new NumericColumn(scan.Name, format, offset.Value, [], hasIndicator: false), $"target: {Shown(stats.Low)} to {Shown(stats.High)}");
    }

    // Of several targets each is asked for by itself.
    static string AskingForQuantity(ColumnScan scan, TableContext table) => table.Options.Targets.Count == 0 ? Asking(LearningTask.Regression)
        : Spelling.OfList(nameof(CsvOptions.QuantityColumns), [Excerpt.Of(scan.Name)]);

    static string AskingForClasses(ColumnScan scan, TableContext table) => table.Options.Targets.Count == 0 ? Asking(LearningTask.Classification)
        : Spelling.OfList(nameof(CsvOptions.CategoryColumns), [Excerpt.Of(scan.Name)]);

    static string Asking(LearningTask task) => Spelling.Of(nameof(CsvOptions.Task), task);

    static string Shown(double number) =>
        number.ToString(Math.Abs(number) is 0 or (>= 0.001 and < 1e15) ? "#,0.####" : "G6", System.Globalization.CultureInfo.InvariantCulture)
            .Replace('-', '−');

    static Classes OfTexts(ColumnScan scan, TableContext table)
    {
        CategoryKind.TellOfNumbers(scan, table);
        string[] classes = scan.Texts();
        RequireClasses(scan, classes, table, "If it identifies rows, choose another target.");
        foreach (string[] alike in LookAlikes.Of(classes))
            table.Notes.Add(
                $"Target {Excerpt.Of(scan.Name)}: {LookAlikes.Quoted(alike)} are {alike.Length} classes, {LookAlikes.Difference}. Write them alike if "
                    + "they are one.");
        return new Classes(
            classes, classes.Index().ToDictionary(c => c.Item, c => c.Index), scan.IsNamedCategory ? MissingMark.Certain : MissingMark.Plain);
    }

    // 1, 01, +1 and 1.0 are one class; it has the name that is written where all rows write it alike.
    static Classes OfNumbers(ColumnScan scan, Dictionary<double, List<string>> spellings, TableContext table)
    {
        double[] numbers = [.. spellings.Keys.Order()];
        string[] classes = [.. numbers.Select(number => spellings[number] is [string only] ? only : $"{number}")];
        RequireClasses(
            scan, classes, table, $"If it is a quantity, choose regression ({AskingForQuantity(scan, table)}).");
        Dictionary<string, int> labels = [];
        for (int label = 0; label < classes.Length; label++)
            foreach (string text in spellings[numbers[label]])
                labels.Add(text, label);
        if (numbers.Select(number => spellings[number]).FirstOrDefault(texts => texts.Count > 1) is { } several)
            table.Notes.Add(
                $"Target {Excerpt.Of(scan.Name)}: numbers that are written differently are one class ({Excerpt.Of(several, most: 4)}). If they are "
                + $"names, use {Spelling.OfList(nameof(CsvOptions.CategoryColumns), [Excerpt.Of(scan.Name)])}.");
        return new Classes(classes, labels, MissingMark.Weak);
    }

    static void RequireClasses(ColumnScan scan, string[] classes, TableContext table, string advice)
    {
        string name = Excerpt.Of(scan.Name);
        int rows = scan.Present + scan.WeakCount;
        if (classes.Length == 1)
            throw new DataFormatException($"'{table.Path}': expected at least two classes in target column '{name}', but all {rows} rows say "
                + $"'{Excerpt.Of(classes[0])}'. Choose another target or add rows of other classes.");
        if (scan.TooMany)
            throw new DataFormatException(
                $"'{table.Path}': expected at most {MostClasses} classes in target column '{name}', but there are more. {advice}");
        if (table.Options.Task is null && (classes.Length > ManyClasses || 2 * classes.Length > rows))
            table.Notes.Add($"Target {name}: {classes.Length:N0} different values in {rows:N0} rows are taken for classes. {advice}");
    }

    sealed class Classes(string[] names, Dictionary<string, int> labels, MissingMark missing) : TargetColumn
    {
        public override LearningTask Task => LearningTask.Classification;

        public override string Kind => "category";

        public override IReadOnlyList<string> ClassNames => names;

        public override MissingMark Missing => missing;

        public override string Description => $"target: {names.Length} classes: {Excerpt.Of(names, most: 4)}";

        public override bool TryRead(ReadOnlySpan<char> field, out float value)
        {
            bool isKnown = labels.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(field, out int label);
            value = label;
            return isKnown;
        }

        public override Answers ToAnswers(float[] values, CsvSchema schema) => new ClassLabels([.. values.Select(label => (int)label)], names);
    }

    sealed class Quantity(NumericColumn column, string description) : TargetColumn
    {
        public override LearningTask Task => LearningTask.Regression;

        public override string Kind => "number";

        public override double Offset => column.Offset;

        public override NumericColumn? Numbers => column;

        public override MissingMark Missing => column.Missing;

        public override string Description => description;

        public override bool TryRead(ReadOnlySpan<char> field, out float value)
        {
            value = 0;
            return column.Encode(field, new Span<float>(ref value)) is null;
        }

        public override Answers ToAnswers(float[] values, CsvSchema schema) => new Quantities(values, [schema.Target]);
    }
}
