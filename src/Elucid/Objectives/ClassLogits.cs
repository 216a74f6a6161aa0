using Elucid.Numerics;

namespace Elucid;

/// <summary>A logit for each class.</summary>
internal sealed class ClassLogits : OutputMeaning
{
    public override LearningTask Task => LearningTask.Classification;

    public override Objective Objective => Objective.Classification();

    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data)
    {
        ReadOnlySpan<int> labels = data.Labels;
        int classes = data.OutputCount;
        ConfusionMatrix confusion = ConfusionMatrix.FromOutputs(labels, outputs, classes);
        double[] logProbabilities = LogProbabilities.FromLogits(outputs, classes);
        Score balanced = confusion.BalancedAccuracy, auc = RocAuc.OneVersusRest(labels, logProbabilities, classes);
        Score? f1 = classes == 2 ? confusion.F1(1) : null;
        return new Evaluation(LogLoss.Of(labels, logProbabilities, classes).Value ?? double.NaN, confusion.Accuracy.Value)
        {
            BalancedAccuracy = balanced.Value,
            MacroF1 = confusion.F1(Average.Macro).Value,
            F1 = f1?.Value,
            Auc = auc.Value,
            Undefined = Evaluation.Reasons(("balanced accuracy", balanced), ("F1", f1), ("AUC", auc)),
        };
    }

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => Probabilities.FromLogits(outputs, width);

    public override double FromMean(double mean, int output) => DoubleLane1.Log(new(mean)).Value;

    public override double[] Disagreement(IReadOnlyList<Tensor> members, Tensor together, ColumnScales? scales)
    {
        double[] shares = new double[together.Shape[0]];
        for (int row = 0; row < shares.Length; row++)
        {
            int chosen = ChoiceOf(together, row);
            shares[row] = members.Count(member => ChoiceOf(member, row) != chosen) / (double)members.Count;
        }
        return shares;
    }

    static int ChoiceOf(Tensor outputs, int row) => Rows.Largest(outputs.Values.Slice(row * outputs.Shape.Last, outputs.Shape.Last));

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset)
    {
        ReadOnlySpan<float> probabilities = Ops.Softmax(outputs).Values;
        Prediction[] predictions = new Prediction[outputs.Shape[0]];
        for (int row = 0; row < predictions.Length; row++)
            predictions[row] = Prediction.OfClass(names, probabilities.Slice(row * names.Count, names.Count));
        return predictions;
    }
}
