using System.Runtime.InteropServices;
using Elucid.Autograd;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = Elucid.Tensors.Tensor;

namespace Elucid.Benchmarks.Networks;

/// <summary>One <see cref="NetworkCase"/> in both libraries, with equal weights and equal inputs.</summary>
sealed class NetworkTwins : IDisposable
{
    const float LearningRate = 1e-3f;
    const double Tolerance = 1e-3;

    readonly Module _elucid;
    // Null for layers without parameters.
    readonly Elucid.Optimizers.Sgd? _elucidOptimizer;
    readonly Tensor _x;
    readonly nn.Module<torch.Tensor, torch.Tensor> _torch;
    readonly TorchSharp.Modules.SGD? _torchOptimizer;
    readonly torch.Tensor _torchX, _torchDy;

    public NetworkTwins(NetworkCase network, bool isTraining)
    {
        RandomStream random = new(seed: 1);
        _elucid = network.Elucid(random);
        _torch = network.Torch();
        _x = new Tensor(network.Input, requiresGradient: isTraining);
        random.FillGaussian(_x.Values);
        using (no_grad())
        {
            Dictionary<string, Tensor> weights = _elucid.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
            foreach ((string name, Parameter parameter) in _torch.named_parameters())
                weights[name].Values.CopyTo(MemoryMarshal.Cast<byte, float>(parameter.bytes));
        }
        _torchX = zeros([.. network.Input.Select(length => (long)length)]).DetachFromDisposeScope();
        _x.Values.CopyTo(MemoryMarshal.Cast<byte, float>(_torchX.bytes));
        _torchX.requires_grad_(isTraining);
        _elucid.Train(isTraining);
        _torch.train(isTraining);
        if (_elucid.ParameterCount > 0)
        {
            _elucidOptimizer = new(_elucid, LearningRate);
            _torchOptimizer = optim.SGD(_torch.parameters(), LearningRate);
        }
        Elucid.Tensors.Shape output = _elucid.OutputShape(network.Input);
        _torchDy = full([.. output.Select(length => (long)length)], 1f / output.Size).DetachFromDisposeScope();
    }

    /// <summary>Forward, the gradient of the mean of the outputs by input and weights, and a step of gradient descent.</summary>
    public void StepElucid()
    {
        using Tape tape = Tape.Start();
        _x.ClearGradient();
        tape.Backward(Ops.Mean(_elucid.Forward(_x)));
        _elucidOptimizer?.Step();
    }

    /// <summary>The same; the gradient of the mean is at hand.</summary>
    public void StepTorch()
    {
        using var scope = NewDisposeScope();
        _torchOptimizer?.zero_grad();
        _torchX.grad = null;
        _torch.forward(_torchX).backward([_torchDy]);
        _torchOptimizer?.step();
    }

    public void InferElucid()
    {
        using Tape tape = Tape.StartWithoutGradients();
        _elucid.Forward(_x);
    }

    public void InferTorch()
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        _torch.forward(_torchX);
    }

    /// <summary>Compares outputs, and after three steps of training the weights: a benchmark of unequal work would be worthless.</summary>
    /// <exception cref="InvalidOperationException">They differ by more than rounding explains.</exception>
    public void CheckEqual(bool isTraining)
    {
        using (Tape tape = Tape.StartWithoutGradients())
        using (var scope = NewDisposeScope())
        using (no_grad())
            Compare("output", _elucid.Forward(_x).Values, _torch.forward(_torchX).contiguous());
        for (int step = 0; isTraining && step < 3; step++)
        {
            StepElucid();
            StepTorch();
        }
        Dictionary<string, Tensor> weights = _elucid.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
        foreach ((string name, Parameter parameter) in _torch.named_parameters())
            Compare(name, weights[name].Values, parameter);
    }

    public void Dispose()
    {
        _torchX.Dispose();
        _torchDy.Dispose();
        _torchOptimizer?.Dispose();
        _torch.Dispose();
    }

    static void Compare(string what, ReadOnlySpan<float> elucid, torch.Tensor libtorch)
    {
        Span<float> others = MemoryMarshal.Cast<byte, float>(libtorch.bytes);
        for (int i = 0; i < others.Length; i++)
            if (!(Math.Abs(elucid[i] - others[i]) <= Tolerance * Math.Max(1, Math.Abs(others[i]))))
                throw new InvalidOperationException($"{what}: element {i} is {elucid[i]} in Elucid and {others[i]} in libtorch.");
    }
}
