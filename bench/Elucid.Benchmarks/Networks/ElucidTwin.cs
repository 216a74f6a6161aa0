using Elucid;
namespace Benchmarks.Networks;

/// <summary>A <see cref="NetworkCase"/> in Elucid.</summary>
sealed class ElucidTwin : ITwin
{
    readonly Module _module;
    // Null for layers without parameters.
    readonly Sgd? _optimizer;
    readonly Tensor _x;

    public ElucidTwin(TwinStart start)
    {
        _module = start.Module;
        _x = new Tensor(start.Network.Input, start.X, start.WantsInputGradient);
        if (_module.ParameterCount > 0)
            _optimizer = new(_module, TwinStart.LearningRate);
    }

    public IReadOnlyDictionary<string, Tensor> Weights => _module.NamedParameters().ToDictionary(p => p.Name, p => p.Value);

    public float[] Output
    {
        get
        {
            using Tape tape = Tape.StartWithoutGradients();
            return _module.Forward(_x).Values.ToArray();
        }
    }

    public void Step()
    {
        using Tape tape = Tape.Start();
        _x.ClearGradient();
        tape.Backward(Ops.Mean(_module.Forward(_x)));
        _optimizer?.Step();
    }

    public void Infer()
    {
        using Tape tape = Tape.StartWithoutGradients();
        _module.Forward(_x);
    }

    public void Dispose() { }
}
