using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What the report of a federated run says and shows.</summary>
public static class FederatedReport
{
    const int MostClients = 60;

    /// <summary>The report's content.</summary>
    /// <param name="result">The run; at least one round of it is done.</param>
    /// <param name="command">The command line that runs it again.</param>
    public static ReportModel Of(FederatedResult result, string command)
    {
        FederatedSettings settings = result.Settings;
        return new ReportModel
        {
            Kind = "federated training",
            Title = $"{Format.Count(settings.Clients)} clients learn {result.Data.Name} together",
            Conclusion = Conclusion(result),
            Notice = result.IsComplete ? "" : $"Partial: {result.Rounds.Count} of {settings.Rounds} rounds. Run the command again to go on.",
            Facts =
            [
                new("clients", Format.Count(settings.Clients), settings.Shards == ShardKind.ByLabel ? "each with few of the labels"
                    : "examples at random"),
                new("rounds", Format.Count(result.Rounds.Count), settings.Recipe.Epochs == 1 ? "one pass of each client in a round"
                    : $"{Format.Count(settings.Recipe.Epochs)} passes of each client in a round"),
                new(result.Metric.ShortName, Text(result, Last(result)), "of the server's network on the test data"),
                new("privacy", Budget(result), settings.Noise > 0 ? $"at δ = {Plain(settings.Delta)}, for a whole client" : "no noise was added"),
            ],
            Results = Scores(result),
            Sections = [.. Sections(result)],
            Settings =
            [
                ReportTable.OfPairs("Settings",
                [
                    ("data", settings.Data), ("split", result.Data.SplitRule), .. RecipeTable.Rows(settings.Recipe),
                    ("activation", settings.Activation), ("participation", Format.Percent(settings.Participation)),
                    ("changes are clipped to", settings.ClipUpdates > 0 ? Format.Number(settings.ClipUpdates) : "no norm"),
                    ("noise", settings.Noise > 0 ? $"{Format.Number(settings.Noise)} × that norm" : "none"), ("seed", Format.Count(settings.Seed)),
                ]),
                RunEnvironment.Current.ToTable(),
            ],
            Command = command,
            Notes = Notes(settings),
            Footer = $"Elucid {RunEnvironment.Version}",
        };
    }

