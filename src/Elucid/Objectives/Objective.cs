namespace Elucid;

/// <summary>What a network is trained for: the loss of a batch, and how the network is judged.</summary>
/// <remarks>
/// One of your own needs no more than a loss, by which it is then judged, too:
/// <code>
/// Objective quantile = Objective.Of((model, batch) => Loss.Quantile(model.Forward(batch.X), batch.Targets, 0.9f));
/// new Trainer(model, new Adam(model), training, validation, new TrainerOptions { Objective = quantile }).Fit();
/// </code>
/// Derive from it to judge by scores of your own.
/// </remarks>
public abstract class Objective
{
    internal const int RowsAtOnce = 512;

    /// <summary>The loss of a batch, computed on the tape that runs.</summary>
    /// <param name="model">The network.</param>
    /// <param name="batch">The examples.</param>
    /// <returns>A scalar, the mean over the examples.</returns>
    public abstract Tensor Loss(Module model, Examples batch);

    /// <summary>How much rows count in the mean of a batch that is trained in parts: their number, or the sum of their weights.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="rows">Which of its rows.</param>
    public virtual double WeightOf(Dataset data, ReadOnlySpan<int> rows) => rows.Length;

    /// <summary>Judges a network, as in use; by default by the mean loss over all examples.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The examples.</param>
    public virtual Evaluation Evaluate(Module model, Dataset data) => new(MeanLoss(model, data));

    /// <summary>Throws where a network or data do not fit, before training begins; by default asks the network whether it takes the data.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The training data.</param>
    /// <param name="batchSize">Examples of a batch.</param>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public virtual void Check(Module model, Dataset data, int batchSize) => model.OutputShape([batchSize, .. data.FeatureShape]);

    /// <summary>That of a dataset's task: classification for classes, regression for quantities, the next token for texts, the rows themselves where
    /// there are no answers, what is earned for episodes.</summary>
    public static Objective For(Dataset data) => OutputMeaning.Of(data.Task).Objective;

    /// <summary>Any loss.</summary>
    /// <param name="loss">Computes the mean loss of a batch.</param>
    public static Objective Of(Func<Module, Examples, Tensor> loss) => new OwnObjective(loss);

    /// <summary>
    /// One class per example: softmax cross-entropy of logits [batch, classes], judged by accuracy, F1 and the other scores of
    /// <see cref="Evaluation"/>.
    /// </summary>
    /// <param name="classWeights">
    /// How much the examples of each class count, such as the reciprocals of the classes' shares where some are rare; null for all alike.
    /// </param>
    /// <param name="exampleWeights">How much each row of the training data counts; null for all alike.</param>
    /// <param name="labelSmoothing">Share of the target spread over all classes (Szegedy et al. 2016, arXiv:1512.00567, section 7).</param>
    /// <param name="gamma">γ of the focal loss (Lin et al. 2017, arXiv:1708.02002, eq. 4): easy examples count less by (1 − p)^γ; 0 for none.</param>
    /// <remarks>
    /// The loss of weighted rows is Σ weight · loss / Σ weight over the batch, as PyTorch's. Judging takes no weights: scores of different runs stay
    /// comparable.
    /// </remarks>
    /// <exception cref="ArgumentException">A number is out of range, or label smoothing and γ are both asked for.</exception>
    public static Objective Classification(
        float[]? classWeights = null, float[]? exampleWeights = null, double labelSmoothing = 0, double gamma = 0) =>
        new ClassificationObjective(classWeights, exampleWeights, labelSmoothing, gamma);

    /// <summary>Quantities: a loss of predictions and targets, both [batch, targets]; judged by squared errors, R² and MAE.</summary>
    /// <param name="loss">From prediction and target; mean squared error if null.</param>
    public static Objective Regression(Func<Tensor, Tensor, Tensor>? loss = null)
    {
        loss ??= Elucid.Loss.MeanSquaredError;
        return new RegressionObjective((prediction, batch) => loss(prediction, batch.Targets));
    }

