using System.Text.Json;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class SmallerRunTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    string Train(StudyData data, Recipe recipe) => Train(_directory["run"], data, recipe);

    internal static string Train(string path, StudyData data, Recipe recipe)
    {
        using OutputDirectory directory = OutputDirectory.Open(path);
        TrainingRun run = new(new RunSettings(data.Id, recipe, "elu", 3), data, directory);
        Assert.NotNull(run.Run(null, TestContext.Current.CancellationToken));
        return run.ModelPath;
    }

    internal static SmallerResult Run(string model, SmallerSettings settings, StudyData? data) =>
        new SmallerRun(model, settings, data).Run(null, TestContext.Current.CancellationToken);

    static readonly Recipe Recipe = Tiny.Recipe with { Hidden = [32, 32], Epochs = 8 };

    [Theory]
    [InlineData(Removal.Weights, false)]
    [InlineData(Removal.Units, false)]
    [InlineData(Removal.Weights, true)]
    [InlineData(Removal.Units, true)]
    public void The_curve_goes_from_the_whole_network_down_and_the_network_trains_on(Removal removal, bool isRegression)
    {
        StudyData data = isRegression ? Tiny.Plane : Tiny.Classes;
        string model = Train(data, Recipe);
        List<double> told = [];
        SmallerResult result = new SmallerRun(model, new(removal, 0.6) { Retrain = 3 }, data).Run(
            new Watcher(progress => told.Add(progress.Share)), TestContext.Current.CancellationToken);

        Assert.Equal([0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95], result.Points.Select(point => point.Share));
        Assert.Equal(0.6, result.Chosen.Share);
        Assert.True(result.Points.Zip(result.Points.Skip(1)).All(pair => pair.First.Weights > pair.Second.Weights));
        Assert.True(result.Chosen.Bytes < result.Whole.Bytes);
        Assert.Equal(removal == Removal.Weights, result.Chosen.MultiplyAdds == result.Whole.MultiplyAdds);
        Assert.Equal(told.Order(), told);
        Assert.All(result.Points, point => Assert.True(point is { OneSeconds: > 0, BatchSeconds: > 0, Test: not null }));
        Assert.Null(result.Whole.BestEpoch);
        Assert.InRange(result.Chosen.BestEpoch!.Value, 0, 3);
        // What stands in the file is what was judged.
        using MemoryStream stream = new();
        result.File.Save(result.Network, stream);
        Assert.Equal(result.Chosen.Bytes, stream.Length);
        (_, Module loaded) = ModelFile.Load(new MemoryStream(stream.ToArray()));
        Dataset test = data.Split(3, withValidation: true, out Standardizer? scales).Test;
        Assert.Equal(result.Chosen.Test, Evaluation.Of(loaded, test).In(scales));
        Assert.Equal(Evaluation.Of(ModelFile.Load(model).Network, test).In(scales), result.Whole.Test);
        if (removal == Removal.Weights)
            Assert.True(loaded.NamedParameters().Where(p => p.Value.Shape.Rank == 2).Sum(p => p.Value.Values.Count(0f)) >= 0.6 * (64 + 1024 + 32));
    }

    [Fact]
    public void The_report_and_its_numbers_stand_beside_the_model()
    {
        string model = Train(Tiny.Classes, Recipe);
        SmallerResult result = Run(model, new(Removal.Units, 0.5), Tiny.Classes);
        string report = SmallerFiles.Write(result, _directory["small.safetensors"], "elucid export …");
        Assert.Equal(_directory["small.html"], report);
        string page = File.ReadAllText(report);
        Assert.Contains("What does a smaller file cost?", page, StringComparison.Ordinal);
        Assert.Contains("Test accuracy by size of the file", page, StringComparison.Ordinal);
        string[] csv = File.ReadAllLines(_directory["small.csv"]);
        Assert.Equal("share,weights,bytes,multiply_adds,test_accuracy,test_accuracy_as_cut,best_epoch,seconds_of_one,seconds_of_256,bits", csv[0]);
        Assert.Equal(8, csv.Length);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_directory["small.json"]));
        Assert.Equal("elucid-smaller/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(7, json.RootElement.GetProperty("points").GetArrayLength());
        Assert.StartsWith("Without 50 % of its units the file has ", result.Sentences[0]);
    }

    [Fact]
    public void Without_data_there_are_size_and_time_and_a_sentence_that_says_what_is_missing()
    {
        string model = Train(Tiny.Classes, Recipe);
        SmallerResult result = Run(model, new(Removal.Weights, 0.7), null);
        Assert.Equal([0, 0.7], result.Points.Select(point => point.Share));
        Assert.Null(result.Chosen.Test);
        Assert.Equal(["without", "weights", "file", "one", "of 256"], result.ToTable().Columns.Select(column => column.Header));
        Assert.Equal(
            "Whether it still answers well is not known: name what it learned from with RunSettings.Data, with the options of its training, to see.",
            result.Sentences[^1]);
    }

    [Theory]
    [InlineData(Removal.Nothing, 0)]
    [InlineData(Removal.Weights, 0.6)]
    [InlineData(Removal.Units, 0.25)]
    public void In_eight_bits_the_network_is_judged_as_it_will_answer(Removal removal, double share)
    {
        string model = Train(Tiny.Classes, Recipe with { Hidden = [64, 64] });
        SmallerResult result = Run(model, new(removal, share) { IsInt8 = true, Retrain = removal == Removal.Weights ? 2 : null }, Tiny.Classes);
        Assert.False(result.Whole.IsInt8);
        Assert.True(result.Chosen.IsInt8);
        Assert.Equal(removal == Removal.Nothing ? [0, 0] : new[] { 0, 0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, share }.Order(),
            result.Points.Select(point => point.Share));
        Assert.All(result.Points.Skip(1), point => Assert.True(point.IsInt8));
        Assert.True(result.Chosen.Bytes < 0.45 * result.Whole.Bytes);
        using MemoryStream stream = new();
        result.File.Save(result.Network, stream);
        Assert.Equal(result.Chosen.Bytes, stream.Length);
        (ModelFile file, Module network) = ModelFile.Load(new MemoryStream(stream.ToArray()));
        Dataset test = Tiny.Classes.Split(3, withValidation: true, out Standardizer? scales).Test;
        Assert.Equal(result.Chosen.Test, Evaluation.Of(file.InUse(network), test).In(scales));
        string text = string.Join('\n', result.Sentences);
        Assert.Contains("n eight bits the file has ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("It is not faster", text, StringComparison.Ordinal);
        Assert.Contains(
            removal == Removal.Nothing ? "What do eight bits gain" : "whole, in floats",
            File.ReadAllText(SmallerFiles.Write(result, _directory["small.safetensors"], "elucid export …")), StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_bits_need_wide_layers_and_are_given_once()
    {
        string narrow = Train(Tiny.Classes, Recipe with { Hidden = [16] });
        Assert.Equal(
            "SmallerSettings.IsInt8 is for fully connected layers of at least 32 inputs and 32 outputs, outside of the blocks of transformers, and "
                + $"'{narrow}' (mlp) has none: omit it.",
            Assert.Throws<ArgumentException>(() => Run(narrow, new(Removal.Nothing, 0) { IsInt8 = true }, null)).Message);
        Assert.StartsWith(
            "Where nothing leaves a network, only SmallerSettings.IsInt8 makes it smaller",
            Assert.Throws<ArgumentException>(() => Run(narrow, new(Removal.Nothing, 0), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_network_is_judged_by_rows_that_it_learned_from()
    {
        string model = Train(Tiny.Classes, Recipe), settings = _directory["run/run.json"];
        string Refused(SmallerSettings asked, StudyData data) => Assert.Throws<ArgumentException>(() => Run(model, asked, data)).Message;
        Assert.Equal(
            $"SmallerSettings.Seed = 4 contradicts '{settings}', by which '{model}' was trained with the seed 3: omit it.",
            Refused(new(Removal.Units, 0.5) { Seed = 4 }, Tiny.Classes));
        Assert.EndsWith(
            "and its test rows may be rows that it learned from: give the data and the options of its training.",
            Refused(new(Removal.Units, 0.5), Tiny.Plane));
        File.Delete(settings);
        Assert.Equal(
            $"There is no '{settings}' that says which rows '{model}' learned from, and a network must not be judged by those: say the seed that it "
                + "was trained with by SmallerSettings.Seed = 0, which is the usual one.",
            Refused(new(Removal.Units, 0.5), Tiny.Classes));
        Assert.StartsWith("The scales of tiny by the seed 4 are not those ", Refused(new(Removal.Units, 0.5) { Seed = 4 }, Tiny.Classes));
        Assert.StartsWith("The answers of tiny by the seed 3 are not those ", Refused(new(Removal.Units, 0.5) { Seed = 3 }, Tiny.Plane));
        Assert.NotNull(Run(model, new(Removal.Units, 0.5) { Seed = 3, Retrain = 1 }, Tiny.Classes).Chosen.Test);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Members_of_a_committee_train_on_each_by_the_rows_that_it_learned_from(bool bagging, bool boosting)
    {
        string model = Train(Tiny.Classes, Recipe with { Members = 3, Bagging = bagging, Boosting = boosting });
        (ModelFile file, Module whole) = ModelFile.Load(model);
        SmallerResult result = Run(model, new(Removal.Units, 0.5) { Retrain = 4 }, Tiny.Classes);
        Assert.Equal([16, 16], result.File.Recipe.Hidden);
        Assert.InRange(result.Chosen.BestEpoch!.Value, 0, 4);
        Assert.EndsWith(
            result.Chosen.BestEpoch > 0 ? ", the latest one of its members)." : "as it is cut.",
            result.Sentences[result.Chosen.BestEpoch > 0 ? 0 : 2]);

        // The same by hand, for the last member.
        DataSplit split = Tiny.Classes.Split(3, withValidation: true);
        Recipe recipe = Recipe with { Epochs = 4, Patience = 0 };
        Dataset rows = MemberRows.Of(Recipe with { Bagging = bagging, Boosting = boosting }, 3, split.Train, ((Ensemble)whole).Members).Last();
        Module last = ((Ensemble)file.RemoveUnits(whole, 0.5).Network).Members[^1];
        double least = Objective.For(split.Validation!).Evaluate(last, split.Validation!).Loss;
        Module before = last.Clone();
        Trainer trainer = new(
            last, recipe.BuildOptimizer(last), split with { Train = rows },
            recipe.BuildOptions(MemberSeed.Of(3, ((Ensemble)whole).Members.Count - 1), rows));
        trainer.Fit(cancellation: TestContext.Current.CancellationToken);
        trainer.RestoreBest();
        bool isBetter = trainer.History.Epochs[trainer.History.BestEpoch - 1].Validation!.Loss < least;
        Assert.Equal(
            (isBetter ? last : before).NamedParameters().Select(p => p.Value.Values.ToArray()),
            ((Ensemble)result.Network).Members[^1].NamedParameters().Select(p => p.Value.Values.ToArray()));
    }

    [Fact]
    public void Boosted_members_get_again_the_rows_that_they_learned_from()
    {
        DataSplit split = Tiny.Classes.Split(3, withValidation: true);
        Recipe recipe = Recipe with { Hidden = [4], Members = 3, Boosting = true };
        string model = Train(Tiny.Classes, recipe);
        IReadOnlyList<Module> members = ((Ensemble)ModelFile.Load(model).Network).Members;
        Dataset[] rows = [.. MemberRows.Of(recipe, 3, split.Train, members)];
        for (int index = 0; index < members.Count; index++)
        {
            Module again = Tiny.Classes.BuildNetwork(
                recipe, Activations.Elu(), new RandomStream(MemberSeed.Of(3, index)), split.Train);
            Trainer trainer = (Trainer)recipe.BuildTraining(again, split with { Train = rows[index] }, MemberSeed.Of(3, index));
            trainer.Fit(cancellation: TestContext.Current.CancellationToken);
            trainer.RestoreBest();
            Assert.Equal(
                members[index].NamedParameters().Select(p => p.Value.Values.ToArray()),
                again.NamedParameters().Select(p => p.Value.Values.ToArray()));
        }
    }

    [Fact]
    public void A_committee_gets_smaller_and_does_not_train_on_where_its_rows_are_not_known()
    {
        string model = Train(Tiny.Classes, Recipe with { Members = 3, Bagging = true }), settings = _directory["run/run.json"];
        Assert.Equal([16, 16], Run(model, new(Removal.Units, 0.5), Tiny.Classes).File.Recipe.Hidden);
        Assert.True(Run(model, new(Removal.Weights, 0.9), Tiny.Classes).Chosen.Bytes < 12_000);
        string Refused(int? seed) =>
            Assert.Throws<ArgumentException>(() => Run(model, new(Removal.Units, 0.5) { Retrain = 2, Seed = seed }, Tiny.Classes)).Message;
        string run = File.ReadAllText(settings);
        File.WriteAllText(settings, run.Replace("\"members\": 3", "\"members\": 5", StringComparison.Ordinal));
        Assert.Equal(
            "SmallerSettings.Retrain gives each member of a committee the rows that it learned from, but of 5 members 3 are left, as the others "
                + "diverged, and which draws (Recipe.Bagging) theirs were is not known: omit SmallerSettings.Retrain.", Refused(null));
        File.Delete(settings);
        Assert.Equal(
            "SmallerSettings.Retrain gives each member of a committee the rows that it learned from, and whether those were draws of their own "
                + $"(Recipe.Bagging) stands in '{settings}', which does not exist: copy it there, or omit SmallerSettings.Retrain.", Refused(3));
    }

    [Theory]
    [InlineData(0, "PruningMask.Weights must be above 0 % and below 100 %, such as 70% or 0.7, but got 0 %.")]
    [InlineData(1, "PruningMask.Weights must be above 0 % and below 100 %, such as 70% or 0.7, but got 100 %.")]
    [InlineData(double.NaN, "PruningMask.Weights must be above 0 % and below 100 %, such as 70% or 0.7, but got NaN %.")]
    public void A_share_is_a_part(double share, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => new SmallerSettings(Removal.Weights, share).Check()).Message);

    internal sealed class Watcher(Action<SmallerProgress> watch) : IProgress<SmallerProgress>
    {
        public void Report(SmallerProgress value) => watch(value);
    }
}
