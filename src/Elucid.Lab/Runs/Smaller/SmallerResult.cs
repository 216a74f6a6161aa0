using System.Globalization;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>A network that was made smaller, and what that costs.</summary>
/// <param name="Settings">What left it.</param>
/// <param name="File">The description of the smaller network.</param>
/// <param name="Network">The smaller network.</param>
/// <param name="Chosen">What it is like.</param>
/// <param name="Points">What it is like beside the whole network and, where there is data, beside others, by the share that left.</param>
/// <param name="BatchRows">Examples of a batch whose prediction was timed.</param>
/// <param name="Data">What it was judged by; null for none.</param>
public sealed record SmallerResult(
    SmallerSettings Settings, ModelFile File, Module Network, SmallerPoint Chosen, IReadOnlyList<SmallerPoint> Points, int BatchRows, StudyData? Data)
{
    // Of times that differ by less nothing is said: the same network gives as much. Eight bits are worth having for their speed from the gain on.
    const double Noise = 0.05, WorthIt = 1.5;

    /// <summary>The seed that divided the rows; null where there is no data.</summary>
    public int? Seed { get; init; }

    /// <summary>The rows that it was judged by; null where there is no data.</summary>
    public int? TestRows { get; init; }

    /// <summary>The network as it was.</summary>
    public SmallerPoint Whole => Points[0];

    /// <summary>What left it: "weights".</summary>
    public string Parts => Settings.Removal == Removal.Units ? "units" : "weights";

    /// <summary>The score that decides.</summary>
    public Metric Deciding => TaskProfile.Of(File.Task).Deciding;

    /// <summary>The score of a network; NaN where there is none.</summary>
    public double ScoreOf(Evaluation? test) => test is null ? double.NaN : Deciding.Of(test) ?? double.NaN;

    /// <summary>A row for each network.</summary>
    public ReportTable ToTable()
    {
        bool isJudged = Data is not null, hasTrained = Settings.Retrain is not null;
        ReportColumn Right(string header, string explanation = "") => new(header, explanation, ColumnAlignment.End);
        ReportColumn[] columns =
        [
            .. Settings.Removal == Removal.Nothing ? Array.Empty<ReportColumn>() : [new("without")],
            .. Settings.IsInt8 ? [Right("bits", "Of a weight of fully connected layers.")] : Array.Empty<ReportColumn>(),
            Right("weights", "That are not 0."), Right("file"),
            .. isJudged && hasTrained ? [Right("as cut", $"The {Deciding.Name} before it trained on.")] : Array.Empty<ReportColumn>(),
            .. isJudged ? [Right(Deciding.ShortName, $"The {Deciding.Name}.")] : Array.Empty<ReportColumn>(),
            Right("one", "The time of a prediction of one example, the median of 15."), Right($"of {BatchRows}", "The same of a batch."),
        ];
        ReportCell Score(Evaluation? test) => new(TextOf(ScoreOf(test)), SortKey: ScoreOf(test));
        ReportRow Row(SmallerPoint point) => new(
        [
            .. Settings.Removal == Removal.Nothing ? Array.Empty<ReportCell>() : [new(Percent(point.Share), Tone(point), SortKey: point.Share)],
            .. Settings.IsInt8 ? [new(point.IsInt8 ? "8" : "32", Tone(point))] : Array.Empty<ReportCell>(),
            new(Format.Count(point.Weights), SortKey: point.Weights), new(Size(point.Bytes), SortKey: point.Bytes),
            .. isJudged && hasTrained ? [Score(point.AsCut ?? point.Test)] : Array.Empty<ReportCell>(),
            .. isJudged ? [Score(point.Test)] : Array.Empty<ReportCell>(), Time(point.OneSeconds), Time(point.BatchSeconds),
        ]);
        return new ReportTable(
            Settings.Removal == Removal.Nothing ? "In floats and in eight bits" : $"Without so many of its {Parts}", columns,
            [.. Points.Select(Row)]);
    }

    CellTone Tone(SmallerPoint point) => point == Chosen ? CellTone.Best : CellTone.Plain;

    /// <summary>What was done to it, as the beginning of a sentence.</summary>
    internal string Doing => Settings switch
    {
        { Removal: Removal.Nothing } => "In eight bits",
        { IsInt8: true } => $"Without {Percent(Settings.Share)} of its {Parts} and in eight bits",
        _ => $"Without {Percent(Settings.Share)} of its {Parts}",
    };

    /// <summary>What was gained and what it costs, in sentences.</summary>
    public IReadOnlyList<string> Sentences =>
    [
        $"{Doing} the file has {Size(Chosen.Bytes)} in place of {Size(Whole.Bytes)}"
            + (Data is null ? "."
                : $", and the {Deciding.Name} is {TextOf(ScoreOf(Chosen.Test))} in place of {TextOf(ScoreOf(Whole.Test))}{OnTheWay}."),
        Settings is { Removal: Removal.Weights, IsInt8: false }
            ? "It is not faster: weights that are 0 are multiplied like others. What makes a network faster is "
                + $"{Spelling.Of(nameof(ModelFile.RemoveUnits))}."
            : $"A prediction of one example takes {Beside(Chosen.OneSeconds, Whole.OneSeconds)}, of {BatchRows} together "
                + Beside(Chosen.BatchSeconds, Whole.BatchSeconds)
                + (Settings.Removal == Removal.Units
                    ? $", with {Format.Percent(Chosen.MultiplyAdds / (double)Whole.MultiplyAdds)} of the multiplications." : "."),
        .. Settings.IsInt8 && !IsFaster ? ["That is not 1.5 times as fast: what eight bits gain here is the size."] : Array.Empty<string>(),
        .. Chosen.BestEpoch == 0 ? ["Training on did not lower the validation loss: the network is as it was cut."] : Array.Empty<string>(),
        .. Data is null ? [NoScore] : Array.Empty<string>(),
    ];

    bool IsFaster => Whole.OneSeconds >= WorthIt * Chosen.OneSeconds || Whole.BatchSeconds >= WorthIt * Chosen.BatchSeconds;

    string OnTheWay => Chosen is { BestEpoch: > 0 and var epoch, AsCut: { } asCut }
        ? $" ({TextOf(ScoreOf(asCut))} as it was cut; the best epoch of training on was {epoch} of {Settings.Retrain}"
            + $"{(File.Committee is null ? "" : ", the latest one of its members")})" : "";

    string NoScore =>
        $"Whether it still answers well is not known: name what it learned from with {Spelling.Of(nameof(RunSettings.Data))}, with the options of "
            + "its training, to see." + (File.Reconstruction?.Threshold is not null || File.Series is not null || File.LeastScore is not null
                ? " What the file says of the errors of its answers is still that of the whole network." : "");

    string TextOf(double score) => double.IsNaN(score) ? "undefined" : Deciding.Text(score);

    static string Beside(double seconds, double whole)
    {
        double ratio = seconds / whole;
        return Math.Abs(ratio - 1) < Noise ? "as long as before"
            : $"{Format.Number(ratio)} times as long as before ({Text(seconds)}, {Text(whole)})";
    }

    static ReportCell Time(double seconds) => new(Text(seconds), SortKey: seconds);

    static string Text(double seconds) => seconds < 1e-5 ? $"{Format.Number(1e6 * seconds)} µs" : Format.Duration(TimeSpan.FromSeconds(seconds));

    /// <summary>A share as it was asked for: "70 %".</summary>
    internal static string Percent(double share) => $"{(100 * share).ToString("0.##", CultureInfo.InvariantCulture)} %";

    /// <summary>A size as programs that show files have it: "105 kB".</summary>
    internal static string Size(long bytes) => bytes < 999_500 ? $"{Format.Number(bytes / 1e3)} kB" : $"{Format.Number(bytes / 1e6)} MB";
}
