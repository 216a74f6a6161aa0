using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class S11ReplicatedThePaper : ImageCard
{
    const string AutoencoderId = "S11-autoencoder", MnistId = "S11-mnist", MnistAutoencoderId = "S11-mnist-autoencoder", CifarId = "S11-cifar";

    const string Leaky = "leaky-relu:slope=0.1", Loss = "training loss";

    static readonly Condition
        Faster = new Superiority("elu", "relu", Loss, -Math.Log(1 - 0.03)),
        ThanLeaky = new Superiority("elu", Leaky, Loss, -Math.Log(1 - 0.03)),
        Closer = new Superiority("elu", "relu", FasterLearning.Shift.Name, -Math.Log(1 - 0.25)),
        LessError = new Superiority("elu", "relu", PaperAutoencoder.TestError.Name, -Math.Log(1 - 0.05)),
        LessTrainingError = new Superiority("elu", "relu", PaperAutoencoder.TrainingError.Name, -Math.Log(1 - 0.05)),
        FasterOnImages = new Superiority("elu", "relu", ImageClassifier.LossOfAllSteps.Name, -Math.Log(1 - 0.05));

    public override string Topic => "the paper's results replicate";

    public override string Sentence => "The results of the paper can be replicated.";

    public override string Expected => "supported for faster learning, means and batch norm";

    // 2: it is built.
    public override int Revision => 2;

    public override string Limits =>
        "The paper's networks at a small part of its budget, on Fashion-MNIST in place of MNIST. Its tables are of convolutional networks "
            + "on CIFAR-100 "
            + "and ImageNet, trained for 160,000 steps and more; those are not run.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
    [
        FasterLearning.Of(data) with { Conditions = [Faster, ThanLeaky, Closer] },
        FasterLearning.AtThePapersRate(data) with { Conditions = [Faster] },
        Autoencoder(data) with { Conditions = [LessError, LessTrainingError] },
        Gains(data).Experiment,
        NormsBeside.Of(data),
        .. data.Mnist is not { } mnist ? [] : new[]
        {
            FasterLearning.AtThePapersRate(MnistId, mnist, "relu", "elu", Leaky), PaperAutoencoder.Of(MnistAutoencoderId, mnist),
        },
        .. data.Cifar is not { } cifar ? [] : new[] { OnCifar(cifar) },
    ];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult tuned = evidence[FasterLearning.Id], paper = evidence[FasterLearning.PaperId], autoencoder = evidence[AutoencoderId],
            norms = evidence[NormsBeside.Id];
        ConditionResult faster = Faster.Evaluate(paper), fasterTuned = Faster.Evaluate(tuned), thanLeaky = ThanLeaky.Evaluate(tuned),
            closer = Closer.Evaluate(tuned), lessError = LessError.Evaluate(autoencoder), lessTraining = LessTrainingError.Evaluate(autoencoder),
            inPlace = NormsBeside.InPlace.Evaluate(norms), needsNone = NormsBeside.NeedsNone.Evaluate(norms),
            reluGains = NormsBeside.ReluGains.Evaluate(norms);
        Finding finding = Findings.In(
            [("faster learning", [faster, fasterTuned, thanLeaky]), ("means closer to zero", [closer]),
                ("the autoencoder", [lessError, lessTraining]), ("batch norm", [inPlace, needsNone])],
            "ReLU",
            $"At the paper's rate ELU's training loss is {Findings.Change(faster)} than ReLU's, the shift of its units' means is "
                + $"{Findings.Change(closer)}, the autoencoder's error on test images is {Findings.Change(lessError)}, and its training loss is "
                + $"{Findings.Change(inPlace)} than that of ReLU with batch norm.");
        finding = finding with
        {
            Charts =
            [
                Pictures.Curves(autoencoder, "error", "error of the autoencoder", stepsEach: 50),
                Pictures.PairedDifferences(autoencoder, PaperAutoencoder.TestError.Name), Pictures.PairedDifferences(norms, Loss),
            ],
            Tables =
            [
                new ReportTable(
                    "What the paper says, and what comes out here",
                    [new("result"), new("the paper"), new("here"), new("what differs")],
                    [
                        Row("training loss of 8 × 128 units on MNIST",
                            "curves alone: ELU's falls much faster, all are flat after epoch 25 of 300; 5 runs",
                            $"ELU against ReLU {Findings.Effect(faster)} at its rate of 0.01, {Findings.Effect(fasterTuned)} at tuned rates, against "
                                + $"Leaky ReLU {Findings.Effect(thanLeaky)}",
                            "Fashion-MNIST, 3 epochs"),
                        Row("medians of the units' means", "curves alone: smaller with ELU throughout",
                            $"{Findings.Effect(closer)} closer to zero than ReLU's", "beside the units' deviations, after 3 epochs"),
                        Row("autoencoder", "curves alone: ELU has the lowest training and test error at each of four rates",
                            $"test error {Findings.Effect(lessError)}, training error {Findings.Effect(lessTraining)} better than ReLU's",
                            "500-250-30 for 1000-500-250-30, 1,500 steps for 500 epochs, the largest of the rates; what is summed is not said there"),
                        Row("batch norm", "improves ReLU and Leaky ReLU, not ELU; ELU is better than ReLU with it",
                            $"ReLU gains {Findings.Effect(reluGains)} by it, ELU {Findings.Effect(needsNone)}; ELU is {Findings.Effect(inPlace)} "
                                + "better than ReLU with it",
                            "8 × 128 units; there convolutions on CIFAR-100"),
                        .. evidence.Data.Mnist is null ? [] : OnMnist(evidence),
                        .. evidence.Data.Cifar is null ? [] : OnCifar(evidence),
                        Row("test error on CIFAR-100, 11 convolutions",
                            "ELU 28.75 % (± 0.24), shifted ReLU 29.35 (± 0.29), Leaky ReLU 30.59 (± 0.29), "
                            + "ReLU 31.56 (± 0.37); 10 runs, p < 0.001", Format.Missing,
                            "not run: 165,000 steps. Ten pairs reach p < 0.001 in a one-sided test alone"),
                        Row("best networks", "CIFAR-10 6.55 %, CIFAR-100 24.28 % test error; All-CNN 7.25 and 33.71, as cited there", Format.Missing,
                            "not run: 18 convolutions"),
                        Row("ImageNet", "a top-5 error of 20 % after 160,000 steps, with ReLU after 200,000; 12.15 against 11.48 h for 10,000 steps",
                            Format.Missing, "not run. The hours differ by 5.8 %, the text says 5; N04 measures the cost of a step here"),
                    ])
                {
                    Explanation = "Above 0 is better for ELU; in brackets the 95 % interval.",
                },
                Findings.Means(autoencoder), Findings.Means(norms),
            ],
        };
        finding = FasterLearning.AtOtherGains(finding, tuned, Loss);
        return Gains(evidence.Data).Qualify(finding, evidence);
    }

    static Experiment Autoencoder(ClaimData data) => PaperAutoencoder.Of(AutoencoderId, data.Fashion);

    static OtherGain Gains(ClaimData data) => new(Autoencoder(data), $"{AutoencoderId}-gain", LessError, LessTrainingError)
    {
        Arms = ["relu", "elu"],
        Seeds = 2,
    };

    // What fits of the paper's networks of convolutions: four of them, at its first rate and with its momentum.
    static Experiment OnCifar(PreparedImages cifar)
    {
        Experiment experiment = ConvolutionalNetwork.Of(cifar);
        return experiment with
        {
            Id = CifarId,
            Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of(Leaky)],
            Seeds = 5,
            Tuning = null,
            Settings = experiment.Settings.With("rate", 0.01),
            Conditions = [FasterOnImages],
        };
    }

    static IEnumerable<ReportRow> OnMnist(Evidence evidence)
    {
        ExperimentResult classifier = evidence[MnistId], autoencoder = evidence[MnistAutoencoderId];
        yield return Row("the same loss", "as above",
            $"ELU against ReLU {Findings.Effect(Faster.Evaluate(classifier))}, against Leaky ReLU "
                + $"{Findings.Effect(ThanLeaky.Evaluate(classifier))} at "
                + "its rate", "MNIST, 3 epochs");
        yield return Row("the same autoencoder", "as above",
            $"test error {Findings.Effect(LessError.Evaluate(autoencoder))}, training error "
                + $"{Findings.Effect(LessTrainingError.Evaluate(autoencoder))} better than ReLU's", "MNIST");
    }

    static IEnumerable<ReportRow> OnCifar(Evidence evidence)
    {
        ExperimentResult result = evidence[CifarId];
        string Error(string arm) => Format.Percent(1 - Enumerable.Average(result.Scores(arm, Metric.TestAccuracy.Name).Values.ToArray()));
        yield return Row("images of CIFAR-10", "6.55 % with 18 convolutions",
            $"test error {Error("elu")} with ELU, {Error("relu")} with ReLU, {Error(Leaky)} with Leaky ReLU; ELU's training loss is "
                + $"{Findings.Effect(FasterOnImages.Evaluate(result))} better than ReLU's",
            "4 convolutions of 8 and 16 channels, 10,000 images, 600 steps");
    }

    static ReportRow Row(string result, string paper, string here, string differs) => new([result, paper, here, differs]);
}
