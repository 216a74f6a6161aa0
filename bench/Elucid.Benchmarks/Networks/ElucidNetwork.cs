using Elucid;

namespace Benchmarks.Networks;

/// <summary>The network in Elucid, written as a user would.</summary>
sealed class ElucidNetwork : INetwork
{
    readonly Adam _optimizer;
    readonly Dictionary<int, (Tensor X, int[] Labels)> _inputs = [];
    readonly int _inFeatures;

    public ElucidNetwork(Mlp mlp, ulong seed)
    {
        _inFeatures = mlp.Widths[0];
        RandomStream random = new(seed);
        Activation activation = ActivationCatalog.Parse(mlp.Activation);
        List<Module> modules = [new Flatten()];
        for (int i = 0; i + 1 < mlp.Widths.Length; i++)
        {
            if (i > 0)
                modules.Add(new ActivationLayer(activation));
            modules.Add(new Linear(mlp.Widths[i], mlp.Widths[i + 1], random));
        }
        Model = new Sequential([.. modules]);
        _optimizer = new Adam(Model, Mlp.LearningRate);
    }

    public Sequential Model { get; }

    public float Step(Batch batch) => Run(batch, moves: true);

    public float Gradients(Batch batch) => Run(batch, moves: false);

    public double Accuracy(Dataset data) => Evaluation.Of(Model, data).Accuracy!.Value;

    public void Dispose() { }

    float Run(Batch batch, bool moves)
    {
        (Tensor x, int[] labels) = InputOf(batch.Count);
        batch.FillFeatures(x.Edit());
        batch.FillLabels(labels);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.CrossEntropy(Model.Forward(x), labels);
        tape.Backward(loss);
        if (moves)
            _optimizer.Step();
        else
            foreach ((_, Tensor parameter) in _optimizer.Parameters)
                parameter.ClearGradient();
        return loss.ToScalar();
    }

    // The last batch of an epoch is shorter.
    (Tensor X, int[] Labels) InputOf(int rows)
    {
        if (!_inputs.TryGetValue(rows, out var input))
            _inputs[rows] = input = (new Tensor([rows, _inFeatures]), new int[rows]);
        return input;
    }
}
