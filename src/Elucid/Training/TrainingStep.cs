using System.Globalization;
using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>A gradient step that was done: of which optimizer, how large its gradients were, and at which rate.</summary>
/// <param name="Optimizer">Whose step.</param>
/// <param name="GradientNorm">
/// The Euclidean norm of the gradients before they were clipped; null where nobody asked: neither <see cref="TrainingOptions.OnStep"/> nor
/// <see cref="TrainingOptions.ClipNorm"/> is set.
/// </param>
/// <param name="LearningRate">The optimizer's rate times the schedule's factor.</param>
public readonly record struct OptimizerStep(Optimizer Optimizer, double? GradientNorm, double LearningRate);

/// <summary>
/// One step of a <see cref="TrainingLoop"/>: where the run stands, random numbers that a resumed run draws again, and what makes a loss into a step.
/// </summary>
/// <remarks>
/// <code>
/// step.Minimize(optimizer, () => Loss.MeanSquaredError(model.Forward(x), y));         // tape, backward pass, clipping, guard, step
/// step.Record("reward", reward);                                                      // its mean stands in the history
/// </code>
/// Once a loss is not finite, the rest of the step changes nothing, and the run ends as diverged.
/// </remarks>
public sealed class TrainingStep
{
    readonly TrainingOptions _options;
    readonly IReadOnlyList<Optimizer> _optimizers;
    readonly RandomStream _root;
    readonly Dictionary<string, (double Sum, long Count)> _recorded = [];
    readonly List<OptimizerStep> _updates = [];
    RandomStream? _random;
    double _loss;

    internal TrainingStep(TrainingOptions options, IReadOnlyList<Optimizer> optimizers, long total)
    {
        (_options, _optimizers, TotalSteps) = (options, optimizers, total);
        _root = new RandomStream(options.Seed);
    }

    /// <summary>The epoch that runs, 1 for the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>The step within the epoch, 0 for the first.</summary>
    public int StepInEpoch { get; private set; }

    /// <summary>Steps of the run before this one.</summary>
    public long Number { get; private set; }

    /// <summary>Steps of the whole run.</summary>
    public long TotalSteps { get; }

    /// <summary>The factor of the schedule: what optimizers' rates are multiplied by.</summary>
    public double ScheduleFactor => _options.Schedule.Factor(Number, TotalSteps);

    /// <summary>Random numbers of this step: a function of the seed and the step's number, so that a resumed run draws the same.</summary>
    public RandomStream Random => _random ??= RandomFor("training step");

    /// <summary>Random numbers of this step for one purpose, whatever is drawn for others.</summary>
    public RandomStream RandomFor(string purpose) => _root.Derive(purpose, (ulong)Number);

    /// <summary>The sum of the step's losses so far; in a <see cref="Trainer"/> the batch's mean loss.</summary>
    public float Loss => (float)_loss;

    /// <summary>Whether a loss was not finite; nothing is changed any more in this step, and the run ends with it.</summary>
    public bool HasDiverged { get; private set; }

    /// <summary>The optimizers' steps so far.</summary>
    public IReadOnlyList<OptimizerStep> Updates => _updates;

    /// <summary>How much the step counts in the epoch's mean loss; 0 where it has no loss.</summary>
    internal double Weight { get; private set; }

    /// <summary>Computes a loss on a tape of its own, passes its gradient back, clips it, and moves the optimizer's parameters.</summary>
    /// <param name="optimizer">One of the loop's; what it does not own stays as it is.</param>
    /// <param name="loss">Computes a scalar.</param>
    /// <param name="name">Where given, the loss is recorded under it, too.</param>
    /// <returns>The loss, before the step.</returns>
    /// <exception cref="InvalidOperationException">The optimizer is none of the loop's: checkpoints would not have its memory.</exception>
    public float Minimize(Optimizer optimizer, Func<Tensor> loss, string? name = null)
    {
        float value = AddGradients(loss);
        if (name is not null)
            Record(name, value);
        Update(optimizer);
        return value;
    }

