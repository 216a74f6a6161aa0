using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Benchmarks.Networks;

/// <summary>A <see cref="NetworkCase"/> in TorchSharp.</summary>
sealed class TorchTwin : ITwin
{
    readonly nn.Module<Tensor, Tensor> _module;
    readonly SGD? _optimizer;
    readonly Tensor _x;

    public TorchTwin(TwinStart start)
    {
        _module = start.Network.Torch();
        _module.train(start.IsTraining);
        using (no_grad())
        {
            var weights = start.Module.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
            foreach ((string name, Parameter parameter) in _module.named_parameters())
                weights[name].Values.CopyTo(MemoryMarshal.Cast<byte, float>(parameter.bytes));
        }
        _x = zeros([.. start.Network.Input.Select(length => (long)length)]).DetachFromDisposeScope();
        start.X.CopyTo(MemoryMarshal.Cast<byte, float>(_x.bytes));
        _x.requires_grad_(start.WantsInputGradient);
        if (start.Module.ParameterCount > 0)
            _optimizer = optim.SGD(_module.parameters(), TwinStart.LearningRate);
    }

    public IEnumerable<(string Name, float[] Values)> Weights =>
        _module.named_parameters().Select(p => (p.name, MemoryMarshal.Cast<byte, float>(p.parameter.bytes).ToArray()));

    public float[] Output
    {
        get
        {
            using var scope = NewDisposeScope();
            using (no_grad())
                return MemoryMarshal.Cast<byte, float>(_module.forward(_x).contiguous().bytes).ToArray();
        }
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        _optimizer?.zero_grad();
        _x.grad = null;
        _module.forward(_x).mean().backward();
        _optimizer?.step();
    }

    public void Infer()
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        _module.forward(_x);
    }

    public void Dispose()
    {
        _x.Dispose();
        _optimizer?.Dispose();
        _module.Dispose();
    }
}
