namespace Elucid.Samples.Tests;

public sealed class OwnOptimizerTests
{
    [Fact]
    public void A_rule_of_ones_own_learns_the_digits()
    {
        using StringWriter output = new();
        OwnOptimizer.Run(output);
        Assert.Matches(@"^test accuracy 9[4-9]", output.ToString());
    }

    [Fact]
    public void Its_memory_is_part_of_checkpoints()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            (Linear whole, Trainer uninterrupted) = New();
            uninterrupted.Fit();
            Trainer first = New().Trainer;
            first.RunEpoch();
            Checkpoint.Save(first, path);
            (Linear model, Trainer resumed) = New();
            Checkpoint.Load(resumed, path);
            resumed.Fit();
            Assert.Equal(whole.Weight.Values, model.Weight.Values);
            Assert.Equal("Lion(beta1 0.9, beta2 0.99)", resumed.Optimizer.SaveState().Optimizer);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static (Linear Model, Trainer Trainer) New()
    {
        Linear model = new(2, 2, new RandomStream(1));
        Dataset data = new("points", [0, 1, 2, 3, 4, 5, 6, 7], [2], [0, 1, 0, 1], ["even", "odd"]);
        return (model, new Trainer(model, new Lion([model]), data, options: new TrainerOptions { Epochs = 3, BatchSize = 2 }));
    }
}
