using System.Runtime.CompilerServices;

namespace Elucid.Lab;

/// <summary>What a network drew for its report, beside the test examples.</summary>
internal sealed class Drawn
{
    // Once for all that is shown of a run.
    static readonly ConditionalWeakTable<RunResult, Drawn> Kept = [];

    Drawn(RunResult run)
    {
        Test = run.Split.Test;
        Judge = GenerationData.JudgeOf(Test)!;
        Model = new TrainedModel(run.File, run.Network);
        Count = Math.Min(Test.Count, ExampleJudge.MostExamples);
        InOwnUnits = Model.Sample(Count).Values.ToArray();
        Examples = [.. InOwnUnits];
        run.File.Scores?.Apply(Examples);
        run.File.Scales?.Features.Apply(Examples);
    }

    /// <summary>That of a run.</summary>
    public static Drawn Of(RunResult run) => Kept.GetValue(run, key => new(key));

    /// <summary>Who drew.</summary>
    public TrainedModel Model { get; }

    /// <summary>Who says how good it is.</summary>
    public ExampleJudge Judge { get; }

    /// <summary>The test examples.</summary>
    public Dataset Test { get; }

    /// <summary>As many as there are test examples, at most 2,000.</summary>
    public int Count { get; }

    /// <summary>[count, ..example], in the units that the network learned.</summary>
    public float[] Examples { get; }

    /// <summary>The same in the data's own units.</summary>
    public float[] InOwnUnits { get; }

    /// <summary>Whether they can be shown as pictures.</summary>
    public bool ArePictures => Test.FeatureShape is [1 or 3, _, _];

    /// <summary>One of them.</summary>
    public ReadOnlySpan<float> this[int example] => Examples.AsSpan(example * Test.FeatureCount, Test.FeatureCount);
}
