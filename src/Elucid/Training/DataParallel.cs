using Elucid.Kernels;

namespace Elucid;

/// <summary>
/// Data-parallel training within one process: each worker has a copy of the network and computes the gradient of its slice of a batch, all workers at
/// the same time, and the gradients are added up along a fixed tree.
/// </summary>
/// <remarks>
/// The step is that of the whole batch but for rounding. Its bits depend on the number of workers, which decides the slices and the tree, and not on
/// how many threads the workers share: <see cref="Threads.Count"/>. A <see cref="Trainer"/> does it by <see cref="TrainerOptions.Workers"/>; in a
/// loop of your own:
/// <code>
/// DataParallel parallel = new(model, workers: 4);
/// TrainingLoop.Of(model, optimizer, step =>
/// {
///     Batch batch = loader[step.StepInEpoch];
///     step.AddParallelGradients(parallel, batch.Count, (copy, rows) => LossOf(copy, batch, rows));
///     step.Update(optimizer);
/// });
/// </code>
/// What mixes the examples of a batch sees a slice of it. The statistics of a batch norm are the first worker's, as in PyTorch; random numbers, such
/// as those of dropout, differ from worker to worker and from step to step.
/// <para>
/// Where large kernels split their work between threads well, workers gain nothing in one process: each works on one thread. They pay for many small
/// operations, such as those of recurrent networks, and the arithmetic is that of workers on several machines.
/// </para>
/// </remarks>
public sealed class DataParallel
{
    readonly Worker[] _workers;

    /// <summary>Copies the network for all workers but the first, whose network it is.</summary>
    /// <param name="model">The network that is trained: an optimizer moves its weights, and the copies take them over before each pass.</param>
    /// <param name="workers">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no worker.</exception>
    /// <exception cref="ArgumentException">The network cannot be copied; <see cref="ModuleCopies.Clone"/> says why.</exception>
    public DataParallel(Module model, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Model = model;
        _workers = [.. Enumerable.Range(0, workers).Select(number => new Worker(model, number == 0 ? model : model.Clone()))];
    }

    /// <summary>The network that is trained.</summary>
    public Module Model { get; }

    /// <summary>How many workers there are.</summary>
    public int Count => _workers.Length;

    /// <summary>The examples of each worker: slices of a batch that differ by at most one. Fewer examples than workers leave the last ones
    /// idle.</summary>
    internal static IReadOnlyList<Range> Slices(int count, int workers)
    {
        int First(int worker) => (int)(((long)count * worker + workers - 1) / workers);
        return [.. Enumerable.Range(0, workers).Select(worker => First(worker)..First(worker + 1)).Where(slice => !slice.Start.Equals(slice.End))];
    }

    /// <summary>Adds the gradient of a batch's mean loss to the parameters' gradients.</summary>
    /// <param name="count">Examples of the batch, at least 1.</param>
    /// <param name="loss">
    /// From a worker's network and its slice of the examples a scalar, the mean over the slice. Called on several threads at a time.
    /// </param>
    /// <returns>The mean loss; where that of a slice is not finite, NaN, and the copies' gradients are not added.</returns>
    public float AddGradients(int count, Func<Module, Range, Tensor> loss)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        IReadOnlyList<Range> slices = Slices(count, Count);
        double[] shares = [.. slices.Select(slice => slice.GetOffsetAndLength(count).Length / (double)count)];
        return AddGradients(shares, worker => loss(_workers[worker].Network, slices[worker]));
    }

    /// <summary>The same for slices that count by shares of their own; the last workers have none where there are fewer.</summary>
    /// <param name="shares">What each slice's loss counts.</param>
    /// <param name="loss">From a worker's number its loss.</param>
    /// <returns>Σ share · loss.</returns>
    internal float AddGradients(double[] shares, Func<int, Tensor> loss)
    {
        Prepare(shares.Length);
        double[] losses = new double[shares.Length];
        Threads.For(shares.Length, new Passes(shares, loss, losses));
        if (!losses.All(double.IsFinite))
            return float.NaN;
        AddUp(shares.Length);
        return (float)shares.Zip(losses, (share, one) => share * one).Sum();
    }

    /// <summary>A worker's network.</summary>
    internal Module this[int worker] => _workers[worker].Network;

    // The first worker draws from the network's own streams, whose state a checkpoint keeps, and what the others draw follows from that state.
    void Prepare(int count)
    {
        for (int worker = 1; worker < count; worker++)
            _workers[worker].Follow();
        if (count == 1)
            return;
        foreach ((int i, IRandomized module) in _workers[0].Randomized.Index())
        {
            RandomStream drawn = new(module.Random.NextUInt64());
            for (int worker = 1; worker < count; worker++)
                _workers[worker].Randomized[i].Random = drawn.Derive("worker", (ulong)worker);
        }
    }

    // Worker 0 gets 1's, 2 gets 3's, then 0 gets 2's: the order of additions is the tree's, whoever is done first.
    void AddUp(int count)
    {
        for (int apart = 1; apart < count; apart *= 2)
            for (int worker = 0; worker + apart < count; worker += 2 * apart)
                foreach ((Tensor to, Tensor from) in _workers[worker].Parameters.Zip(_workers[worker + apart].Parameters))
                    if (from.HasGradient)
                        Elementwise.Scale(1, from.Gradient, to.GradientToWrite(out bool accumulate).Span, accumulate);
    }

    readonly struct Passes(double[] shares, Func<int, Tensor> loss, double[] losses) : IThreadsBody
    {
        public void Run(int worker)
        {
            using Tape tape = Tape.Start();
            Tensor own = loss(worker);
            float value = own.ToScalar();
            losses[worker] = value;
            if (float.IsFinite(value))
                tape.Backward(shares[worker] == 1 ? own : (float)shares[worker] * own);
        }
    }

    /// <summary>A network, and what of it follows the one that is trained.</summary>
    sealed class Worker(Module model, Module network)
    {
        readonly (Module From, Module To)[] _modules =
            [.. model.NamedModules().Zip(network.NamedModules(), (from, to) => (from.Module, to.Module))];

        readonly (Tensor From, Tensor To)[] _state = [.. model.NamedState().Zip(network.NamedState(), (from, to) => (from.Value, to.Value))];

        public Module Network => network;

        public Tensor[] Parameters { get; } = [.. network.NamedParameters().Select(parameter => parameter.Value)];

        public IRandomized[] Randomized { get; } = [.. network.NamedModules().Select(named => named.Module).OfType<IRandomized>()];

        /// <summary>Takes over weights, statistics, modes and what is frozen, and forgets the gradients of the pass before.</summary>
        public void Follow()
        {
            foreach ((Module from, Module to) in _modules)
                (to.IsTraining, to.IsFrozen) = (from.IsSetToTrain, from.IsFrozen);
            foreach ((Tensor from, Tensor to) in _state)
            {
                from.Values.CopyTo(to.Edit());
                to.RequiresGradient = from.RequiresGradient;
                to.ClearGradient();
            }
        }
    }
}
