using Elucid.Claims;
using Elucid.Claims.Tests;

namespace Elucid.Cli.Tests;

/// <summary><c>elucid claims</c>: cards are listed, shown, run, and compared with another run.</summary>
[AnyWidth]
public sealed class ClaimsTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    // Images of stripes in place of Fashion-MNIST: trials of milliseconds.
    Outcome Run(params string[] more) => Run(CancellationToken.None, more);

    Outcome Run(CancellationToken cancellation, params string[] more) =>
        _tool.Run(cancellation, ["claims", .. more, "--data", SmallImages.Directory, "--out", _tool["out"]]);

    static readonly int Quick = ClaimCatalog.Find(["T01"])[0].Experiments(new ClaimData(SmallImages.Directory))
        .Select(QuickLook.Committed.Shorten).Sum(e => e.Arms.Count * e.Seeds);

    string[] Trials => File.ReadAllLines(Path.Combine(_tool["out"], LedgerFiles.Trials));

    [Fact]
    public void Each_claim_is_listed_in_a_row()
    {
        string[] rows = _tool.Run("claims", "list").Output.TrimEnd().Split('\n');
        Assert.Equal(ClaimCatalog.All.Count, rows.Length);
        Assert.Equal("M02  mathematics   conditional Far to the left the output tends to −1.", rows[1]);
    }

    [Fact]
    public void Proofs_take_no_data_and_leave_a_page()
    {
        Outcome outcome = _tool.Run("claims", "run", "--only", "M06,M14", "--data", "/nowhere", "--out", _tool["out"]);
        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Contains("M06     ✓ supported", outcome.Output);
        Assert.DoesNotContain(" of ", outcome.Output.Split("Mathematics")[0]);
        Assert.EndsWith($"Page: {Path.Combine(_tool["out"], "claims.html")}\n", outcome.Output);
        Assert.Contains("M14 ✗ refuted: not Lipschitz\n", outcome.Error);
        LedgerDocument document = LedgerFiles.Read(Path.Combine(_tool["out"], "claims.json"));
        Assert.All(document.Cards, card => Assert.Equal(Area.Mathematics, card.Area));
        Assert.Contains(
            "elucid claims run --only M06 --data /nowhere", File.ReadAllText(Path.Combine(_tool["out"], "claims.html")), StringComparison.Ordinal);
        Assert.Contains("# What is said about ELU", File.ReadAllText(Path.Combine(_tool["out"], "claims.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_on_where_it_was_and_says_what_is_left()
    {
        Outcome before = Run("run", "--only", "T01", "--quick", "--estimate");
        Assert.Contains($"{Quick} trials are left. How long they take is known once some have run.\n", before.Output);
        Assert.False(Directory.Exists(_tool["out"]));

        Outcome first = Run("run", "--only", "T01", "--quick");
        Assert.Equal(ExitCode.Done, first.ExitCode);
        Assert.Contains("A quick look decides nothing: verdicts that rest on experiments are withheld.\n", first.Output);
        Assert.Equal(Quick, Trials.Length);
        Assert.Contains("Nothing is left to run", Run("run", "--only", "T01", "--quick", "--estimate").Output);
        string[] kept = Trials;
        Outcome again = Run("run", "--only", "T01,M06", "--quick");
        Assert.Equal(kept, Trials);
        Assert.Contains("M06 ✓ supported: continuous\n", again.Error);

        // A line is damaged and nine are gone: those trials run again.
        File.WriteAllLines(Path.Combine(_tool["out"], LedgerFiles.Trials), [.. kept[..^10], "{\"format\":2"]);
        Outcome mended = Run("run", "--only", "T01", "--quick", "--threads", "1");
        Assert.Contains($"1 line of '{Path.Combine(_tool["out"], LedgerFiles.Trials)}' cannot be read as trials: what they held is run again.\n",
            mended.Error);
        Assert.Equal(Quick + 1, Trials.Length);
        Assert.Contains("10 trials are left: about ", RunWith(kept[..^10]).Output);
    }

    Outcome RunWith(string[] trials)
    {
        File.WriteAllLines(Path.Combine(_tool["out"], LedgerFiles.Trials), trials);
        return Run("run", "--only", "T01", "--quick", "--estimate");
    }

    [Fact]
    public void A_card_is_shown_with_its_experiment_and_what_was_found()
    {
        string before = Run("show", "T01").Output;
        foreach (string expected in new[]
        {
            "With ELU a simple classifier learns faster", "design", "0 to 9", "gain=he", "rate by validation loss",
            "elu is better than relu in training loss", "shifted-relu",
        })
            Assert.Contains(expected, before, StringComparison.Ordinal);
        Assert.DoesNotContain("answer", before, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, _tool.Run("claims", "run", "--only", "M14", "--quiet", "--out", _tool["out"]).ExitCode);
        string found = Run("show", "m14").Output;
        Assert.Contains("✗ refuted", found, StringComparison.Ordinal);
        Assert.Contains("answer", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_is_missing_leaves_cards_without_verdict_and_says_how_to_get_it()
    {
        Outcome outcome = _tool.Run("claims", "run", "--only", "T01", "--data", "/nowhere", "--out", _tool["out"]);
        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Contains("T01     – not run", outcome.Output);
        Assert.Contains("Not run (T01): ", outcome.Output);
        Assert.Contains("apt-get install dataset-fashion-mnist", outcome.Output);
        Assert.Contains("apt-get install dataset-fashion-mnist", _tool.Run("claims", "show", "T01", "--data", "/nowhere").Output);
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_a_page_and_says_how_to_go_on()
    {
        Assert.Equal(ExitCode.Done, Run("run", "--only", "M06").ExitCode);
        Outcome outcome = Run(new CancellationToken(canceled: true), "run", "--only", "M,T01");
        Assert.Equal(ExitCode.Cancelled, outcome.ExitCode);
        Assert.EndsWith($"Stopped: finished trials are kept in '{_tool["out"]}'. Run the same command again to go on.\n", outcome.Error);
        string page = File.ReadAllText(Path.Combine(_tool["out"], "claims.html"));
        Assert.Contains("Not finished: ", page, StringComparison.Ordinal);
        Assert.Equal(
            ClaimVerdict.Supported,
            LedgerFiles.Read(Path.Combine(_tool["out"], "claims.json")).Cards.Single(card => card.Id == "M06").Verdict);
    }

    [Fact]
    public void Runs_of_another_kind_do_not_mix_in_a_directory()
    {
        Assert.Equal(ExitCode.Done, Run("run", "--only", "M06").ExitCode);
        string advice = "Choose another --out, or pass --overwrite to delete it.";
        Assert.Equal(
            new Outcome(ExitCode.Usage, "",
                $"elucid: '{_tool["out"]}' holds a run of the ledger from seed 0, and this is a run from seed 1000. {advice}\n"),
            Run("run", "--only", "M06", "--first-seed", "1000"));
        Assert.Equal(ExitCode.Done, Run("run", "--only", "M06", "--first-seed", "1000", "--overwrite").ExitCode);

        Assert.Equal(ExitCode.Done, _tool.Run(_tool.Compare()).ExitCode);
        Outcome study = _tool.Run("claims", "run", "--only", "M06", "--out", _tool["study"]);
        Assert.Equal(ExitCode.Usage, study.ExitCode);
        Assert.Contains("holds a run or study that is not of the ledger", study.Error);
        Assert.Equal(ExitCode.Usage, _tool.Run(_tool.Compare("--out", _tool["out"])).ExitCode);
    }

    // A page of another kind of run is not written over, and two runs in one directory find their own trials.
    [Fact]
    public void Trials_of_others_are_left_alone()
    {
        Assert.Equal(ExitCode.Done, _tool.Run(_tool.Compare()).ExitCode);
        foreach (string file in new[] { "report.html", "results.json", "history.csv" })
            File.Delete(Path.Combine(_tool["study"], file));
        string trials = Path.Combine(_tool["study"], "trials.jsonl");
        string[] before = File.ReadAllLines(trials);
        Assert.Equal(
            ExitCode.Done,
            _tool.Run("claims", "run", "--only", "T01", "--quick", "--quiet", "--data", SmallImages.Directory, "--out", _tool["study"]).ExitCode);
        string[] after = File.ReadAllLines(trials);
        Assert.Equal(before, after[..before.Length]);
        Assert.Equal(Quick, after.Length - before.Length);
    }

    [Fact]
    public void Two_runs_are_compared()
    {
        Assert.Equal(ExitCode.Done, Run("run", "--only", "M06").ExitCode);
        string other = Path.Combine(_tool["out"], "claims.json");
        Assert.Equal(
            new Outcome(ExitCode.Done, "No claim was decided by experiments in both runs.\n", ""),
            _tool.Run("claims", "replicate", other, "--out", _tool["out"]));

        LedgerDocument document = LedgerFiles.Read(other);
        string changed = _tool.Write("changed.json", LedgerFiles.ToJson(
            document with { Cards = [document.Cards[0] with { Verdict = ClaimVerdict.Refuted }] }));
        Outcome differs = _tool.Run("claims", "replicate", changed, "--out", _tool["out"]);
        Assert.Equal(ExitCode.Failed, differs.ExitCode);
        Assert.Contains("M06     supported   refuted", differs.Output);
        Assert.Contains("\"compared\": 0", _tool.Run("claims", "replicate", changed, "--json", "--out", _tool["out"]).Output);
        Assert.Equal(
            new Outcome(
                ExitCode.Failed, "",
                $"elucid: '{_tool["none.json"]}': expected the claims.json of a run of the ledger, but there is no such file.\n"),
            _tool.Run("claims", "replicate", _tool["none.json"], "--out", _tool["out"]));
    }

    [Fact]
    public void Json_is_that_of_the_file()
    {
        Outcome outcome = Run("run", "--only", "M06", "--json", "--quiet");
        Assert.Equal((ExitCode.Done, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal(File.ReadAllText(Path.Combine(_tool["out"], "claims.json")) + "\n", outcome.Output);
    }

    [Theory]
    [InlineData("run --only MO1", "There is no claim 'MO1'. Did you mean 'M01'? `elucid claims list` lists them.")]
    [InlineData("show M001", "There is no claim 'M001'. Did you mean 'M01'? `elucid claims list` lists them.")]
    [InlineData("run --threads 0", "--threads must be a positive number, but got 0.")]
    [InlineData("run --first-seed -1", "--first-seed must be from 0 to 999000: rates are tuned on seeds above. But got -1.")]
    [InlineData("run --overwrite", "--overwrite deletes what the directory of --out holds: name it with --out.")]
    public void Refuses(string arguments, string sentence) => Assert.Equal(
        new Outcome(ExitCode.Usage, "", $"elucid: {sentence}\n"), _tool.Run(["claims", .. arguments.Split(' ')]));

    [Fact]
    public void A_command_that_is_none_is_refused_with_the_way_to_the_help_of_its_own()
    {
        Assert.Equal(
            new Outcome(ExitCode.Usage, "",
                "elucid: There is no command 'lst'. The commands are list, show, run, paper, replicate. Did you mean 'list'?\n"
                    + "Run `elucid claims --help` for the options.\n"),
            _tool.Run("claims", "lst"));
        Assert.EndsWith("Run `elucid claims run --help` for the options.\n", _tool.Run("claims", "run", "--onyl", "M").Error);
    }

    [Fact]
    public void The_papers_own_data_is_used_where_it_is_and_a_directory_that_is_named_must_have_it()
    {
        Outcome estimate = _tool.Run("claims", "paper", "--estimate", "--data", SmallImages.Directory, "--mnist", SmallImages.Directory,
            "--out", _tool["out"]);
        Assert.Equal(ExitCode.Done, estimate.ExitCode);
        Assert.Contains("S11-mnist-autoencoder", estimate.Output, StringComparison.Ordinal);
        Assert.StartsWith("Expected the files of CIFAR-10", estimate.Error, StringComparison.Ordinal);

        Outcome refused = _tool.Run("claims", "paper", "--data", SmallImages.Directory, "--mnist", _tool["nowhere"], "--out", _tool["out"]);
        Assert.StartsWith("elucid: Expected the files of MNIST", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Done, refused.ExitCode);
    }
}
