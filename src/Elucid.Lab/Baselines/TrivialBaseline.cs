namespace Elucid.Lab;

/// <summary>What always giving the same answer reaches: the shares of the classes among the training rows, or the mean of the training targets. Who
/// is no better has learned nothing.</summary>
public static class TrivialBaseline
{
    /// <summary>Its name for people: "most frequent class" or "mean target".</summary>
    public static string Name(LearningTask task) => task == LearningTask.Classification ? "most frequent class" : "mean target";

    /// <summary>Its scores on the test rows.</summary>
    public static Evaluation Of(DataSplit split)
    {
        float[] answer = split.Train.Task == LearningTask.Classification ? LogShares(split.Train) : Means(split.Train);
        float[] outputs = new float[split.Test.Count * answer.Length];
        for (int row = 0; row < split.Test.Count; row++)
            answer.CopyTo(outputs, row * answer.Length);
        return Evaluation.OfOutputs(outputs, split.Test);
    }

    // A class without training rows gets −∞: the probability 0.
    static float[] LogShares(Dataset training)
    {
        long[] counts = new long[training.OutputCount];
        foreach (int label in training.Labels)
            counts[label]++;
        return [.. counts.Select(count => (float)Math.Log(count / (double)training.Count))];
    }

    static float[] Means(Dataset training)
    {
        double[] sums = new double[training.OutputCount];
        for (int i = 0; i < training.Targets.Length; i++)
            sums[i % sums.Length] += training.Targets[i];
        return [.. sums.Select(sum => (float)(sum / training.Count))];
    }
}
