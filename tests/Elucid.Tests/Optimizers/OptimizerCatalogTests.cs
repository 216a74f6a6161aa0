namespace Elucid.Tests.Optimizers;

public sealed class OptimizerCatalogTests
{
    public static TheoryData<string> Names => [.. OptimizerCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_entry_makes_its_optimizer_with_its_defaults_and_with_others(string name)
    {
        OptimizerInfo info = OptimizerCatalog.Find(name);
        Linear model = new(4, 3, new RandomStream(1));
        Optimizer usual = info.Create(model), other = info.Create([model], 0.25, 0.5);
        Assert.Equal((info.LearningRate, info.WeightDecay), (usual.LearningRate, usual.WeightDecay));
        Assert.Equal((0.25, 0.5), (other.LearningRate, other.WeightDecay));
        Assert.Contains(info.LearningRates, rate => rate >= info.LearningRate / 2 && rate <= info.LearningRate * 2);
        Assert.Equal(info.LearningRates.Order(), info.LearningRates);
    }

    [Fact]
    public void The_entries_differ_in_name_and_kind()
    {
        Linear model = new(4, 3, new RandomStream(1));
        Assert.Equal(
            ["Adam(beta1 0.9, beta2 0.999)", "AdamW(beta1 0.9, beta2 0.999)", "Sgd", "Sgd(momentum 0.9)", "Sgd(momentum 0.9, Nesterov)",
                "RmsProp(smoothing 0.99)"],
            OptimizerCatalog.All.Select(info => info.Create(model).SaveState().Optimizer));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_those_that_there_are() => Assert.Equal(
        "There is no optimizer named 'adamm'. Did you mean 'adam'? The names are adam, adamw, sgd, momentum, nesterov, rmsprop. (Parameter 'name')",
        Assert.Throws<ArgumentException>(() => OptimizerCatalog.Find("adamm")).Message);
}
