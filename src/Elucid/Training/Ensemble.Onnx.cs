using Elucid.Onnx;

namespace Elucid;

// How several networks are written as one graph.
public sealed partial class Ensemble : IOnnxModule
{
    // Times the smallest difference of two normal numbers it is more than 1, and no difference overflows to a number that is not one.
    const float Huge = float.MaxValue;

    OnnxValue IOnnxModule.Export(OnnxGraph graph, OnnxValue input)
    {
        OnnxValue[] outputs = [.. _members.Select(member => graph.Export(member, input))];
        return _averaged switch
        {
            null => Sum(graph, [.. outputs.Zip(_weights, (y, weight) => Scaled(graph, FirstLargest(graph, y), weight))]),
            { Task: LearningTask.Classification or LearningTask.Text } => MeanOfProbabilities(graph, outputs, _weights),
            SeveralOutputs several => MeanOfTargets(graph, outputs, _weights, several.Targets),
            _ => MeanOfNumbers(graph, outputs, _weights),
        };
    }

    static OnnxValue MeanOfNumbers(OnnxGraph graph, OnnxValue[] outputs, double[] weights) =>
        Sum(graph, [.. outputs.Zip(weights, (y, weight) => Scaled(graph, y, weight / weights.Sum()))]);

    // Each target's outputs by themselves.
    static OnnxValue MeanOfTargets(OnnxGraph graph, OnnxValue[] outputs, double[] weights, IReadOnlyList<TargetInfo> targets)
    {
        List<OnnxValue> means = [];
        for (int target = 0, first = 0; target < targets.Count; first += targets[target++].OutputCount)
        {
            int count = targets[target].OutputCount, from = first;
            OnnxValue[] own = [.. outputs.Select(y => graph.Node(
                "Slice", y.Shape.With(1, count), [y, graph.Integers(from), graph.Integers(from + count), graph.Integers(1)]))];
            means.Add(targets[target].IsOfClasses ? MeanOfProbabilities(graph, own, weights) : MeanOfNumbers(graph, own, weights));
        }
        return graph.Node("Concat", outputs[0].Shape, [.. means], new OnnxSetting("axis", 1));
    }

    // ln Σ exp(ln wᵢ/W + log-softmaxᵢ), around the largest of them: where all members are sure, exp alone would be 0.
    static OnnxValue MeanOfProbabilities(OnnxGraph graph, OnnxValue[] outputs, double[] weights)
    {
        Shape shape = outputs[0].Shape;
        OnnxValue[] logs = [.. outputs.Zip(weights, (y, weight) => graph.Node("Add", shape,
            [graph.Node("LogSoftmax", shape, [y], new OnnxSetting("axis", -1)), graph.Constant((float)Math.Log(weight / weights.Sum()))]))];
        OnnxValue largest = graph.Node("Max", shape, logs);
        OnnxValue sum = Sum(graph, [.. logs.Select(log => graph.Node("Exp", shape, [graph.Node("Sub", shape, [log, largest])]))]);
        return graph.Node("Add", shape, [graph.Node("Log", shape, [sum]), largest]);
    }

    // 1 for the first of the largest outputs of a row, 0 for the others.
    static OnnxValue FirstLargest(OnnxGraph graph, OnnxValue y)
    {
        int classes = y.Shape[1];
        Shape row = y.Shape.With(1, 1);
        OnnxValue largest = graph.Node("Squeeze", row,
            [graph.Node("GlobalMaxPool", [y.Shape[0], 1, 1],
                [graph.Node("Unsqueeze", [y.Shape[0], 1, classes], [y, graph.Integers(1)])]), graph.Integers(2)]);
        OnnxValue isLargest = Between0And1(graph, graph.Node("Add", y.Shape,
            [graph.Node("Mul", y.Shape, [graph.Node("Sub", y.Shape, [y, largest]), graph.Constant(Huge)]), graph.Constant(1)]));
        float[] earlier = new float[classes * classes];
        for (int i = 0; i < classes; i++)
            earlier.AsSpan(i * classes + i + 1, classes - i - 1).Fill(1);
        OnnxValue before = graph.Node("MatMul", y.Shape, [isLargest, graph.Constant([classes, classes], earlier)]);
        return Between0And1(graph, graph.Node("Sub", y.Shape, [isLargest, before]));
    }

    static OnnxValue Between0And1(OnnxGraph graph, OnnxValue x) =>
        graph.Node("Clip", x.Shape, [x, graph.Constant(0), graph.Constant(1)]);

    static OnnxValue Scaled(OnnxGraph graph, OnnxValue x, double factor) => graph.Node("Mul", x.Shape, [x, graph.Constant((float)factor)]);

    static OnnxValue Sum(OnnxGraph graph, OnnxValue[] values) => graph.Node("Sum", values[0].Shape, values);
}
