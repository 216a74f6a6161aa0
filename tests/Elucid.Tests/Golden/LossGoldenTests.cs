using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class LossGoldenTests
{
    const double Tolerance = 1e-6;

    static readonly JsonElement Cases = GoldenFile.Read("losses.json");

    public static TheoryData<string> Names => [.. Cases.Names()];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        JsonElement entry = Cases.Named(name);
        Dictionary<string, Tensor> inputs = entry.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Tensor());
        using Tape tape = Tape.Start();
        Tensor loss = Compute(name, inputs, entry.TryGetProperty("labels", out JsonElement labels) ? labels.Integers() : []);
        GoldenFile.AssertClose(entry.GetProperty("output"), loss.Shape, loss.Values, Tolerance, name);
        tape.Backward(loss);
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject())
            GoldenFile.AssertClose(
                gradient.Value, inputs[gradient.Name].Shape, inputs[gradient.Name].Gradient, Tolerance, $"{name}, gradient of {gradient.Name}");
    }

    static Tensor Compute(string name, Dictionary<string, Tensor> inputs, int[] labels)
    {
        Tensor x = inputs["x"];
        Tensor Constant(string key) => inputs[key].Keep();
        Tensor OfRows(Func<float[], Objective> objective)
        {
            Dataset data = new("rows", new float[3], [1], inputs["target"].Values.ToArray(), ["a", "b", "c", "d", "e"]);
            Examples batch = new(data, data.Count);
            batch.Take([0, 1, 2], new RandomStream(0));
            return objective(inputs["weights"].Values.ToArray()).Loss(new Answer(x), batch);
        }
        return name switch
        {
            "cross-entropy with ignored labels and smoothing 0.0" => Loss.CrossEntropy(x, labels),
            "cross-entropy with ignored labels and smoothing 0.125" => Loss.CrossEntropy(x, labels, 0.125f),
            "smooth l1 of beta 1.0" => Loss.SmoothL1(x, Constant("target")),
            "smooth l1 of beta 0.25" => Loss.SmoothL1(x, Constant("target"), 0.25f),
            "weighted smooth l1" => Loss.SmoothL1(x, Constant("target"), weights: Constant("weights")),
            "weighted mean squared error" => Loss.MeanSquaredError(x, Constant("target"), Constant("weights")),
            "weighted mean absolute error" => Loss.MeanAbsoluteError(x, Constant("target"), Constant("weights")),
            "weighted huber" => Loss.Huber(x, Constant("target"), 0.5f, Constant("weights")),
            "mean squared error of weighted rows" => OfRows(weights => Objective.Regression(weights)),
            "mean absolute error of weighted rows" => OfRows(weights => Objective.Regression(weights, Loss.MeanAbsoluteError)),
            "huber of weighted rows" =>
                OfRows(weights => Objective.Regression(weights, (prediction, target, each) => Loss.Huber(prediction, target, 0.5f, each))),
            "focal loss of alpha 0.25 and gamma 2.0" => Loss.Focal(x, Constant("target")),
            "focal loss of alpha 0.5 and gamma 0.0" => Loss.Focal(x, Constant("target"), alpha: 0.5, gamma: 0),
            "focal loss of alpha 0.75 and gamma 1.5" => Loss.Focal(x, Constant("target"), alpha: 0.75, gamma: 1.5),
            "hinge" => Loss.Hinge(x, Constant("target")),
            "multi-class hinge of margin 1.0" => Loss.MultiClassHinge(x, labels),
            "multi-class hinge of margin 0.5" => Loss.MultiClassHinge(x, labels, 0.5f),
            "gaussian kl divergence" => Loss.GaussianKlDivergence(x, inputs["logVariance"]),
            "iou" => Loss.BoxIou(x, Constant("target")),
            "giou" => Loss.BoxGiou(x, Constant("target")),
            "policy gradient with entropy 0.0" => Loss.PolicyGradient(x, labels, Constant("returns"), Constant("baseline")),
            _ => Loss.PolicyGradient(x, labels, Constant("returns"), Constant("baseline"), entropyWeight: 0.125),
        };
    }

    /// <summary>Answers the same, whatever it is asked.</summary>
    sealed class Answer(Tensor answer) : Module
    {
        public override Tensor Forward(Tensor x) => answer;

        public override Shape OutputShape(Shape input) => answer.Shape;
    }
}
