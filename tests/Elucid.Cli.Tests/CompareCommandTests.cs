using System.Text.Json;
using System.Text.RegularExpressions;
using Elucid.Lab;

namespace Elucid.Cli.Tests;

/// <summary><c>elucid compare</c> and <c>merge</c>, whole.</summary>
public sealed class CompareCommandTests : IDisposable
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
    public void Depth_is_a_number_of_layers_of_one_size()
    {
        Assert.Equal(ExitCode.Done, _tool.Run(_tool.Compare("--vary", "depth=1,3", "--quiet")).ExitCode);
        string[] hidden =
        [
            .. File.ReadLines(Path.Combine(_tool["study"], "trials.jsonl"))
                .Select(line => Regex.Match(line, @"""hidden"":\[([\d,]*)\]").Groups[1].Value).Distinct(),
        ];
        Assert.Equal(["8", "8,8,8"], hidden.Order(StringComparer.Ordinal));
        Assert.Equal(
            "elucid: --depth makes all hidden layers alike, but --hidden names 2 sizes: give one of them, or omit --depth.\n",
            _tool.Run("train", "--hidden", "3,4", "--depth", "3", "--quiet").Error);
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
    [InlineData("--vary must name one of model, hidden, depth, blocks, latent, epochs, batch, optimizer, lr, dropout, augment, init, norm, schedule, "
        + "warmup, clip-norm, weight-decay, patience, class-weights, balance, members, bagging, boosting, freeze, body-rate or a parameter of an "
        + "activation, but got 'int'. Did you mean 'init'?",
        "--vary", "int=he,lecun")]
    [InlineData("--vary must be a setting and its values, such as init=he,lecun, but got 'init'.", "--vary", "init")]
    [InlineData("--vary init must have at least two values, such as init=A,B, but got 'init=he'.", "--vary", "init=he")]
    [InlineData("--vary init must have each value once, but got 'he' twice.", "--vary", "init=he,he")]
    [InlineData("--vary names init twice: put all of its values into one list.", "--vary", "init=he,lecun", "--vary", "init=unit,auto")]
    [InlineData("--vary takes 2 settings at most, but got 3: compare them one after the other.", "--vary", "init=he,lecun", "--vary", "batch=4,8",
        "--vary", "blocks=1,2")]
    [InlineData("--depth is for mlp, rnn, gru, lstm, but --model is cnn: omit it.", "--vary", "depth=2,8", "--model", "cnn")]
    [InlineData("--depth must be a positive number of layers, but got 0.", "--vary", "depth=2,0")]
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
}
