namespace Elucid.Lab;

/// <summary>From which score on what a detector finds is to be believed.</summary>
static class ScoreThreshold
{
    /// <summary>The score with the largest F1 over all classes on images that the network did not learn from; 0.5 where nothing is found
    /// right.</summary>
    public static double Measure(Module network, Dataset validation)
    {
        PrecisionRecall curve = PrecisionRecall.OfAll(
            validation.Boxes, [.. Evaluation.Detections(network, validation).Select(found => BoxMatching.OnePerObject(found))]);
        PrecisionRecallPoint best = curve.Points.DefaultIfEmpty().MaxBy(point => point.F1);
        return best.F1 > 0 ? best.Score : 0.5;
    }
}
