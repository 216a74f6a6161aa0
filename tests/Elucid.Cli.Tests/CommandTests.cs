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
    public void Compare_prints_results_and_keeps_progress_apart()
    {
        Outcome outcome = _tool.Run(_tool.Compare());

        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        foreach (string expected in new[] { "relu (baseline)", "test accuracy", "Against relu", "p (Wilcoxon)",
            $"Report: {Path.Combine(_tool["study"], "report.html")}" })
            Assert.Contains(expected, outcome.Output);
        Assert.StartsWith("tiny: 90 rows, 3 columns, separated by ','\n", outcome.Error);
        Assert.Contains("\nkind    category       3        –  target: 3 classes: cat, cow, dog\n\n0/4 trials, ", outcome.Error);
        Assert.DoesNotContain("trials,", outcome.Output);
        Assert.DoesNotContain('\u001b', outcome.Output + outcome.Error);
        Assert.True(File.Exists(Path.Combine(_tool["study"], "results.json")));
    }

    [Fact]
    public void Compare_can_print_JSON_alone()
    {
        Outcome outcome = _tool.Run(_tool.Compare("--json", "--quiet"));
        using JsonDocument json = JsonDocument.Parse(outcome.Output);

        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal("elucid-study/1", json.RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public void Compare_runs_stored_trials_no_second_time()
    {
        _tool.Run(_tool.Compare("--quiet"));
        string trials = Path.Combine(_tool["study"], "trials.jsonl");
        int lines = File.ReadLines(trials).Count(line => line.Length > 0);
        Outcome again = _tool.Run(_tool.Compare("--quiet"));

        Assert.Equal((4, 4), (lines, File.ReadLines(trials).Count(line => line.Length > 0)));
        Assert.Equal(ExitCode.Done, again.ExitCode);
    }

    [Fact]
    public void Parts_are_merged_into_the_whole()
    {
        string Hash(string directory) => JsonDocument.Parse(File.ReadAllText(Path.Combine(_tool[directory], "results.json")))
            .RootElement.GetProperty("resultHash").GetString()!;
        string[] To(string directory, params string[] more) =>
            [.. _tool.Compare("--quiet").Select(a => a == _tool["study"] ? _tool[directory] : a), .. more];
        _tool.Run(To("study"));
        foreach (string part in new[] { "1", "2" })
            Assert.StartsWith(
                $"Part {part} of 2 is finished: 2 trials in '{_tool[part]}'. When all parts are, `elucid merge`",
                _tool.Run(To(part, "--shard", $"{part}/2")).Output);
        Outcome merged = _tool.Run("merge", _tool["1"], _tool["2"], "--out", _tool["whole"]);
        Assert.Equal((ExitCode.Done, ""), (merged.ExitCode, merged.Error));
        Assert.StartsWith($"{_tool["1"]}: 2 trials, 2 of them new.\n{_tool["2"]}: 2 trials, 2 of them new.\n", merged.Output);
        _tool.Run(To("whole"));
        Assert.Equal(4, File.ReadLines(Path.Combine(_tool["whole"], "trials.jsonl")).Count());
        Assert.Equal(Hash("study"), Hash("whole"));
    }

    [Fact]
    public void Seeds_are_taken_by_a_rule_and_what_is_open_is_said()
    {
        string[] Arguments(string seeds, params string[] more) =>
            [.. _tool.Compare("--quiet").Select((word, i) => word == "2" && i == 8 ? seeds : word), .. more];
        Outcome outcome = _tool.Run(Arguments("auto:12"));
        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("corrected for 2 looks; 12 seeds", outcome.Output);
        Assert.Matches("What is open against relu, (some|more than) [0-9,]+ seeds would decide in 80 % of studies", outcome.Output);
        Assert.Equal(24, File.ReadLines(Path.Combine(_tool["study"], "trials.jsonl")).Count());
        void Refuses(string sentence, string seeds, params string[] more) =>
            Assert.Equal(new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), _tool.Run(Arguments(seeds, more)));
        Refuses("--seeds auto must look again after its first 10 seeds, but got at most 9.", "auto:9");
        Refuses("--seeds auto must be a whole number up to 2147483647, but got 'x'.", "auto:x");
        Refuses("--seeds must be a whole number up to 2147483647, but got 'many'.", "many");
        Refuses(
            "--seeds auto and --shard contradict each other: the one looks at all seeds together, the other runs a part of them. Use one of them.",
            "auto", "--shard", "1/2");
    }

    [Fact]
    public void Scores_that_were_measured_elsewhere_are_compared()
    {
        string csv = _tool.Write(
            "scores.csv",
                "arm;seed;score\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"relu;{i};0,8{i}\nelu;{i};0,9{i * i % 7}\n")) + "elu;9;1\n");
        Outcome outcome = _tool.Run("compare", "--results", csv, "--better", "higher", "--metric", "F1", "--out", _tool["scores"]);
        Assert.Equal(
            (ExitCode.Done, "relu has no score on seed 9, so it is left out for all arms. If a run failed there, give it the score of guessing.\n"),
            (outcome.ExitCode, outcome.Error));
        Assert.Contains("elu wins: its F1 is ", outcome.Output);
        Assert.Contains($"Data:   {_tool["scores"]}/results.json, plots/", outcome.Output);
        Assert.True(File.Exists(Path.Combine(_tool["scores"], "report.html")));
        outcome = _tool.Run("compare", "--results", csv, "--better", "lower", "--json", "--overwrite", "--out", _tool["scores"]);
        Assert.Equal("relu", JsonDocument.Parse(outcome.Output).RootElement.GetProperty("arms")[0].GetProperty("name").GetString());

        void Refuses(string sentence, params string[] more) => Assert.Equal(
            new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), _tool.Run(["compare", "--out", _tool["other"], .. more]));
        Refuses("--results needs --better lower or --better higher: scores do not say which of them is better.", "--results", csv);
        Refuses("--better must be lower or higher, but got 'more'.", "--results", csv, "--better", "more");
        Refuses("--better is for --results FILE: omit it, or name a file with scores.", "--better", "lower");
        Refuses(
            "--epochs is for networks that are trained, but --results compares scores that are there: omit it.", "--results", csv, "--epochs", "3");
        Refuses(
            "--baseline must be one of the arms (relu, elu), but got 'rely'. Did you mean 'relu'?", "--results", csv, "--better", "lower",
            "--baseline",
            "rely");
        Assert.EndsWith(
            $"elucid: '{_tool["scores"]}' already holds report.html, results.json: choose another --out, or pass --overwrite to delete that.\n",
            _tool.Run("compare", "--results", csv, "--better", "lower", "--out", _tool["scores"]).Error);
    }

    [Theory]
    [InlineData("3/2", "--shard must be a part and their number, such as 1/3, but got '3/2'.")]
    [InlineData("one", "--shard must be a part and their number, such as 1/3, but got 'one'.")]
    [InlineData("1/9", "--shard 1/9 has more parts than the study has seeds (2): a part is at least one seed.")]
    public void A_part_that_is_none_is_refused(string shard, string sentence) => Assert.Equal(
        new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), _tool.Run(_tool.Compare("--quiet", "--shard", shard)));

    [Fact]
    public void What_holds_no_trials_is_not_merged() => Assert.Equal(
        new Outcome(ExitCode.Usage, "", "elucid: 'nowhere' holds no trials.jsonl: name directories that `elucid compare` wrote.\n"),
        _tool.Run("merge", "nowhere", "--out", _tool["whole"]));

    [Theory]
    [InlineData("--epochs 3", "it was started with --epochs 3 and not with --epochs 2")]
    [InlineData("--activations elu,tanh", "it was started with --activations tanh and not with --activations relu")]
    [InlineData("--vary init=he,lecun --activations elu,relu,gelu", null)]             // all that the other part has, and more
    [InlineData("--vary batch=8,16 --activations elu", "it was started with --batch 8, --batch 16 and not with --batch 32")]
    [InlineData("--tune-lr", "it was started with --tune-lr")]
    public void Parts_of_another_study_are_not_merged_and_nothing_is_written(string changed, string? difference)
    {
        string[] To(string directory, params string[] options)
        {
            string[] own = [.. options.Where((_, i) => i % 2 == 0)], all = _tool.Compare("--quiet");
            if (own.Contains("--tune-lr"))
                own = [.. own, "--lr"];
            return [.. all.Where((word, i) => !own.Contains(word) && !own.Contains(all[i - (i > 0 ? 1 : 0)]))
                .Select(word => word == _tool["study"] ? _tool[directory] : word), .. options];
        }
        _tool.Run(To("1"));
        Assert.Equal((ExitCode.Done, ""), _tool.Run(To("2", changed.Split(' '))) is var part ? (part.ExitCode, part.Error) : default);
        Outcome merged = _tool.Run("merge", _tool["1"], _tool["2"], "--out", _tool["whole"]);
        if (difference is null)
            Assert.Equal(ExitCode.Done, merged.ExitCode);
        else
        {
            Assert.Equal(
                new Outcome(
                    ExitCode.Usage, "", $"elucid: '{_tool["2"]}' holds no part of the study in '{_tool["1"]}': {difference}. Merge the parts of one "
                        + "study.\n"),
                merged);
            Assert.False(File.Exists(Path.Combine(_tool["whole"], "trials.jsonl")));
        }
    }

    [Fact]
    public void Compare_varies_a_setting()
    {
        Outcome outcome = _tool.Run(_tool.Compare("--vary", "init=he,lecun", "--quiet"));
        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("elu, init lecun", outcome.Output);
        Assert.Contains("Does the lead over relu depend on init?", outcome.Output);
        Assert.Contains("relu, init he (baseline)", outcome.Output);
        Assert.Equal(8, File.ReadLines(Path.Combine(_tool["study"], "trials.jsonl")).Count());
        // What an optimizer brings along comes with it, and lists are written with other signs.
        outcome = _tool.Run(
            [.. _tool.Compare("--vary", "hidden=8-4,8", "--vary", "optimizer=adam,sgd", "--overwrite", "--quiet")
                .Where(a => a is not ("--lr" or "0.01" or "--hidden" or "8"))]);
        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        string results = File.ReadAllText(Path.Combine(_tool["study"], "results.json"));
        Assert.Contains("\"name\": \"elu, hidden 8-4, optimizer sgd\"", results);
        Assert.Contains("\"learningRate\": 0.05", results);
        Assert.Contains("\"learningRate\": 0.001", results);
    }

    [Theory]
    [InlineData("--vary must name one of model, hidden, blocks, epochs, batch, optimizer, lr, dropout, augment, init, norm, schedule, warmup, "
        + "clip-norm, weight-decay, patience or a parameter of an activation, but got 'int'. Did you mean 'init'?", "--vary", "int=he,lecun")]
    [InlineData("--vary must be a setting and its values, such as init=he,lecun, but got 'init'.", "--vary", "init")]
    [InlineData("--vary init must have at least two values, such as init=A,B, but got 'init=he'.", "--vary", "init=he")]
    [InlineData("--vary init must have each value once, but got 'he' twice.", "--vary", "init=he,he")]
    [InlineData("--vary names init twice: put all of its values into one list.", "--vary", "init=he,lecun", "--vary", "init=unit,auto")]
    [InlineData("--vary takes 2 settings at most, but got 3: compare them one after the other.", "--vary", "init=he,lecun", "--vary", "batch=4,8",
        "--vary", "blocks=1,2")]
    [InlineData("--init must be one of he, glorot, lecun, unit, auto, but got 'hee'. Did you mean 'he'?", "--vary", "init=he,hee")]
    [InlineData("--norm of --model rnn must be none or layer, but got batch: a norm stands behind each recurrent layer, over the units of each "
        + "step.", "--vary", "norm=none,batch", "--vary", "model=mlp,rnn")]
    [InlineData("--vary must set parameters that a compared activation has, but 'beta' is none of elu, relu.", "--vary", "beta=1,2")]
    [InlineData("Parameter 'alpha' of elu must be finite and at least 0, but is -1: it is the value −α at which large negative inputs saturate.",
        "--vary", "alpha=1,-1")]
    [InlineData("--batch must be a whole number up to 2147483647, but got 'x'.", "--vary", "batch=4,x")]
    [InlineData("--lr and --vary lr contradict each other: the one fixes what the other varies. Use one of them.", "--vary", "lr=0.1,0.2")]
    public void What_cannot_be_varied_is_refused(string sentence, params string[] args) => Assert.Equal(
        new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), _tool.Run(_tool.Compare(["--quiet", .. args])));

    [Fact]
    public void Trials_that_arms_share_are_counted_once()
    {
        Outcome outcome = _tool.Run(_tool.Compare("--vary", "alpha=0.5,1"));
        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Contains("\n0/6 trials, ", outcome.Error);
        Assert.Contains("relu, alpha 1", outcome.Output);
        Assert.Equal(6, File.ReadLines(Path.Combine(_tool["study"], "trials.jsonl")).Count());
    }

    [Fact]
    public void Parameters_of_activations_and_norms_are_varied_each_arm_with_a_rate_of_its_own()
    {
        Outcome outcome = _tool.Run(
            [.. _tool.Compare("--vary", "clip=none,-0.5", "--vary", "norm=none,layer", "--tune-lr", "--quiet")
                .Where(a => a is not ("--lr" or "0.01"))]);
        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("Does the lead over relu depend on clip and norm?", outcome.Output);
        string results = File.ReadAllText(Path.Combine(_tool["study"], "results.json"));
        Assert.Contains("\"name\": \"elu, clip -0.5, norm layer\"", results);
        Assert.Contains("\"parameters\": \"clip=-0.5\"", results);
        string trials = File.ReadAllText(Path.Combine(_tool["study"], "trials.jsonl"));
        Assert.Contains("\"activation\":\"elu:clip=-0.5\"", trials);
        Assert.DoesNotContain("relu:clip", trials);
    }

    [Fact]
    public void Rates_are_varied_or_tuned() => Assert.Equal(
        new Outcome(
            ExitCode.Usage, "",
            "elucid: --vary lr and --tune-lr contradict each other: the one sets rates, the other looks for them. Use one of them.\n"),
        _tool.Run("compare", "--vary", "lr=0.1,0.2", "--tune-lr", "--quiet"));

    [Fact]
    public void Compare_uses_trials_of_other_builds_and_says_so()
    {
        string kept = Path.Combine(Repository.Root, "tests/Elucid.Lab.Tests/Kept/0.1.0");
        Directory.CreateDirectory(_tool["study"]);
        File.Copy(Path.Combine(kept, "study/trials.jsonl"), Path.Combine(_tool["study"], "trials.jsonl"));
        string[] compare =
        [
            "compare", "--data", Path.Combine(kept, "classes.csv"), "--target", "kind", "--hidden", "4", "--epochs", "1", "--seeds", "2",
            "--activations", "elu,relu", "--out", _tool["study"], "--quiet",
        ];
        string trials = Path.Combine(_tool["study"], "trials.jsonl");
        string said = $"4 trials in '{trials}' were run by another build of Elucid, which may compute other bits: they are used. "
            + "--overwrite runs all of them again.\n";
        Outcome outcome = _tool.Run(compare);
        Assert.Equal((ExitCode.Done, said), (outcome.ExitCode, outcome.Error));
        Assert.Equal(4, File.ReadLines(trials).Count());

        Assert.Equal("", _tool.Run([.. compare, "--overwrite"]).Error);
        using (TrialLogFile log = new(trials))
        {
            TrialIndex index = new(log);
            TrialRecord own = index.Records[0];
            index.Add(own with { Measured = Measured.Failed(FailureKind.Threw, "planted") });
        }
        outcome = _tool.Run(compare);
        Assert.StartsWith(
            $"1 trial in '{trials}' has two results that differ although one build ran both: the later one counts. --overwrite runs all of them "
                + "again.\n1 trial ended with an exception and counts as failed; the first one, ", outcome.Error);
        Assert.EndsWith(": planted\n", outcome.Error);
    }

    [Fact]
    public void Cancelled_compare_says_how_to_go_on()
    {
        Outcome outcome = _tool.Run(Cancelled, _tool.Compare("--quiet"));

        Assert.Equal((ExitCode.Cancelled, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal(
            $"Stopped before any seed was finished by all activations; finished trials are kept in '{_tool["study"]}'. Run the same command again "
                + $"to go on.\n", outcome.Error);
    }

    [Fact]
    public void Cancelled_compare_reports_the_seeds_that_are_complete()
    {
        _tool.Run(_tool.Compare("--quiet"));
        string report = Path.Combine(_tool["study"], "report.html");
        File.Delete(report);
        Outcome outcome = _tool.Run(Cancelled, [.. _tool.Compare("--quiet").Select(a => a == "--seeds" ? "--seeds=3" : a).Where((a, i) => i != 8)]);

        Assert.Equal(
            (ExitCode.Cancelled, "Stopped: 4 of 6 trials finished and are kept. Run the same command again to go on.\n"),
            (outcome.ExitCode, outcome.Error));
        Assert.Contains("relu (baseline)", outcome.Output);
        Assert.Contains("Partial: 4 of 6 trials finished. The numbers cover the 2 seeds that every activation finished", File.ReadAllText(report));
    }

    [Fact]
    public void Tuned_compare_shows_the_rates()
    {
        string[] args = [.. _tool.Compare("--tune-lr", "--quiet").Where(a => a is not ("--lr" or "0.01"))];
        Outcome outcome = _tool.Run(args);

        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("learning rate", outcome.Output);
    }

    [Fact]
    public void Compare_does_regression()
    {
        Outcome outcome = _tool.Run(
            "compare", "--data", _tool.Write("plane.csv", Tiny.PlaneCsv), "--target", "y", "--activations", "elu,tanh", "--seeds", "2", "--epochs",
            "2", "--hidden", "8",
            "--out", _tool["study"], "--quiet");

        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("test RMSE", outcome.Output);
        Assert.Contains("R²", outcome.Output);
        Assert.Contains("elu (baseline)", outcome.Output);                                    // relu is not compared: the first one named
    }

    [Fact]
    public void Scores_of_targets_that_do_not_differ_are_undefined_in_words()
    {
        string data = _tool.Write("flat.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 0 ? 1.5 : 2.5)}\n")));
        string[] common = ["--data", data, "--target", "y", "--task", "regression", "--epochs", "1", "--hidden", "4"];
        Outcome compared = _tool.Run(["compare", .. common, "--activations", "elu,tanh", "--seeds", "1", "--out", _tool["study"], "--quiet"]);
        Outcome trained = _tool.Run(["train", .. common, "--out", _tool["run"], "--quiet"]);

        Assert.Contains("undefined", compared.Output);
        Assert.Contains("\nUndefined: R²: all targets are equal.\n", trained.Output);
        Assert.DoesNotContain("∞", compared.Output + trained.Output);
        Assert.Contains("\"r2\": null", File.ReadAllText(Path.Combine(_tool["study"], "results.json")));
        Assert.Contains("\"undefined\": \"R²: all targets are equal\"", File.ReadAllText(Path.Combine(_tool["study"], "results.json")));
        Assert.Contains("\"testR2\": null", File.ReadAllText(Path.Combine(_tool["study"], "results.json")));
    }

    [Fact]
    public void Diverging_activation_is_reported_and_the_study_goes_on()
    {
        Outcome outcome = _tool.Run([.. _tool.Compare("--quiet", "--optimizer", "sgd").Select(a => a == "0.01" ? "1e20" : a)]);

        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Contains("2 of 2 failed", outcome.Output);
        Assert.Contains("diverged at epoch 1, step", File.ReadAllText(Path.Combine(_tool["study"], "report.html")));
    }

    [Fact]
    public void Train_shows_epochs_on_the_error_stream_and_the_result_on_the_output()
    {
        Outcome outcome = _tool.Run(_tool.Train());

        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Matches(@"accuracy +balanced accuracy +macro F1 +AUC +log loss *\n─+\n +best epoch, \d +[\d.]+ % +[\d.]+ % +[\d.]+ +[\d.]+ +[\d.]+ *\n"
            + @" +most frequent class +[\d.]+ % +33\.3 % +[\d.]+ +0\.500 +[\d.]+ *\n +logistic regression .+\n *\n(.+\.\n)*Model: .*model\.safetensors\n$", outcome.Output);
        Assert.Matches(
            "^epoch,training_loss,validation_loss,validation_accuracy,validation_rmse,validation_r2,validation_balanced_accuracy,validation_f1,validation_macro_f1,validation_auc,validation_mae,learning_rate,seconds\n"
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
    [InlineData("compare", "--clip-norm <N>", 0)]
    [InlineData("train", "--patience <N>", 0)]
    [InlineData("verify", "--stride <N>", 1)]
    public void Help_shows_defaults(string command, string option, int value) =>
        Assert.Matches($@"{Regex.Escape(option)} .*\[default: {value}\]\n", _tool.Run(command, "--help").Output);

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
