namespace Elucid;

/// <summary>What a detector's answers are worth down to one of them.</summary>
/// <param name="Score">The score of that one, the least of all that count.</param>
/// <param name="Precision">The share of the answers that are right.</param>
/// <param name="Recall">The share of the objects that are found.</param>
public readonly record struct PrecisionRecallPoint(double Score, double Precision, double Recall)
{
    /// <summary>The harmonic mean of both; 0 where nothing is right.</summary>
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;
}

/// <summary>How precision falls as recall grows, from the surest answer down.</summary>
/// <remarks>Of each image the surest 100 answers of a class count, as in COCO's evaluation.</remarks>
public sealed class PrecisionRecall
{
    const int MostDetections = 100, RecallSteps = 100;

    readonly int[] _right;

    PrecisionRecall(int objects, IEnumerable<(float Score, bool IsRight)> judged)
    {
        Objects = objects;
        PrecisionRecallPoint[] points =
            [.. judged.OrderByDescending(one => one.Score).Select(one => new PrecisionRecallPoint(one.Score, one.IsRight ? 1 : 0, 0))];
        _right = new int[points.Length];
        for (int i = 0, found = 0; i < points.Length; i++)
        {
            _right[i] = found += (int)points[i].Precision;
            points[i] = points[i] with { Precision = found / (i + 1.0), Recall = objects == 0 ? 0 : found / (double)objects };
        }
        Points = points;
    }

    /// <summary>Objects that are there.</summary>
    public int Objects { get; }

    /// <summary>One for each answer, the surest first.</summary>
    public IReadOnlyList<PrecisionRecallPoint> Points { get; }

    /// <summary>The mean over the recalls 0, 0.01, …, 1 of the largest precision at such a recall or a larger one.</summary>
    public double AveragePrecision
    {
        get
        {
            double[] precision = [.. Points.Select(point => point.Precision)];
            for (int i = precision.Length - 2; i >= 0; i--)
                precision[i] = Math.Max(precision[i], precision[i + 1]);
            double sum = 0;
            for (int step = 0, i = 0; step <= RecallSteps; step++)
            {
                while (i < _right.Length && (long)_right[i] * RecallSteps < (long)step * Objects)
                    i++;
                if (i < _right.Length)
                    sum += precision[i];
            }
            return sum / (RecallSteps + 1);
        }
    }

    /// <summary>The curve of one class.</summary>
    /// <param name="truth">The objects of each image.</param>
    /// <param name="detections">What was found in each image, in any order.</param>
    /// <param name="label">The class.</param>
    /// <param name="overlap">The least intersection over union of an answer that is right; 0.5 by default.</param>
    /// <exception cref="ArgumentException">There is not one list of detections for each image.</exception>
    public static PrecisionRecall OfClass(
        IReadOnlyList<IReadOnlyList<LabeledBox>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, int label, double overlap = 0.5)
    {
        CheckCounts(truth, detections);
        return new(truth.Sum(boxes => boxes.Count(box => box.Class == label)), truth.Zip(detections).SelectMany(image =>
            Judge([.. image.First.Where(box => box.Class == label)], [.. image.Second.Where(found => found.Box.Class == label)], overlap)));
    }

    /// <summary>The curve of all classes together.</summary>
    /// <inheritdoc cref="OfClass"/>
    public static PrecisionRecall OfAll(
        IReadOnlyList<IReadOnlyList<LabeledBox>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, double overlap = 0.5)
    {
        CheckCounts(truth, detections);
        return new(truth.Sum(boxes => boxes.Count), truth.Zip(detections).SelectMany(image => image.Second.GroupBy(found => found.Box.Class)
            .SelectMany(ofClass => Judge(image.First, [.. ofClass], overlap))));
    }

    static void CheckCounts(IReadOnlyList<IReadOnlyList<LabeledBox>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections)
    {
        if (truth.Count != detections.Count)
            throw new ArgumentException(
                $"MeanAveragePrecision: expected a list of detections for each of {truth.Count} images, but got {detections.Count}.");
    }

    // Of one image and one class.
    static IEnumerable<(float, bool)> Judge(IReadOnlyList<LabeledBox> truth, IReadOnlyList<Detection> found, double overlap)
    {
        Detection[] surest = [.. found.OrderByDescending(detection => detection.Score).Take(MostDetections)];
        return surest.Zip(BoxMatching.Match(truth, surest, overlap), (detection, match) => (detection.Score, match >= 0));
    }
}
