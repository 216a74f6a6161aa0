using Elucid.Onnx;

namespace Elucid;

/// <summary>A body that was trained before, and a head that answers from what it knows.</summary>
internal sealed class FineTunedNetwork : Module, IOnnxModule
{
    /// <summary>What the names of the body's parameters begin with.</summary>
    public const string BodyPrefix = "body.";

    readonly Module _body, _head;

    public FineTunedNetwork(Module body, Module head)
    {
        _body = Child("body", body);
        _head = Child("head", head);
    }

    /// <summary>A body with a new head.</summary>
    /// <param name="body">What was trained before.</param>
    /// <param name="head">How the head is built on what the body knows of an example.</param>
    /// <param name="featureShape">The shape of an example.</param>
    /// <param name="outputs">Classes or targets.</param>
    /// <param name="activation">The head's.</param>
    /// <param name="random">Decides the head's weights and the dropout of both.</param>
    /// <param name="task">What the outputs mean.</param>
    public static FineTunedNetwork Of(
        Module body, NetworkRecipe head, ReadOnlySpan<int> featureShape, int outputs, Activation activation, RandomStream random, LearningTask task)
    {
        Shape known = body.OutputShape([1, .. featureShape]);
        FineTunedNetwork network = new(body, head.BuildNetwork(known.Lengths[1..], outputs, activation, random, task));
        RandomStream noise = random.Derive("body");
        foreach ((_, Module part) in body.NamedModules())
            if (part is IRandomized randomized)
                randomized.Random = noise;
        network.Train();
        return network;
    }

    public Module Body => _body;

    public Module Head => _head;

    public override Tensor Forward(Tensor x) => Tapped(x, _head.Forward(_body.Forward(x)));

    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Export(_head, graph.Export(_body, input));

    public override Shape OutputShape(Shape input) => _head.OutputShape(_body.OutputShape(input));

    public override long MultiplyAdds(Shape input) => _body.MultiplyAdds(input) + _head.MultiplyAdds(_body.OutputShape(input));

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input)
    {
        yield return ("body", _body, input);
        yield return ("head", _head, _body.OutputShape(input));
    }

    protected internal override Module Rebuild(Rebuilder with) => new FineTunedNetwork(with.Part(_body), with.Part(_head));
}
