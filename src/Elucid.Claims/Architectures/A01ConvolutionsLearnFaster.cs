using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class A01ConvolutionsLearnFaster : ImageCard
{
    static readonly string Loss = ImageClassifier.LossOfAllSteps.Name;

    static readonly Condition Faster = new Superiority("elu", "leaky-relu", Loss, -Math.Log(1 - 0.05));

    public override string Sentence => "In a convolutional network the loss drops faster with ELU than with Leaky ReLU.";

    public override string Expected => "supported, with a warning: ELU's runs diverge first";

    public override string Limits =>
        "A network of four small convolutions, 600 steps on Fashion-MNIST, rates tuned with a margin to divergence. Nothing is said of the loss "
            + "after long training, nor of networks with batch norm.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 4.2"];

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override LikeStudy? Like => new(
        LearningTask.Classification, "cnn", "4 convolutions", "momentum", "elu", "leaky-relu", Loss, ImageClassifier.TrainingLoss.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [ConvolutionalNetwork.Of(data) with { Conditions = [Faster] }, Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ConvolutionalNetwork.Id];
        ConditionResult faster = Faster.Evaluate(result);
        Finding finding = Findings.Of(faster, "Leaky ReLU",
            $"Over 600 steps ELU's mean training loss is {Findings.Change(faster)} than Leaky ReLU's. "
                + $"{Findings.Lead(result.Compare(ImageClassifier.TestAccuracy.Name), "elu", "leaky-relu")}. {Findings.Failures(result)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Loss), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result, "Tuned rates", Loss, ImageClassifier.TestAccuracy.Name)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence);
    }

    // A run takes seconds, so three seeds, and the three rates around the ones that are chosen at He's gain.
    static OtherGain Gains(ClaimData data) => new(
        ConvolutionalNetwork.Of(data) with { Tuning = ImageClassifier.Rates(0.003, 0.01, 0.03) with { ExtendsGrid = false } }, "A01-gain", Faster)
    {
        Arms = ["leaky-relu", "elu"],
        Seeds = 3,
    };
}
