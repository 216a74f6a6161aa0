namespace Elucid.Lab;

/// <summary>What a detector found in its test images.</summary>
internal sealed class FoundObjects
{
    static readonly System.Runtime.CompilerServices.ConditionalWeakTable<RunResult, FoundObjects> Kept = [];

    FoundObjects(RunResult run)
    {
        Run = run;
        All = Evaluation.Detections(run.Network, Data);
        Believed = [.. All.Select(image => BoxMatching.OnePerObject(image).Where(one => one.Score >= LeastScore).ToArray())];
        Matches = [.. Data.Boxes.Zip(Believed, (truth, found) => BoxMatching.Match(truth, found))];
    }

    /// <summary>Those of a run: once for the report, the terminal and the files.</summary>
    public static FoundObjects Of(RunResult run) => Kept.GetValue(run, key => new FoundObjects(key));

    public RunResult Run { get; }

    /// <summary>The test images.</summary>
    public Dataset Data => Run.Split.Test;

    public IReadOnlyList<string> Names => Data.ClassNames;

    /// <summary>From which score on something is believed.</summary>
    public double LeastScore => Run.File.LeastScore ?? 0.5;

    /// <summary>Whatever was found in each image, unsure or not.</summary>
    public IReadOnlyList<IReadOnlyList<Detection>> All { get; }

    /// <summary>What is believed.</summary>
    public IReadOnlyList<Detection[]> Believed { get; }

    /// <summary>Which object each of those is; −1 for none.</summary>
    public IReadOnlyList<int[]> Matches { get; }

    /// <summary>Objects of the test images.</summary>
    public int Objects => Data.Boxes.Sum(boxes => boxes.Count);

    /// <summary>What is believed and right.</summary>
    public int Right => Matches.Sum(image => image.Count(match => match >= 0));

    /// <summary>What is believed.</summary>
    public int Said => Believed.Sum(image => image.Length);

    /// <summary>The objects of an image that were not found.</summary>
    public IEnumerable<LabeledBox> MissedIn(int image) => Data.Boxes[image].Where((_, i) => !Matches[image].Contains(i));

    /// <summary>What was found in an image and is not there.</summary>
    public IEnumerable<Detection> FalseIn(int image) => Believed[image].Where((_, i) => Matches[image][i] < 0);
}
