using Elucid;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Networks;

/// <summary>The network in TorchSharp, written as its users do: one dispose scope per step.</summary>
sealed class TorchNetwork : INetwork
{
    const int RowsAtOnce = 512;

    readonly TorchSharp.Modules.Sequential _model;
    readonly TorchSharp.Modules.Adam _optimizer;
    readonly Dictionary<int, (Tensor X, Tensor Labels)> _inputs = [];
    readonly int _inFeatures;
    readonly int[] _labels;

    /// <summary>Builds the network with the weights of <paramref name="start"/>, copied.</summary>
    public TorchNetwork(Mlp mlp, Elucid.Sequential start)
    {
        _inFeatures = mlp.Widths[0];
        _labels = new int[mlp.BatchSize];
        List<(string, nn.Module<Tensor, Tensor>)> modules = [];
        for (int i = 0; i + 1 < mlp.Widths.Length; i++)
        {
            if (i > 0)
                modules.Add(($"{modules.Count}", ActivationOf(mlp.Activation)));
            modules.Add(($"{modules.Count}", nn.Linear(mlp.Widths[i], mlp.Widths[i + 1])));
        }
        _model = nn.Sequential(modules);
        using (no_grad())
        {
            foreach (((_, Elucid.Tensor source), Parameter target) in start.NamedParameters().Zip(_model.parameters()))
                source.Values.CopyTo(MemoryMarshal.Cast<byte, float>(target.bytes));
        }
        _optimizer = optim.Adam(_model.parameters(), Mlp.LearningRate);
    }

    public float Step(Batch batch) => Run(batch, moves: true);

    public float Gradients(Batch batch) => Run(batch, moves: false);

    public double Accuracy(Dataset data)
    {
        using var evaluation = inference_mode();
        long correct = 0;
        for (int first = 0; first < data.Count; first += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            int rows = Math.Min(RowsAtOnce, data.Count - first);
            Tensor x = tensor(data.Features.Slice(first * data.FeatureCount, rows * data.FeatureCount).ToArray(), [rows, data.FeatureCount]);
            long[] labels = [.. data.Labels.Slice(first, rows).ToArray().Select(label => (long)label)];
            correct += _model.forward(x).argmax(1).eq(tensor(labels)).sum().item<long>();
        }
        return correct / (double)data.Count;
    }

    public void Dispose()
    {
        foreach ((Tensor x, Tensor labels) in _inputs.Values)
        {
            x.Dispose();
            labels.Dispose();
        }
        _optimizer.Dispose();
        _model.Dispose();
    }

    float Run(Batch batch, bool moves)
    {
        using var scope = NewDisposeScope();
        (Tensor x, Tensor labels) = InputOf(batch.Count);
        batch.FillFeatures(MemoryMarshal.Cast<byte, float>(x.bytes));
        batch.FillLabels(_labels.AsSpan(0, batch.Count));
        Span<long> targets = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (int i = 0; i < batch.Count; i++)
            targets[i] = _labels[i];
        _optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(_model.forward(x), labels);
        loss.backward();
        if (moves)
            _optimizer.step();
        return loss.item<float>();
    }

    // The last batch of an epoch is shorter.
    (Tensor X, Tensor Labels) InputOf(int rows)
    {
        if (!_inputs.TryGetValue(rows, out var input))
            _inputs[rows] = input = (zeros(rows, _inFeatures).DetachFromDisposeScope(), zeros(rows, ScalarType.Int64).DetachFromDisposeScope());
        return input;
    }

    static nn.Module<Tensor, Tensor> ActivationOf(string name) => name switch
    {
        "elu" => nn.ELU(),
        "relu" => nn.ReLU(),
        "leaky-relu" => nn.LeakyReLU(),
        "selu" => nn.SELU(),
        "gelu" => nn.GELU(),
        "swish" => nn.SiLU(),
        "mish" => nn.Mish(),
        "tanh" => nn.Tanh(),
        _ => throw new ArgumentException($"No module of TorchSharp is listed for '{name}'.", nameof(name)),
    };
}
