using Elucid.Onnx;

namespace Elucid.Lab;

/// <summary>What makes examples of codes, in the data's own units, as one module: what is exported of a network that draws.</summary>
internal sealed class OnnxDrawing : Module, IOnnxModule
{
    readonly GenerativeNetwork _network;
    readonly ModelFile _file;

    /// <param name="network">A variational autoencoder or an adversarial network.</param>
    /// <param name="file">Shape and scales of what it draws.</param>
    public OnnxDrawing(GenerativeNetwork network, ModelFile file) => (_network, _file) = (Child("network", network), file);

    /// <summary>The shape of a code.</summary>
    public Shape Input => [1, _network.Latent];

    public override Tensor Forward(Tensor code)
    {
        Tensor drawn = Ops.Reshape(_network.Decode(code), OutputShape(code.Shape));
        drawn = _file.Scales is { } scales ? drawn * Of(scales.Features.Deviations) + Of(scales.Features.Means) : drawn;
        if (_file.Scores is not { } scores)
            return drawn;
        float[] rows = drawn.Values.ToArray();
        scores.Restore(rows, rounds: false);
        return new Tensor(drawn.Shape, rows);
    }

    public override Shape OutputShape(Shape input) => [input[0], .. _file.FeatureShape];

    public OnnxValue Export(OnnxGraph graph, OnnxValue code)
    {
        OnnxValue drawn = _network switch
        {
            GenerativeAdversarialNetwork pair => OfPair(graph, pair, code),
            VariationalAutoencoder autoencoder => OfAutoencoder(graph, autoencoder, code),
            _ => throw new NotSupportedException($"{_network} cannot be exported to ONNX: it draws in a way of its own."),
        };
        if (_file.Scales is not { } scales)
            return drawn;
        OnnxValue Numbers(ReadOnlySpan<float> numbers) => graph.Constant([numbers.Length], numbers);
        OnnxValue scaled = graph.Node("Mul", drawn.Shape, [drawn, Numbers(scales.Features.Deviations)]);
        OnnxValue restored = graph.Node("Add", drawn.Shape, [scaled, Numbers(scales.Features.Means)]);
        return _file.Scores is { } scores ? OfScores(graph, scores, restored) : restored;
    }

    // Between quantiles there are lines: the first quantile, and of each step up to the next one as much as the score has gone of it.
    static OnnxValue OfScores(OnnxGraph graph, NormalScores scores, OnnxValue z)
    {
        const int steps = NormalScores.KnotCount - 1;
        int features = scores.FeatureCount;
        float[] first = new float[features], rises = new float[features * steps], stays = new float[features];
        for (int feature = 0; feature < features; feature++)
        {
            if (scores.KnotsOf(feature) is not { } knots)
            {
                stays[feature] = 1;
                continue;
            }
            first[feature] = knots[0];
            for (int step = 0; step < steps; step++)
                rises[feature * steps + step] = knots[step + 1] - knots[step];
        }
        Shape each = [z.Shape[0], features, 1], all = [z.Shape[0], features, steps];
        float[] starts = [.. Enumerable.Range(0, steps).Select(step => (float)(step * NormalScores.KnotStep - NormalScores.Reach))];
        OnnxValue column = graph.Node("Unsqueeze", each, [z, graph.Integers(2)]);
        OnnxValue gone = graph.Node("Mul", all,
            [graph.Node("Sub", all, [column, graph.Constant([steps], starts)]), graph.Constant((float)(1 / NormalScores.KnotStep))]);
        OnnxValue part = graph.Node("Mul", all,
            [graph.Node("Clip", all, [gone, graph.Constant(0), graph.Constant(1)]), graph.Constant([features, steps], rises)]);
        OnnxValue sum = graph.Node("ReduceSum", z.Shape, [part, graph.Integers(2)], new OnnxSetting("keepdims", 0));
        OnnxValue quantity = graph.Node("Add", z.Shape, [sum, graph.Constant([features], first)]);
        return graph.Node("Add", z.Shape, [quantity, graph.Node("Mul", z.Shape, [z, graph.Constant([features], stays)])]);
    }

    OnnxValue OfAutoencoder(OnnxGraph graph, VariationalAutoencoder autoencoder, OnnxValue code)
    {
        OnnxValue output = graph.Export(autoencoder.Decoder, code);
        if (autoencoder.Likelihood == Likelihood.Bernoulli)
            output = graph.Node("Sigmoid", output.Shape, [output]);
        else if (autoencoder.ArePixels)
            output = graph.Node("Clip", output.Shape, [output, graph.Constant(0), graph.Constant(1)]);
        return Reshaped(graph, output, OutputShape(code.Shape));
    }

    OnnxValue OfPair(OnnxGraph graph, GenerativeAdversarialNetwork pair, OnnxValue code)
    {
        if (_file.FeatureShape.Count != 3)
            return graph.Export(pair.Generator, code);
        OnnxValue drawn = graph.Export(pair.Generator, Reshaped(graph, code, [code.Shape[0], pair.Latent, 1, 1]));
        OnnxValue half = graph.Constant(0.5f);
        return graph.Node("Add", drawn.Shape, [graph.Node("Mul", drawn.Shape, [drawn, half]), half]);
    }

    // The batch, whose length is not fixed in the file, stays as it is.
    static OnnxValue Reshaped(OnnxGraph graph, OnnxValue x, Shape shape) =>
        x.Shape == shape ? x : graph.Node("Reshape", shape, [x, graph.Integers([0, .. shape.Skip(1).Select(length => (long)length)])]);

    static Tensor Of(ReadOnlySpan<float> numbers) => new([numbers.Length], numbers);
}
