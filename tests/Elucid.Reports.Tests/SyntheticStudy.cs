namespace Elucid.Reports.Tests;

/// <summary>A report with everything that a study hands over, made of invented but plausible numbers.</summary>
static class SyntheticStudy
{
    const int Epochs = 40, Seeds = 10;

    public static readonly string[] Activations = ["elu", "gelu", "swish", "mish", "selu", "leaky-relu", "relu", "tanh"];

    static readonly IReadOnlyDictionary<string, SeriesStyle> Styles = SeriesStyle.Assign(Activations);

    static readonly double[] EpochNumbers = [.. Enumerable.Range(1, Epochs).Select(e => (double)e)];

    public static ReportModel Model => new()
    {
        Title = "Eight activations on handwritten digits",
        Conclusion = "ELU is ahead of ReLU by 0.62 percentage points of test accuracy (95 % CI 0.31 to 0.93, Holm-corrected p = 0.012); "
            + "between ELU, GELU and Swish these data cannot tell.",
        Notice = "Partial: 78 of 80 trials finished; two SELU runs diverged and are counted as failures.",
        Facts =
        [
            new("Data", "1,797 digits", "1,400 to train, 397 to test"), new("Network", "64-128-128-10", "26,122 parameters"),
            new("Trials", "8 × 10", "activations × seeds"), new("Training", "40 epochs", "Adam, rate 0.001"), new("Time", "6.4 s", "two cores"),
        ],
        Results = Results(),
        Comparisons = Comparisons(),
        Sections =
        [
            new("How fast does each network learn?",
                "Each line is the mean over ten seeds; the band around it holds the true mean in 95 of 100 such studies. "
                + "Where bands overlap, the order of the lines means little.", [Loss(), Accuracy()]),
            new("How good is it in the end?",
                "One dot is one seed. The bar is the 95 % interval of the mean, the large dot the mean itself.", [FinalAccuracy(), Differences()]),
            new("What do the functions look like?",
                "The derivative decides how much of the error reaches the layer below: where it is 0, nothing is learned.",
                [Functions("f", Function), Functions("f′", Derivative)], ChartLayout.Pairs),
            new("Do units die?",
                "A unit is dead when no example of the probe batch gives it a gradient. One small chart per activation, one line per layer.",
                [.. Activations.Select(DeadUnits)], ChartLayout.Multiples),
            new("Where does the gradient go?", "The norm of the gradient by layer, at the end of training.",
                [GradientNorms(), MeanActivation()], ChartLayout.Pairs),
        ],
        Settings =
        [
            ReportTable.OfPairs("Settings", ("Model", "mlp 64-128-128-10"), ("Optimizer", "adam, β₁ 0.9, β₂ 0.999"),
                ("Learning rate", "0.001"), ("Batch", "32"), ("Initialisation", "auto")),
            ReportTable.OfPairs("Environment", ("Runtime", ".NET 10.0.1, linux-x64"),
                ("Processor", "AMD EPYC 9V74, 2 cores, AVX-512"), ("Elucid", "0.1.0")),
            ReportTable.OfPairs("Seeds", ("Study", "1"), ("Trials", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10")),
        ],
        Command = "elucid compare --data digits --model mlp --hidden 128,128 "
            + "--activations elu,gelu,swish,mish,selu,leaky-relu,relu,tanh --seeds 10 --epochs 40",
        Notes =
        [
            new("mean ± half-width", "The mean over the seeds and half the width of its 95 % confidence interval (Student's t). "
                + "If the study were repeated many times, 95 of 100 such intervals would hold the true mean."),
            new("p (Holm)", "How often chance alone would give a difference at least this large if there were none, "
                + "after Holm's correction for asking seven questions at once."),
            new("d_z", "The mean of the paired differences divided by their standard deviation: how large the effect is against its own noise."),
        ],
        Footer = "Written by elucid 0.1.0.",
    };

    static ReportTable Results() => new("Results",
        [
            new("Activation"), new("Test accuracy", "Share of test images classified correctly, mean ± 95 % CI over the seeds.", ColumnAlignment.End),
            new("Epochs to ReLU's loss", "Epochs until the training loss falls below the baseline's final one.", ColumnAlignment.End),
            new("Time per epoch", "Median over all epochs.", ColumnAlignment.End),
            new("Dead units", "Units without a gradient on the probe batch.", ColumnAlignment.End),
            new("Mean activation", "Mean output of the hidden layers.", ColumnAlignment.End),
            new("Gradient ratio", "Gradient norm of the first layer over that of the last.", ColumnAlignment.End),
        ],
        [.. Activations.Select((name, i) => new ReportRow(
            name,
            new ReportCell(Format.PercentInterval(Center(i), 0.0021), i == 0 ? CellTone.Best : name == "selu" ? CellTone.Failed : CellTone.Plain,
                name == "selu" ? "2 of 10 diverged" : "", Center(i)),
            new ReportCell(i == 6 ? "40" : (22 + 2 * i).ToString(), SortKey: 22 + 2 * i),
            new ReportCell(Format.Duration(TimeSpan.FromMilliseconds(11.2 + i * 0.4)), SortKey: i),
            new ReportCell(name.Contains("relu") ? Format.Percent(0.041) : "0 %", SortKey: name.Contains("relu") ? 0.041 : 0),
            new ReportCell(Format.Number(-0.03 + 0.05 * i), SortKey: i), new ReportCell(Format.Number(0.91 - 0.04 * i), SortKey: -i))
        { IsBaseline = name == "relu", Style = Styles[name] })])
    {
        Explanation = "Ranked by test accuracy; every activation saw the same weights, batches and noise.",
    };

    static ReportTable Comparisons() => new("Differences from relu",
        [
            new("Activation"), new("Difference", "Percentage points, paired by seed.", ColumnAlignment.End), new("95 % CI", "", ColumnAlignment.End),
            new("Wilcoxon p (Holm)", "Signed-rank test.", ColumnAlignment.End), new("t-test p (Holm)", "", ColumnAlignment.End),
            new("d_z", "", ColumnAlignment.End), new("Verdict"),
        ],
        [.. Activations.Where(a => a != "relu").Select((name, i) => new ReportRow(name, Format.SignedPoints(0.0062 - 0.0015 * i),
            $"{Format.SignedPoints(0.0031 - 0.0015 * i)} to {Format.SignedPoints(0.0093 - 0.0015 * i)}",
            Format.BarePValue(i == 0 ? 0.012 : 0.1 * i), Format.BarePValue(i == 0 ? 0.0004 : 0.1 * i),
            Format.Number(1.4 - 0.3 * i), i < 2 ? "better" : "cannot tell")
        { Style = Styles[name] })]);

    public static LineChart Loss() => new()
    {
        Title = "Training loss by epoch",
        Caption = "Logarithmic: equal distances are equal ratios.",
        X = new("epoch"),
        Y = new("training loss (cross-entropy)") { IsLogarithmic = true },
        Series = [.. Activations.Select((name, i) =>
            Curve(name, e => (1.9 + 0.1 * i) * Math.Exp(-e / (5.0 + 0.4 * i)) + 0.004 * (1 + i), y => 0.12 * y))],
    };

    static LineChart Accuracy() => new()
    {
        Title = "Test accuracy by epoch",
        Caption = "After epoch 20 the curves hardly part.",
        X = new("epoch"),
        Y = new("test accuracy") { IsPercent = true, Min = 0.85 },
        Series = [.. Activations.Select((name, i) => Curve(name, e => Center(i) - 0.25 * Math.Exp(-e / (3.0 + 0.3 * i)), _ => 0.0025))],
    };

    static Series Curve(string name, Func<double, double> f, Func<double, double> halfWidth)
    {
        var noise = new Random(name.Length * 31 + name[0]);
        double[] y = [.. EpochNumbers.Select(e => f(e) * (1 + 0.004 * (noise.NextDouble() - 0.5)))];
        return new(name, EpochNumbers, y, [.. y.Select(v => v - halfWidth(v))], [.. y.Select(v => v + halfWidth(v))]) { Style = Styles[name] };
    }

    public static ForestChart FinalAccuracy() => new()
    {
        Title = "Final test accuracy",
        Caption = "The dashed line is the baseline's mean.",
        X = new("test accuracy") { IsPercent = true },
        Reference = Center(6),
        ReferenceLabel = "relu",
        Rows = [.. Activations.Select((name, i) => Row(name, Center(i), 0.0021, Format.PercentInterval(Center(i), 0.0021), points: true))],
    };

    static ForestChart Differences() => new()
    {
        Title = "Difference from relu, paired by seed",
        Caption = "An interval that holds 0 cannot tell the two apart.",
        X = new("percentage points"),
        Reference = 0,
        ReferenceLabel = "no difference",
        Rows = [.. Activations.Where(a => a != "relu").Select((name, i) =>
            Row(name, 0.62 - 0.15 * i, 0.31, Format.Interval(0.62 - 0.15 * i, 0.31), points: false))],
    };

    static ForestRow Row(string name, double mean, double half, string note, bool points)
    {
        var noise = new Random(name.Length);
        return new(name, mean, mean - half, mean + half)
        {
            // Accuracies on 397 images are multiples of 1/397: several seeds agree exactly.
            Points = points ? [.. Enumerable.Range(0, Seeds).Select(_ => Math.Round((mean + 0.012 * (noise.NextDouble() - 0.5)) * 397) / 397)] : [],
            Note = note,
            Style = Styles[name],
        };
    }

    public static LineChart Functions(string symbol, Func<string, double, double> f)
    {
        double[] x = [.. Enumerable.Range(0, 201).Select(i => -5 + i / 20.0)];
        return new()
        {
            Title = symbol == "f" ? "The functions f" : "Their derivatives f′",
            X = new("x"),
            Y = new(symbol + "(x)") { Min = symbol == "f" ? -2.2 : null, Max = symbol == "f" ? 3 : null },
            Series = [.. Activations.Select(name => new Series(name, x, [.. x.Select(v => f(name, v))]) { Style = Styles[name] })],
        };
    }

    public static double Function(string name, double x) => name switch
    {
        "elu" => x >= 0 ? x : Math.Exp(x) - 1,
        "selu" => 1.0507 * (x >= 0 ? x : 1.67326 * (Math.Exp(x) - 1)),
        "relu" => Math.Max(x, 0),
        "leaky-relu" => x >= 0 ? x : 0.01 * x,
        "tanh" => Math.Tanh(x),
        "gelu" => 0.5 * x * (1 + Math.Tanh(0.7978845608 * (x + 0.044715 * x * x * x))),
        "mish" => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        _ => x / (1 + Math.Exp(-x)),
    };

    public static double Derivative(string name, double x) => (Function(name, x + 1e-5) - Function(name, x - 1e-5)) / 2e-5;

    static LineChart DeadUnits(string name) => new()
    {
        Title = name,
        X = new("epoch"),
        Y = new("dead units") { IsPercent = true, Min = 0, Max = 0.1 },
        Series = [.. Enumerable.Range(1, 2).Select(layer => new Series($"hidden {layer}", EpochNumbers,
            [.. EpochNumbers.Select(e => name.Contains("relu") ? 0.07 * (1 - Math.Exp(-e / 12)) * layer / 2 : 0)]) { Style = new(layer) })],
    };

    static LineChart GradientNorms() => new()
    {
        Title = "Gradient norm by layer",
        X = new("layer") { Categories = ["hidden 1", "hidden 2", "output"] },
        Y = new("gradient norm") { IsLogarithmic = true },
        Series = [.. Activations.Select((name, i) =>
            new Series(name, [0, 1, 2], [0.02 + 0.01 * i, 0.04 + 0.008 * i, 0.11]) { Style = Styles[name] })],
    };

    static LineChart MeanActivation() => new()
    {
        Title = "Mean activation by epoch, first hidden layer",
        X = new("epoch"),
        Y = new("mean activation"),
        Series = [.. Activations.Select((name, i) => Curve(name, e => (-0.05 + 0.07 * i) * (1 - Math.Exp(-e / 6)), _ => 0.02))],
    };

    static double Center(int rank) => 0.9788 - 0.0011 * rank;
}
