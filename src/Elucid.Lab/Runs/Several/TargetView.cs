namespace Elucid.Lab;

/// <summary>A run for several targets, looked at as one for one of them: what is shown of a class or a quantity is shown of it.</summary>
internal static class TargetView
{
    /// <summary>The run of one target; null where it is known of no test row.</summary>
    public static RunResult? Of(RunResult run, int target)
    {
        IReadOnlyList<TargetInfo> targets = run.File.SeveralTargets;
        TargetInfo info = targets[target];
        int first = targets.Take(target).Sum(before => before.OutputCount);
        if (Enumerable.Range(0, run.Split.Test.Count).All(row => float.IsNaN(run.Split.Test.Targets[row * targets.Count + target])))
            return null;
        DataSplit split = new(run.Split.Train.OfTarget(target), run.Split.Test.OfTarget(target));
        OneTarget network = new(run.Network, first, info.OutputCount);
        Standardizer? scales = run.Scales is not { } all ? null : all with
        {
            Targets = info.IsOfClasses || all.Targets is not { } known ? null
                : new ColumnScales(known.Means.Slice(first, 1), known.Deviations.Slice(first, 1)),
        };
        ModelFile file = run.File with
        {
            Task = info.Task,
            OutputNames = info.IsOfClasses ? info.ClassNames : [info.Name],
            SeveralTargets = [],
            Scales = scales,
            Table = run.File.Table is { } table ? table with { TargetOffset = info.Offset } : null,
        };
        return new RunResult(run.Settings, run.Data, file, network, split, scales, run.History, Evaluation.Of(network, split.Test).In(scales))
        {
            Members = [.. run.Members.Select(member => member with { Network = new OneTarget(member.Network, first, info.OutputCount) })],
        };
    }

    /// <summary>The outputs of one target of a network for several.</summary>
    sealed class OneTarget : Module
    {
        readonly Module _network;
        readonly int _first, _count;

        public OneTarget(Module network, int first, int count) => (_network, _first, _count) = (Child("network", network), first, count);

        public override Tensor Forward(Tensor x) => Ops.Slice(_network.Forward(x), 1, _first, _count);

        public override Shape OutputShape(Shape input) => _network.OutputShape(input).With(1, _count);
    }
}
