using System.Globalization;

namespace Elucid.Cli.Tests;

/// <summary>The guide on tables in a short form.</summary>
public sealed class TableCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    static string Houses(string mark)
    {
        RandomStream random = new(1);
        string[] cities = ["Bern", "Linz", "Graz", "Kiel"];
        return "area;city;price\n" + string.Concat(Enumerable.Range(0, 300).Select(i =>
        {
            double area = 30 + 170 * random.NextDouble();
            return string.Create(CultureInfo.InvariantCulture, $"{area:0.0};{cities[i % 4]};{area * (i % 4 + 1) + random.NextDouble():0.00}\n")
                .Replace(".", mark);
        }));
    }

    [Theory]
    [InlineData(".")]
    [InlineData(",")]
    public void A_number_is_learned_shown_and_judged_on_new_rows_as_they_are_written(string mark)
    {
        string[] options = ["--data", _tool.Write("houses.csv", Houses(mark)), "--target", "price", "--epochs", "20", "--quiet"];
        Assert.Equal(ExitCode.Done, _tool.Run(["train", .. options, "--out", _tool["run"]]).ExitCode);
        string report = File.ReadAllText(_tool["run/report.html"]);
        Assert.Contains("How far is it from the truth?", report);
        Assert.Contains("Which columns matter?", report);
        Assert.Contains("How do answers depend on them?", report);
        Outcome scored = _tool.Run("predict", _tool["run/model.safetensors"], _tool["houses.csv"], "--score", "--out", _tool["p.csv"]);
        Assert.Matches("RMSE +R² +MAE *\n─+\n +300 of 300 rows +[0-9.]+ +0\\.9[0-9]+ ", scored.Output);
    }

    [Fact]
    public void Scores_need_answers_to_judge_by()
    {
        string[] options = ["--data", _tool.Write("houses.csv", Houses(".")), "--target", "price", "--epochs", "1", "--quiet"];
        _tool.Run(["train", .. options, "--out", _tool["run"]]);
        Outcome scored = _tool.Run("predict", _tool["run/model.safetensors"], _tool.Write("new.csv", "area,city\n80,Bern\n"), "--score");
        Assert.Equal(
            new Outcome(
                ExitCode.Failed, "", "elucid: Expected answers to judge the predictions by, but there are none: the table has no column 'price' that "
                    + "holds them.\n"), scored);
    }

    [Fact]
    public void Test_rows_of_ones_own_judge_and_are_not_learned_from()
    {
        string rows = Houses("."), head = "area;city;price\n";
        string few = head + string.Concat(rows.Split('\n')[1..41].Select(line => line + "\n"));
        string[] options = ["train", "--data", _tool.Write("houses.csv", rows), "--target", "price", "--epochs", "3", "--quiet"];
        Assert.Equal(ExitCode.Done, _tool.Run([.. options, "--test", _tool.Write("few.csv", few), "--out", _tool["one"]]).ExitCode);
        Assert.Contains("300 training and 40 test rows, of two files", File.ReadAllText(_tool["one/results.json"]));
        string other = _tool.Write("other.csv", head + "50;Bern;60\n70;Kiel;1\n");
        Assert.Equal(ExitCode.Done, _tool.Run([.. options, "--test", other, "--out", _tool["two"]]).ExitCode);
        Assert.Equal(File.ReadAllBytes(_tool["one/model.safetensors"]), File.ReadAllBytes(_tool["two/model.safetensors"]));

        string empty = _tool.Write("empty.csv", head + "50;Bern;60\n70;Kiel;\n");
        Assert.Contains(
            $"1 of 2 rows of '{empty}' have no 'price' and were left out.",
            _tool.Run([.. options[..^1], "--test", empty, "--out", _tool["four"]]).Error.ReplaceLineEndings(" "));
        string bad = _tool.Write("bad.csv", head + "50;Bern;60\n70;Kiel;dear\n");
        Assert.Equal(
            $"elucid: '{bad}': expected a known 'price' in its rows, but row 2 has 'dear'. Write one of them, or leave it empty.",
            _tool.Run([.. options, "--test", bad, "--out", _tool["three"]]).Error.ReplaceLineEndings(" ").Trim());
        Assert.Equal(
            "elucid: --test contradicts --split time, --split random and --time: the one brings test rows of its own, the others hold rows out. Use "
                + "one of them.",
            _tool.Run([.. options, "--test", bad, "--split", "time", "--out", _tool["three"]]).Error.ReplaceLineEndings(" ").Trim());
    }

    [Fact]
    public void Folds_of_the_training_data_say_how_sure_the_score_is()
    {
        string data = _tool.Write("houses.csv", Houses("."));
        string[] options = ["train", "--data", data, "--target", "price", "--epochs", "5"];
        Outcome trained = _tool.Run([.. options, "--folds", "3", "--out", _tool["run"]]);
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Contains("4 such networks.", trained.Error);
        Assert.Matches("model: best epoch [1-5]/5, validation ", trained.Error);
        Assert.Contains("3 folds of the training data", trained.Output);
        Assert.Matches(@"Over 3 folds of the training data the RMSE is [0-9.,]+\s+\([0-9.,]+ to [0-9.,]+\)", trained.Output);
        Assert.Equal(241, File.ReadAllLines(_tool["run/out-of-fold.csv"]).Length);

        Assert.EndsWith(
            "elucid: --folds must be a number of parts from 2 to 1000, but got 1.\n", _tool.Run([.. options, "--folds", "1", "--quiet"]).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "elucid: --folds deals rows at random, but those of houses follow one another: a fold would learn from what came after its "
                + "test. Omit it; "
                + "the test is what came last.",
            _tool.Run([.. options, "--split", "time", "--folds", "3", "--quiet"]).Error.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Classes_may_count_by_their_rarity_and_numbers_may_not()
    {
        Outcome balanced = _tool.Run(_tool.Train("--class-weights", "balanced", "--quiet"));
        Assert.Equal(ExitCode.Done, balanced.ExitCode);
        Assert.EndsWith(
            "elucid: --class-weights is for classes, but --data houses is for regression: omit it.\n",
            _tool.Run("train", "--data", _tool.Write("houses.csv", Houses(".")), "--target", "price", "--class-weights", "balanced", "--quiet")
                .Error, StringComparison.Ordinal);
        Assert.Equal(
            "elucid: --class-weights must be one of balanced, but got 'rare'.\n", _tool.Run(_tool.Train("--class-weights", "rare", "--quiet")).Error);
    }
}
