namespace Elucid.Lab.Tests.Runs;

public sealed class PredictionsTests
{
    /// <summary>What a model says of data that all can be read.</summary>
    public static string Csv(string model, string data) => Predictions.Of(new(model, data) { IsStrict = true }).ToCsv();
}