    /// <summary>The server's network, the central one and the clients alone, in a table.</summary>
    public static ReportTable Scores(FederatedResult result)
    {
        Metric[] metrics = [.. result.Data.Profile.OfOne(result.File.OutputNames)];
        ReportRow Row(string name, params IReadOnlyList<Evaluation> tests) => new(
        [
            name, .. metrics.Select(metric => tests.Select(metric.Of).OfType<double>().ToArray() is { Length: > 0 } values
                ? new ReportCell(metric.Text(values.Average())) : new ReportCell(Format.Missing)),
        ]);
        return new ReportTable(
            "Test data", [new(""), .. metrics.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End))],
            [Row($"federated, {Format.Count(result.Rounds.Count)} round{(result.Rounds.Count == 1 ? "" : "s")}", result.Rounds[^1].Test)])
        {
            Footer = result.IsComplete
                ? [Row("one network on all examples", result.Central[^1]), Row("each client alone, mean", result.Alone)] : [],
        };
    }

    /// <summary>How the federated network stands to both, and what the noise is worth, in sentences.</summary>
    public static string Conclusion(FederatedResult result)
    {
        bool isVoid = result.Settings.Delta * result.Settings.Clients >= 1;
        string budget = result.Settings.Noise > 0
            ? $" The noise makes it ({Format.Number(result.Rounds[^1].Epsilon)}, {Plain(result.Settings.Delta)})-differentially private for a whole "
                + $"client{(result.Rounds[^1].Epsilon > 10 || isVoid ? ", which promises next to nothing" : "")}"
                + $"{(isVoid ? ": δ must be well below 1 / clients" : "")}." : "";
        if (!result.IsComplete)
            return $"The {result.Metric.Name} of the federated network is {Text(result, Last(result))} so far.{budget}";
        double central = result.Metric.Of(result.Central[^1]) ?? double.NaN;
        string verdict = result.Metric.IsBetter(result.MeanAlone, Last(result))
            ? " The clients do better alone." : "";
        if (result.Rounds.All(round => round.Clients.Count == 0))
            verdict = $" No client took part in any round: raise {Spelling.Of(nameof(FederatedSettings.Participation))}.";
        return $"The {result.Metric.Name} of the federated network is {Text(result, Last(result))}, beside {Text(result, central)} of one network "
            + $"on all examples and {Text(result, result.MeanAlone)}, in the mean, of a client alone.{verdict}{budget}";
    }

    static double Last(FederatedResult result) => result.Metric.Of(result.Rounds[^1].Test) ?? double.NaN;

    static string Text(FederatedResult result, double value) => double.IsNaN(value) ? "undefined" : result.Metric.Text(value);

    static string Budget(FederatedResult result) =>
        result.Settings.Noise > 0 ? $"ε = {Format.Number(result.Rounds[^1].Epsilon)}" : "none";

    static IEnumerable<ReportSection> Sections(FederatedResult result)
    {
        double[] rounds = [.. result.Rounds.Select(round => (double)round.Round)];
        double ScoreOf(Evaluation test) => result.Metric.Of(test) ?? double.NaN;
        double scale = result.Settings.Rounds / (double)Math.Max(1, result.Central.Count);
        List<Series> curves = [new("federated", rounds, [.. result.Rounds.Select(round => ScoreOf(round.Test))]) { Style = new(0) }];
        if (result.IsComplete)
        {
            curves.Add(new(
                "all examples", [.. result.Central.Select((_, pass) => (pass + 1) * scale)], [.. result.Central.Select(ScoreOf)])
            { Style = new(1) });
            curves.Add(new("a client alone", [0, result.Settings.Rounds], [result.MeanAlone, result.MeanAlone]) { Style = new(2) });
        }
        yield return new ReportSection(
            "What does sharing gain, and what does it cost?",
            "All three start from the same weights and see each example as often: the clients together, one network on all examples, and each "
                + "client on its own examples (the mean of their last scores).",
            [
                new LineChart
                {
                    Title = $"{Wording.Capital(result.Metric.Name)} by round",
                    X = new("round"),
                    Y = new(result.Metric.Name) { IsPercent = result.Metric.Scale == MetricScale.Share },
                    Series = curves,
                },
            ]);
        yield return new ReportSection(
            "Do the clients agree?",
            "How far a client moved the weights beside how far the mean moved: 1 where all pull in one direction, more where they pull apart. Each "
                + "dot is a round.",
            [
                new ForestChart
                {
                    Title = "Drift by client",
                    X = new("drift") { IsLogarithmic = true },
                    Rows = [.. Enumerable.Range(0, Math.Min(MostClients, result.Settings.Clients)).Select(client => DriftOf(result, client))],
                    Reference = 1,
                    ReferenceLabel = "all agree",
                },
            ]);
        if (result.Settings.Noise > 0)
            yield return new ReportSection(
                "How is the privacy budget spent?",
                "ε of all rounds so far. Whoever sees every weight that the server ever had can tell whether a certain client took part with odds "
                    + "that change by at most the factor e^ε.",
                [
                    new LineChart
                    {
                        Title = "Privacy budget by round",
                        X = new("round"),
                        Y = new("ε"),
                        Series = [new("ε", rounds, [.. result.Rounds.Select(round => round.Epsilon)]) { Style = new(0) }],
                    },
                ]);
    }

    static ForestRow DriftOf(FederatedResult result, int client)
    {
        double[] drifts = [.. from round in result.Rounds from own in round.Clients.Zip(round.Drifts) where own.First == client select own.Second];
        IReadOnlyList<int> counts = result.Shards[client];
        string labels = result.File.Task == LearningTask.Classification
            ? string.Join(", ", counts.Index().Where(count => count.Item > 0).OrderByDescending(count => count.Item).Take(3)
                .Select(count => result.File.OutputNames[count.Index])) + (counts.Count(count => count > 0) > 3 ? ", …" : "") : "";
        return new ForestRow($"client {client + 1}", drifts.Length == 0 ? double.NaN : drifts.Average(), double.NaN, double.NaN)
        {
            Points = drifts,
            Note = $"{Format.Count(counts.Sum())} examples",
            Detail = labels,
        };
    }

    static string Plain(double delta) => delta.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture);

    static IReadOnlyList<ReportNote> Notes(FederatedSettings settings) =>
    [
        new("what happens here",
            "All clients are simulated in one process on one machine: it shows what such a federation would learn, not that it is set up."),
        new("what is not guaranteed",
            "That data stays secret without noise: changes of weights can give examples away. That clients are honest: one that sends wrong changes "
                + "spoils the network. " + (settings.Noise > 0
                    ? "The budget is that of real noise from a secret source; here it comes from a seeded generator in single precision. The server "
                        + "is trusted to add it. It covers the weights, not what is fitted to all rows together before: the scales of a table's "
                        + "columns. Choices made by test scores are not counted." : "")),
        new("drift", "‖change of a client‖ / ‖change of the server‖ in a round, before noise and after clipping."),
        new("ε and δ",
            "Rényi differential privacy of the Gaussian mechanism with sampled clients (Mironov, Talwar and Zhang 2019), brought to (ε, δ) after "
                + "Canonne, Kamath and Steinke 2020. ε below 1 is strong, above 10 next to nothing; δ must be well below 1 / clients."),
    ];
}
