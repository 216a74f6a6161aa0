namespace Elucid.Tests.Tasks;

public sealed class PolicyFileTests
{
    static readonly Standardizer Scales = new(new ColumnScales([0.1f, 0, 0, 0], [0.5f, 1, 0.1f, 1]));

    static (ModelFile File, Module Network) Untrained()
    {
        ModelFile file = new()
        {
            Recipe = new NetworkRecipe { Hidden = [8] },
            Activation = "elu",
            FeatureShape = [4],
            OutputNames = ["left", "right"],
            Task = LearningTask.Control,
            Data = "cartpole",
            Environment = "cartpole",
            Scales = Scales,
        };
        return (file, file.Recipe.BuildNetwork([4], 2, ActivationCatalog.Parse("elu"), new RandomStream(3), LearningTask.Control));
    }

    [Fact]
    public void A_policy_that_is_read_again_knows_its_environment_and_acts_as_before()
    {
        (ModelFile file, Module network) = Untrained();
        using MemoryStream stream = new();
        file.Save(network, stream);
        TrainedModel loaded = TrainedModel.Load(stream.ToArray());
        Assert.Equal(("cartpole", LearningTask.Control), (loaded.File.Environment, loaded.File.Task));
        Episode before = Episode.Run(new CartPole(), new TrainedModel(file, network).Act, new RandomStream(4));
        Episode after = Episode.Run(new CartPole(), loaded.Act, new RandomStream(4));
        Assert.Equal(before.Actions.ToArray(), after.Actions.ToArray());
        Prediction said = loaded.Predict(before.Observations.Values[..4]);
        Assert.Equal(said.Class, file.OutputNames[before.Actions.Span[0]]);
        Dataset episodes = Scales.Apply(EpisodeData.Of(EnvironmentCatalog.Find("cartpole"), 3, seed: 1));
        Assert.Equal(EpisodeData.Play(network, episodes).Select(e => e.Length), EpisodeData.Play(_ => loaded.Act, episodes).Select(e => e.Length));
    }

    [Fact]
    public void Files_that_contradict_themselves_are_refused()
    {
        (ModelFile file, Module network) = Untrained();
        byte[] Saved(ModelFile other)
        {
            using MemoryStream stream = new();
            other.Save(network, stream);
            return stream.ToArray();
        }
        Refused.With<ModelFormatException>(
            "'bytes': the description of the network cannot be used: 'environment' stands in models of policies, and in no others.",
            () => TrainedModel.Load(Saved(file with { Environment = null })));
        Assert.Contains("'environment' stands in models of policies, and in no others.",
            Assert.Throws<ModelFormatException>(() => TrainedModel.Load(Saved(file with { Task = LearningTask.Classification }))).Message);
    }

    [Fact]
    public void What_cannot_act_says_so()
    {
        (ModelFile file, Module network) = Untrained();
        TrainedModel model = new(file, network);
        Refused.With<ArgumentException>(
            "Expected the 4 features of one example of shape [4], as the model learned from cartpole, but got 3.", () => model.Act(new float[3]));
        Refused.With<ArgumentException>(
            "Expected finite features, but number 1 is NaN. Leave the example out, or give what stands for it.",
            () => model.Act([0, float.NaN, 0, 0]));
        Refused.With<InvalidOperationException>(
            "The model learned classification from digits, and not to act in an environment: use Predict.",
            () => new TrainedModel(file with { Task = LearningTask.Classification, Data = "digits" }, network).Act(new float[4]));
    }
}