    /// <summary>
    /// Quantities of rows that count differently: Σ weight · loss / Σ weight over the batch, where a row's loss is the mean over its targets. Judging
    /// takes no weights: scores of different runs stay comparable.
    /// </summary>
    /// <param name="exampleWeights">How much each row of the training data counts, at least 0, such as 1/σ² of targets with an error of σ.</param>
    /// <param name="loss">
    /// From prediction, target and weights, all [batch, targets], such as <see cref="Loss.MeanAbsoluteError(Tensor, Tensor, Tensor)"/>; mean squared
    /// error if null.
    /// </param>
    /// <example><code>Objective.Regression(weights, Loss.MeanAbsoluteError)</code></example>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public static Objective Regression(float[] exampleWeights, Func<Tensor, Tensor, Tensor, Tensor>? loss = null)
    {
        loss ??= Elucid.Loss.MeanSquaredError;
        ExampleWeights weights = new(exampleWeights);
        return new RegressionObjective((prediction, batch) => loss(prediction, batch.Targets, weights.Of(batch, prediction.Shape.Last)), weights);
    }

    /// <summary>
    /// Several targets of a row at once (<see cref="LearningTask.Several"/>): the sum of their <see cref="TargetLosses"/>. Judged by the mean share
    /// that is explained of the targets (<c>Explained</c>), the scores of each (<see cref="TargetInfo.ScoreName"/>), and the cosine between their
    /// gradients with respect to the weights that they share (<c>cosine</c>).
    /// </summary>
    /// <param name="weights">What the loss of each target counts, at least 0; null for 1 each. Judging takes none: scores of different runs stay
    /// comparable.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public static Objective Several(float[]? weights = null)
    {
        foreach (float weight in weights ?? [])
            Require.NotNegative(weight);
        return new SeveralObjective(weights);
    }

    /// <summary>
    /// Several targets of a row at once, as <see cref="Several"/>, where what each loss counts is learned with the network: by 1/σ² for classes and
    /// 1/2σ² for quantities, with ln σ added to the loss of each row that knows the target, so that a target that stays hard counts less. A
    /// <see cref="Trainer"/> learns ln σ² by Adam with a rate of its own (0.01, on the run's schedule); its checkpoints keep them, and
    /// <see cref="EpochRecord.Metrics"/> have what each counts, as <c>weight(price)</c>. Judged as <see cref="Several"/>, by the plain sum.
    /// </summary>
    /// <remarks>A. Kendall, Y. Gal, R. Cipolla 2018, arXiv:1705.07115, section 3.2.</remarks>
    public static Objective SeveralByUncertainty() => new SeveralObjective(weights: null, learns: true);

    /// <summary>
    /// The token after each position: cross-entropy of logits [batch, length, vocabulary], as those of <see cref="Gpt"/>. The data are of tokens
    /// [length], and their targets the tokens one place later
    /// (<see cref="TokenDataset.ToDataset"/>). Judged by the loss and by the perplexity.
    /// </summary>
    /// <param name="labelSmoothing">Share of the target spread over all tokens.</param>
    public static Objective NextToken(double labelSmoothing = 0) => new NextTokenObjective(labelSmoothing);

    /// <summary>
    /// The input itself: a loss of the network's output and the features, in the output's shape. With augmentation, the features before it: a
    /// denoising autoencoder. Values that are missing in a table count for nothing. Judged by the loss and by <see cref="ReconstructionErrors"/>.
    /// </summary>
    /// <param name="loss">From output and features of one shape; mean squared error if null.</param>
    public static Objective Reconstruction(Func<Tensor, Tensor, Tensor>? loss = null) => new ReconstructionObjective(loss);