    /// <summary>
    /// Adds the gradient of share · loss to the parameters' gradients: for a loss in parts, or one that several optimizers share.
    /// <see cref="Update"/> then makes the step.
    /// </summary>
    /// <returns>The loss.</returns>
    public float AddGradients(Func<Tensor> loss, double share = 1)
    {
        if (HasDiverged)
            return float.NaN;
        using Tape tape = Tape.Start();
        float value = AddGradients(tape, loss(), (float)share);
        CountLoss(_loss + share * value, Math.Max(Weight, 1));
        return value;
    }

    /// <summary>
    /// Adds the gradient of a batch's mean loss, computed by several workers at a time. <see cref="Update"/> then makes the step.
    /// </summary>
    /// <param name="parallel">The workers.</param>
    /// <param name="count">Examples of the batch, at least 1.</param>
    /// <param name="loss"><inheritdoc cref="DataParallel.AddGradients(int, Func{Module, Range, Tensor})" path="/param[@name='loss']"/></param>
    /// <returns>The loss.</returns>
    public float AddParallelGradients(DataParallel parallel, int count, Func<Module, Range, Tensor> loss)
    {
        if (HasDiverged)
            return float.NaN;
        float value = Watched(parallel.AddGradients(count, loss));
        CountLoss(_loss + value, Math.Max(Weight, 1));
        return value;
    }

    /// <summary>Clips the gradients of an optimizer's parameters and moves them.</summary>
    /// <exception cref="InvalidOperationException">
    /// The optimizer is none of the loop's, or the schedule gives a rate that ruins the weights.
    /// </exception>
    public void Update(Optimizer optimizer)
    {
        if (!_optimizers.Contains(optimizer))
            throw new InvalidOperationException(
                $"This step's {optimizer.Kind} is not an optimizer of the loop, so that checkpoints would lack its memory: "
                + "give it to one of the loop's networks.");
        if (HasDiverged)
            return;
        double rate = RateOf(optimizer);
        double? norm = _options.ClipNorm > 0 ? Gradients.ClipNorm(optimizer, _options.ClipNorm)
            : _options.OnStep is not null ? Gradients.Norm(optimizer) : null;
        if (_options.ClipValue > 0)
            Gradients.ClipValue(optimizer, _options.ClipValue);
        optimizer.Step(rate);
        _updates.Add(new OptimizerStep(optimizer, norm, rate));
    }

    /// <summary>Records a number: the epoch's <see cref="EpochRecord.Metrics"/> have the mean of all that it recorded under the name.</summary>
    public void Record(string name, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ref (double Sum, long Count) sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_recorded, name, out _);
        sum = (sum.Sum + value, sum.Count + 1);
    }

    /// <summary>As the public one, on a tape that runs; the step's loss is counted by its caller.</summary>
    internal float AddGradients(Tape tape, Tensor loss, float share)
    {
        float value = loss.ToScalar();
        if (float.IsFinite(value))
            tape.Backward(share == 1 ? loss : share * loss);
        else
            HasDiverged = true;
        return value;
    }

    /// <summary>Notes whether a loss is not finite.</summary>
    internal float Watched(float loss)
    {
        HasDiverged |= !float.IsFinite(loss);
        return loss;
    }

    internal void CountLoss(double loss, double weight) => (_loss, Weight) = (loss, weight);

    internal void Begin(int epoch, int inEpoch, long number)
    {
        (Epoch, StepInEpoch, Number) = (epoch, inEpoch, number);
        (_random, _loss, Weight, HasDiverged) = (null, 0, 0, false);
        _updates.Clear();
        if (inEpoch == 0)
            _recorded.Clear();
    }

    internal IEnumerable<(string Name, double Value)> Recorded => _recorded.Select(r => (r.Key, r.Value.Sum / r.Value.Count));

    internal double RateOf(Optimizer? optimizer)
    {
        double factor = ScheduleFactor;
        double rate = (optimizer?.LearningRate ?? 1) * factor;
        return rate >= 0 && float.IsFinite((float)rate) ? rate : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"The schedule gives step {Number + 1} of {TotalSteps} the factor {factor}, a learning rate of {rate}: "
                + $"a rate must be at least 0 and finite."));
    }
}
