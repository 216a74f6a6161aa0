using Elucid.Lab;

namespace Elucid.Claims.Tests.Tools;

/// <summary>The paper's numbers beside ours, where its data is and where it is not.</summary>
[AnyWidth]
public class ReplicatedThePaperTests
{
    static readonly Card Card = ClaimCatalog.Find(["S11"])[0];

    static readonly ClaimData Fashion = new(SmallImages.Directory);

    [Fact]
    public void The_papers_own_data_adds_experiments_and_rows_where_it_is()
    {
        string[] without = [.. Card.Experiments(Fashion).Select(experiment => experiment.Id)];
        Assert.Equal(["T01", "T01-paper", "S11-autoencoder", "S11-autoencoder-gain", "T04"], without);

        ClaimData all = new(SmallImages.Directory) { Mnist = Fashion.Fashion, Cifar = PreparedImages.Of(Colours()) };
        Assert.Equal(
            [.. without, "S11-mnist", "S11-mnist-autoencoder", "S11-cifar"], Card.Experiments(all).Select(experiment => experiment.Id));
        Assert.Equal(Rows(Fashion).Length + 3, Rows(all).Length);
        Assert.Contains("ELU 28.75 %", Rows(Fashion).Single(row => row.StartsWith("test error on CIFAR-100", StringComparison.Ordinal)));
        Assert.Contains("test error", Rows(all).Single(row => row.StartsWith("images of CIFAR-10", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_cards_already_ran_is_not_run_again()
    {
        string Keys(string card, string experiment) => string.Join('\n', Design.Of(
            ClaimCatalog.Find([card])[0].Experiments(Fashion).Single(one => one.Id == experiment)).Trials.Select(trial => trial.Key));
        Assert.Equal(Keys("T01", "T01"), Keys("S11", "T01"));
        Assert.Equal(Keys("T01", "T01-paper"), Keys("S11", "T01-paper"));
        Assert.Equal(Keys("T04", "T04"), Keys("S11", "T04"));
    }

    [Fact]
    public void Data_that_is_not_in_its_usual_place_is_left_out_with_a_word_and_a_directory_that_is_named_must_have_it()
    {
        List<string> said = [];
        using TemporaryDirectory empty = new();
        Assert.Null(ClaimData.OfThePaper(SmallImages.Directory, SmallImages.Directory, null, said.Add).Cifar);
        Assert.StartsWith("Expected the files of CIFAR-10", Assert.Single(said), StringComparison.Ordinal);
        Assert.StartsWith(
            "Expected the files of MNIST",
            Assert.Throws<DataFormatException>(() => ClaimData.OfThePaper(SmallImages.Directory, empty.Path, null, said.Add)).Message,
            StringComparison.Ordinal);
    }

    // As short as a card's own test: what is said, not what comes out.
    static string[] Rows(ClaimData data)
    {
        Dictionary<string, ExperimentResult> results = Card.Experiments(data).ToDictionary(
            experiment => experiment.Id,
            experiment => Short(QuickLook.Committed.Untuned(experiment)).Run(2, TestContext.Current.CancellationToken));
        return [.. Card.Judge(new Evidence(data, results)).Tables[0].Rows.Select(row => string.Join(" | ", row.Cells.Select(cell => cell.Text)))];
    }

    static Experiment Short(Experiment experiment) => experiment with
    {
        Seeds = 2,
        Settings = (experiment.Settings.Has("width") ? experiment.Settings.With("width", 16) : experiment.Settings).With("steps", 3),
    };

    static DataSplit Colours()
    {
        Dataset Of(int count, ulong seed)
        {
            float[] features = new float[count * 3 * 32 * 32];
            new RandomStream(seed).FillUniform(features);
            return new Dataset(
                "colours", features, [3, 32, 32], [.. Enumerable.Range(0, count).Select(i => i % 10)],
                [.. Enumerable.Range(0, 10).Select(label => $"{label}")]);
        }
        return new DataSplit(Of(120, 1), Of(20, 2));
    }
}
