namespace Elucid.Lab;

/// <summary>What always giving the same answer reaches: the shares of the classes among the training rows, or the mean of the training targets. Who
/// is no better has learned nothing.</summary>
public static class TrivialBaseline
{
    /// <summary>Its scores on the test rows.</summary>
    public static Evaluation Of(DataSplit split)
    {
        float[] answer = TaskProfile.Of(split.Train.Task).TrivialOutputs(split.Train);
        float[] outputs = new float[split.Test.Count * answer.Length];
        for (int row = 0; row < split.Test.Count; row++)
            answer.CopyTo(outputs, row * answer.Length);
        return Evaluation.FromOutputs(outputs, split.Test);
    }
}