    /// <summary>
    /// Objects in images, found by a <see cref="GridDetector"/>, of data with <see cref="Dataset.Boxes"/>. Judged by the loss, mAP@0.5 and
    /// mAP@[.5:.95].
    /// </summary>
    public static Objective Detection() => new DetectionObjective();

    /// <summary>
    /// Minus the evidence lower bound of a <see cref="VariationalAutoencoder"/>, in nats per example; features lie from 0 to 1, images are flattened.
    /// </summary>
    /// <param name="klWeight">β of a β-VAE; 1 by default.</param>
    public static Objective Elbo(double klWeight = 1) => new ElboObjective(klWeight);

    /// <summary>
    /// What a policy earns in episodes of an environment (<see cref="EpisodeData"/>): an <see cref="ActorCritic"/> is trained by proximal policy
    /// optimisation and judged by the mean return of its likeliest actions. A batch is so many episodes.
    /// </summary>
    /// <param name="options">Defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static Objective Policy(PolicyOptions? options = null)
    {
        options ??= new PolicyOptions();
        options.Check();
        return new PolicyObjective(options);
    }

    /// <summary>The objective of one run; one that learns something itself has its own there.</summary>
    /// <param name="data">The training data.</param>
    internal virtual Objective ForRun(Dataset data) => this;

    /// <summary>What it learns itself beside the network; null, the default, for nothing.</summary>
    internal virtual Module? Learned => null;

    /// <summary>What it has learned, by name.</summary>
    internal virtual IEnumerable<(string Name, double Value)> LearnedNumbers(Dataset data) => [];

    /// <summary>Whether it makes its steps itself, since one loss of a batch is not enough.</summary>
    internal virtual bool TakesSteps => false;

    /// <summary>Does a step, losses and updates, where <see cref="TakesSteps"/>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="model">The network.</param>
    /// <param name="data">The training data.</param>
    /// <param name="rows">Which of its rows are the batch.</param>
    /// <param name="random">Random numbers of this step.</param>
    internal virtual void Step(IOwnStep step, Module model, Dataset data, ReadOnlySpan<int> rows, RandomStream random)
    {
    }

    /// <summary>Throws where a network does not put out what the data's rows ask for.</summary>
    private protected static void CheckOutput(Module model, Dataset data, int batchSize, string outputs)
    {
        Shape output = model.OutputShape([batchSize, .. data.FeatureShape]);
        if (output.Rank != 2 || output[1] != data.OutputCount)
            ShapeException.Throw("Trainer", "the network's output", $"[{batchSize}, {data.OutputCount}]", output,
                $"Data '{data.Name}' has {data.OutputCount} {outputs}.");
    }

    /// <summary>The mean loss over all examples, as in use; what it draws is the same each time.</summary>
    protected double MeanLoss(Module model, Dataset data) => MeanLoss(model, data, RowsAtOnce);

    private protected double MeanLoss(Module model, Dataset data, int rowsAtOnce)
    {
        using ModeScope scope = model.InUse();
        double sum = 0;
        ForEachBatch(data, rowsAtOnce, batch => sum += (double)Loss(model, batch).ToScalar() * batch.Count);
        return sum / data.Count;
    }

    /// <summary>Goes through all examples in their order, without gradients; what is drawn is the same each time.</summary>
    private protected static void ForEachBatch(Dataset data, int rowsAtOnce, Action<Examples> use)
    {
        RandomStream random = new(seed: 0);
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        Examples batch = new(data, Math.Min(rowsAtOnce, data.Count));
        for (int first = 0; first < data.Count; first += rowsAtOnce)
        {
            using Tape tape = Tape.StartWithoutGradients();
            batch.Take(rows.AsSpan(first, Math.Min(rowsAtOnce, data.Count - first)), random);
            use(batch);
        }
    }

    sealed class OwnObjective(Func<Module, Examples, Tensor> loss) : Objective
    {
        public override Tensor Loss(Module model, Examples batch) => loss(model, batch);
    }
}
