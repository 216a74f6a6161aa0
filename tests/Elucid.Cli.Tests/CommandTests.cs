using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elucid.Lab;

namespace Elucid.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    static CancellationToken Cancelled => new(canceled: true);

    [Fact]
    public void Train_shows_epochs_on_the_error_stream_and_the_result_on_the_output()
    {
        Outcome outcome = _tool.Run(_tool.Train());

        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Matches(
            @"accuracy +balanced accuracy +macro F1 +AUC +log loss *\n─+\n +best epoch, \d +[\d.]+ % +[\d.]+ % +[\d.]+ +[\d.]+ +[\d.]+ *\n"
                + @" +most frequent class +[\d.]+ % +33\.3 % +[\d.]+ +0\.500 +[\d.]+ *\n +logistic regression .+\n *\n"
                + @"(.+\.\n)*Report: .*report\.html\nModel: .*model\.safetensors\n$", outcome.Output);
        Assert.Matches(
            "^epoch,training_loss,validation_loss,validation_accuracy,validation_rmse,validation_r2,validation_balanced_accuracy,validation_f1,"
                + "validation_macro_f1,validation_auc,validation_mae,learning_rate,seconds\n"
                + @"1,[\d.]+,[\d.]+,[\d.]+,,,[\d.]+,,[\d.]+,[\d.]+,,", File.ReadAllText(Path.Combine(_tool["run"], "history.csv")));
        Assert.Contains("epoch   3/3  loss ", outcome.Error);
        Assert.Contains("Linear(2 → 8)", outcome.Error);
        Assert.Matches(@"\nNext: elucid predict .*model\.safetensors DATA\n      elucid export .*model\.safetensors --onnx FILE\n$", outcome.Error);
        Assert.Equal("", _tool.Run(_tool.Train("--resume", "--quiet")).Error);
    }

    [Fact]
    public void Network_that_always_says_no_is_told_that_it_learned_nothing()
    {
        // One "yes" in 32 rows, and features that tell nothing of it.
        File.WriteAllText(
            _tool["noise.csv"],
            "x,y\n" + string.Concat(Enumerable.Range(0, 640).Select(i => $"{i * 7919 % 641 * 0.37},{(i % 32 == 5 ? "yes" : "no")}\n")));
        string[] options = ["--data", _tool["noise.csv"], "--target", "y", "--epochs", "2", "--quiet"];
        Outcome trained = _tool.Run(["train", .. options, "--out", _tool["model"]]);
        Outcome compared = _tool.Run(["compare", .. options, "--activations", "elu,relu", "--seeds", "2", "--out", _tool["study"]]);

        Assert.Contains(
            "\nThe network learned nothing that shows in the test accuracy: 96.9 % is no better than always answering with the most frequent class "
                + "(test accuracy 96.9 %).\n", trained.Output);
        Assert.Contains(
            "No network learned anything that shows in the test accuracy: all are no better than always answering with the most frequent class "
                + "(test accuracy 96.9 %).", compared.Output.ReplaceLineEndings(" "));
        Assert.Contains("2 of 2 failed", compared.Output);
    }

    [Fact]
    public void Train_that_is_cancelled_at_once_can_be_started_again()
    {
        Outcome outcome = _tool.Run(Cancelled, _tool.Train("--quiet"));

        Assert.Equal(new Outcome(ExitCode.Cancelled, "", "Stopped before the first epoch was done: there is nothing to resume.\n"), outcome);
        Assert.Equal(ExitCode.Done, _tool.Run(_tool.Train("--quiet")).ExitCode);
    }

    [Fact]
    public void Train_that_diverges_fails_with_advice()
    {
        Outcome outcome = _tool.Run([.. _tool.Train("--quiet", "--optimizer", "sgd").Select(a => a == "0.01" ? "1e20" : a)]);

        Assert.Equal((ExitCode.Failed, ""), (outcome.ExitCode, outcome.Output));
        Assert.Matches(
            @"^elucid: diverged at epoch 1, step \d+; first non-finite: .+\. Try a smaller --lr, --warmup or --clip-norm\.\n$", outcome.Error);
    }

    [Fact]
    public void Predict_writes_CSV_to_the_output_or_a_file()
    {
        _tool.Run(_tool.Train("--quiet"));
        string model = Path.Combine(_tool["run"], "model.safetensors");
        Outcome printed = _tool.Run("predict", model, _tool["tiny.csv"]),
            written = _tool.Run("predict", model, _tool["tiny.csv"], "--out", _tool["p.csv"]);

        Assert.Equal((ExitCode.Done, ""), (printed.ExitCode, printed.Error));
        Assert.StartsWith("row,prediction,p(cat),p(cow),p(dog)\n1,", printed.Output);
        Assert.Equal(new Outcome(ExitCode.Done, "", ""), written);
        Assert.Equal(printed.Output, File.ReadAllText(_tool["p.csv"]));
    }

    [Fact]
    public void Predict_goes_past_rows_that_it_cannot_read_unless_it_is_strict()
    {
        _tool.Run(_tool.Train("--quiet"));
        string model = Path.Combine(_tool["run"], "model.safetensors"), data = _tool.Write("new.csv", "y;x\n1.5;0.5\nmany;1\n2;\n");
        Outcome patient = _tool.Run("predict", model, data), strict = _tool.Run("predict", model, data, "--strict");

        string first = $"'{data}', line 3, column 'y': expected a finite number, but got 'many'. Correct the value.\n";
        Assert.Equal(ExitCode.Done, patient.ExitCode);
        Assert.Matches("^row,prediction,.*\n1,[a-z]+,.*\n2,,,,\n3,,,,\n$", patient.Output);
        Assert.Equal(
            $"{first}'{data}', line 4, column 'x': expected a value, but it is missing. Fill it in, or retrain with --missing mean or --missing "
                + $"indicator.\n"
                + "2 of 3 rows could not be read and have an empty prediction. Use --strict to stop at the first.\n", patient.Error);
        Assert.Equal(new Outcome(ExitCode.Failed, "", $"elucid: {first}"), strict);
    }

    [Fact]
    public void A_name_that_holds_a_comma_stands_in_quotes()
    {
        string data =
            _tool.Write("prices.csv",
                "\"price, EUR\",id,x,kind\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i * i % 7},{i},{i % 5},{"ab"[i % 2]}\n")));
        Outcome outcome =
            _tool.Run("train", "--data", data, "--target", "kind", "--ignore", "id,\"price, EUR\"", "--epochs", "1", "--hidden", "2", "--out",
                _tool["run"]);
        Assert.Contains(
            "\nprice, EUR                 –        –  left out: --ignore\nid                         –        –  left out: --ignore\n",
            outcome.Error);
    }

    [Fact]
    public void Predict_says_which_answers_it_cannot_judge()
    {
        _tool.Run(_tool.Train("--quiet"));
        string model = Path.Combine(_tool["run"], "model.safetensors"), known = TrainedModel.Load(model).File.OutputNames[0];
        string data = _tool.Write("new.csv", $"x,y,{TrainedModel.Load(model).File.Table!.Target}\n1,2,{known}\n1,2,\n1,2,unheard\n");
        Outcome outcome = _tool.Run("predict", model, data, "--score");
        Assert.Contains("1 of 3 rows", outcome.Output + outcome.Error);
        Assert.Contains("1 row has an answer that the model cannot give, such as 'unheard' in row 3: it is not judged.", outcome.Error);
    }

    [Fact]
    public void Predict_counts_one_as_one()
    {
        _tool.Run(_tool.Train("--quiet", "--missing", "mean"));
        string model = Path.Combine(_tool["run"], "model.safetensors"), data = _tool.Write("new.csv", "x,y\n,1.5\n1,many\n2,1\n");
        Assert.Equal(
            $"1 missing value was taken for the mean of training.\n'{data}', line 3, column 'y': expected a finite number, but got 'many'. Correct "
                + $"the value.\n"
                + "1 of 3 rows could not be read and has an empty prediction. Use --strict to stop at the first.\n",
                    _tool.Run("predict", model, data).Error);
    }

    [Fact]
    public void What_is_said_of_columns_fits_a_terminal_and_is_broken_between_words()
    {
        string data = _tool.Write("table.csv", "name;one;\"size of it\";kind\n"
            + string.Concat(
                Enumerable.Range(0, 30).Select(i => $"n{i};7;{i % 9},{i % 7}5;{new[] { "drizzle", "fog", "rain", "snow", "sun" }[i % 5]}\n")));
        Screen screen = new(80);
        ElucidCommand.Run(
            ["train", "--data", data, "--target", "kind", "--epochs", "1", "--hidden", "2", "--out", _tool["run"]],
            new Terminal(screen.Console, screen.Console, IsLive: true), new Interruption(CancellationToken.None));
        Assert.StartsWith(
            """
            table: 30 rows, 4 columns, separated by ';'

            column      kind      values  missing  becomes
            name                      30        –  left out: 30 different texts
            one                        1        –  left out: one value
            size of it  number        30        –  1 feature
            kind        category       5        –  target: 5 classes: drizzle, fog, rain, …

            Fields are separated by ';'. Use --separator to overrule.
            name (30 different texts): left out, as texts that are nearly one per row teach
              nothing about others. Use --keep COLUMN to keep one.
            one: holds one value in all rows and is left out. Use --keep COLUMN to keep it.
            size of it ('0,05' is 0.05): numbers are read with --decimal ",". Use --decimal
              or --thousands to overrule.

            layer
            """.ReplaceLineEndings("\n"), screen.Text);
        Assert.All(screen.Text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Train_tells_unix_seconds_apart_and_reads_the_target_in_its_own_units()
    {
        string times =
            _tool.Write("times.csv",
                "ts,late\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{1700000000 + (i % 60)},{(i % 60 < 30 ? "no" : "yes")}\n")));
        Outcome outcome =
            _tool.Run("train", "--data", times, "--target", "late", "--epochs", "40", "--lr", "0.01", "--hidden", "16", "--out", _tool["times"],
                "--quiet");
        Assert.Matches(@"best epoch, \d+ +(100|98\.3) %", outcome.Output);
        Assert.Equal("ts (1700000030): numbers are counted from there, as so far from 0 float32 cannot tell them apart.\n"
            + "ts: looks like a time, but test rows are drawn at random. Where rows follow one another, a network then learns from what came "
            + "after them: "
            + "use --split time to test on the last fifth, or --split random if they do not.\n", outcome.Error);
        string model = Path.Combine(_tool["times"], "model.safetensors");
        Assert.Matches("\n1,no,.*\n2,yes,", _tool.Run("predict", model, _tool.Write("new.csv", "ts\n1700000000\n1700000059\n")).Output);

        string large =
            _tool.Write("large.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * 0.01},{100000000 + (i * 0.25)}\n")));
        outcome = _tool.Run(
            "train", "--data", large, "--target", "y", "--epochs", "60", "--lr", "0.01", "--hidden", "16", "--out", _tool["large"], "--quiet");
        Assert.Matches(@"best epoch, \d+ +[\d.]+ +(1\.000|0\.99)", outcome.Output);
        Assert.Matches(
            "\n1,1000000(2|3)\\d\\.",
            _tool.Run("predict", Path.Combine(_tool["large"], "model.safetensors"), _tool.Write("new.csv", "x\n1\n")).Output);
    }

    [Fact]
    public void Series_are_split_by_time_if_asked_for_and_the_report_says_so()
    {
        string series =
            _tool.Write("series.csv",
                "day,x,y\n" + string.Concat(
                    Enumerable.Range(0, 100).Select(i => $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{i % 7},{i % 5}.5\n")));
        string[] options = ["--data", series, "--target", "y", "--epochs", "1", "--hidden", "8", "--quiet", "--split", "time"];
        Outcome trained = _tool.Run(["train", .. options, "--out", _tool["model"]]),
            compared = _tool.Run(["compare", .. options, "--activations", "elu,relu", "--seeds", "2", "--out", _tool["study"]]);

        const string Rule =
            "the last fifth of the rows by day is test data, the same for all seeds, which differ in initial weights and the order of examples "
                + "only; standardised with the training part";
        Assert.Equal((ExitCode.Done, ExitCode.Done), (trained.ExitCode, compared.ExitCode));
        Assert.EndsWith($"day: taken for the time that orders the rows. Use --time COLUMN to overrule.\nSplit: {Rule}.\n", trained.Error);
        Assert.Contains(Rule, File.ReadAllText(Path.Combine(_tool["study"], "report.html")));
        Assert.Contains(Rule, File.ReadAllText(Path.Combine(_tool["study"], "results.json")));
    }

    [Fact]
    public void Activations_are_listed_described_and_drawn()
    {
        Outcome list = _tool.Run("activations"), one = _tool.Run("activations", "elu:alpha=0.5", "--plot", "--ascii");

        Assert.Equal((ExitCode.Done, ""), (list.ExitCode, list.Error));
        Assert.All(ActivationCatalog.All, info => Assert.Contains($" {info.Name} ", list.Output));
        Assert.Contains("arXiv:1511.07289", list.Output);
        Assert.Contains("elu:alpha=0.5", one.Output);
        Assert.Contains("0.5; the value −α", one.Output);
        Assert.Contains("finite and at least 0", one.Output);
        Assert.True(one.Output.Split('\n').Length > 25, "expected a drawing");
    }

    [Fact]
    public void Help_says_why_rates_are_tuned()
    {
        Outcome help = _tool.Run("compare", "--help");

        Assert.Equal((ExitCode.Done, ""), (help.ExitCode, help.Error));
        Assert.Contains("with one rate for all a comparison mostly tells whom that rate suits", help.Output);
        Assert.Contains("--threads <N>", help.Output);
    }

    [Theory]
    [InlineData("compare", "--seed <N>", 0)]
    [InlineData("train", "--seed <N>", 0)]
    [InlineData("compare", "--warmup <N>", 0)]
    [InlineData("train", "--patience <N>", 0)]
    [InlineData("verify", "--stride <N>", 1)]
    public void Help_shows_defaults(string command, string option, int value) =>
        Assert.Matches($@"{Regex.Escape(option)} .*\[default: {value}\]\n", _tool.Run(command, "--help").Output);

    public static TheoryData<string> Commands
    {
        get
        {
            using StringWriter nowhere = new();
            return [.. Of(ElucidCommand.Create([], Terminal.Of(nowhere, nowhere), new Interruption(CancellationToken.None)), "")];

            static IEnumerable<string> Of(Command command, string path) =>
                command.Subcommands.SelectMany(child => Of(child, $"{path}{child.Name} ").Prepend($"{path}{child.Name}"));
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_has_help_for_those_who_do_not_know_yet_what_it_requires(string command)
    {
        Outcome help = _tool.Run([.. command.Split(' '), "--help"]);
        Assert.Equal((ExitCode.Done, ""), (help.ExitCode, help.Error));
        Assert.Contains($"{command.Split(' ')[^1]} ", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_shows_in_brackets_what_may_be_omitted()
    {
        string text = _tool.Run("--help").Output;

        Assert.Contains("  activations [NAME]      Lists", text);
        Assert.Contains("  export <MODEL>          Writes", text);
        Assert.Contains(" activations [NAME] [options]\n", _tool.Run("activations", "--help").Output);
    }

    [Fact]
    public void Tool_alone_shows_its_help()
    {
        Outcome outcome = _tool.Run();

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Error));
        Assert.All(new[] { "compare", "train", "predict", "activations" }, command => Assert.Contains(command, outcome.Output));
    }
}
