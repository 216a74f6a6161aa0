namespace Elucid.Lab;

/// <summary>What a classifier answered for its test examples.</summary>
internal sealed class ClassAnswers
{
    public ClassAnswers(RunResult run)
    {
        Run = run;
        Probabilities = Elucid.Probabilities.FromLogits(run.Outputs.Values, Classes);
        Said = new int[Data.Count];
        for (int row = 0; row < Said.Length; row++)
            for (int c = 1; c < Classes; c++)
                if (Probabilities[row * Classes + c] > Probabilities[row * Classes + Said[row]])
                    Said[row] = c;
    }

    public RunResult Run { get; }

    /// <summary>The test examples.</summary>
    public Dataset Data => Run.Split.Test;

    public int Classes => Data.OutputCount;

    public IReadOnlyList<string> Names => Data.ClassNames;

    /// <summary>[rows, classes].</summary>
    public double[] Probabilities { get; }

    /// <summary>The most probable class of each row.</summary>
    public int[] Said { get; }

    /// <summary>Whether examples can be shown: they are images, and as bright as they were read.</summary>
    public bool ArePictures => ArePicturesIn(Run);

    /// <summary>How probable the network calls its answer.</summary>
    public double ConfidenceOf(int row) => Probabilities[row * Classes + Said[row]];

    /// <summary>Whether the examples of a run can be shown.</summary>
    public static bool ArePicturesIn(RunResult run) => run.Scales is null && run.Split.Test.FeatureShape is [1 or 3, > 1, > 1];
}
