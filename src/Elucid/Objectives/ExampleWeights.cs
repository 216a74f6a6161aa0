namespace Elucid;

/// <summary>How much each row of the training data counts.</summary>
internal sealed class ExampleWeights
{
    readonly float[] _weights;

    public ExampleWeights(float[] weights)
    {
        foreach (float weight in weights)
            Require.NotNegative(weight);
        _weights = weights;
    }

    public float this[int row] => _weights[row];

    /// <summary>The sum over some rows.</summary>
    public double Sum(ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (int row in rows)
            sum += _weights[row];
        return sum;
    }

    /// <summary>The weights of a batch, each as often as a row has numbers: [rows, width].</summary>
    public Tensor Of(Examples batch, int width)
    {
        Tensor weights = Tape.Scratch([batch.Count, width]);
        Span<float> each = weights.Edit();
        for (int i = 0; i < each.Length; i++)
            each[i] = _weights[batch.Rows[i / width]];
        return weights;
    }

    /// <summary>Throws where there is not one weight for each row.</summary>
    public void Check(string objective, Dataset data) => CheckCount(_weights, data.Count, objective, "row of the training data", data);

    /// <summary>Throws where there are fewer or more weights than what they are of.</summary>
    public static void CheckCount(float[] weights, int expected, string objective, string each, Dataset data)
    {
        if (weights.Length != expected)
            throw new ArgumentException(
                $"Objective.{objective}: expected a weight for each {each}, {expected} for data '{data.Name}', but got {weights.Length}.");
    }
}
