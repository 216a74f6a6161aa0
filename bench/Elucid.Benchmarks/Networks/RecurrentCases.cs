using Elucid;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Networks;

/// <summary>Recurrent networks. libtorch runs an LSTM without gradients in oneDNN.</summary>
static class RecurrentCases
{
    public static IEnumerable<NetworkCase> Training => [Lstm(batch: 32) with { StepTarget = 1.5 }, Gru(batch: 32), Rnn(batch: 32)];

    public static IEnumerable<NetworkCase> Inference => [Lstm(batch: 1) with { InferenceTarget = 3 }, Gru(batch: 1), Lstm(batch: 32)];

    static NetworkCase Lstm(int batch) => new(
        "lstm 128 → 256", [batch, 50, 128], random => new Sequential(new Lstm(128, 256, random)),
        () => new First<TorchSharp.Modules.LSTM>(nn.LSTM(128, 256, batchFirst: true), (lstm, x) => lstm.forward(x).Item1));

    static NetworkCase Gru(int batch) => new(
        "gru 128 → 256", [batch, 50, 128], random => new Sequential(new Gru(128, 256, random)),
        () => new First<TorchSharp.Modules.GRU>(nn.GRU(128, 256, batchFirst: true), (gru, x) => gru.forward(x).Item1));

    static NetworkCase Rnn(int batch) => new(
        "rnn 128 → 256", [batch, 50, 128], random => new Sequential(new Rnn(128, 256, random)),
        () => new First<TorchSharp.Modules.RNN>(nn.RNN(128, 256, batchFirst: true), (rnn, x) => rnn.forward(x, null).Item1));

    /// <summary>The outputs of a recurrent layer, which is called 0 as in a Sequential.</summary>
    sealed class First<TModule> : nn.Module<Tensor, Tensor> where TModule : nn.Module
    {
        readonly TModule _layer;
        readonly Func<TModule, Tensor, Tensor> _outputs;

        public First(TModule layer, Func<TModule, Tensor, Tensor> outputs) : base("First")
        {
            (_layer, _outputs) = (layer, outputs);
            register_module("0", layer);
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return _outputs(_layer, x).MoveToOuterDisposeScope();
        }
    }
}
