namespace Elucid;

/// <summary>
/// How well objects were found: the mean over classes of the average precision, where a detection is right if it overlaps an object of its class
/// enough.
/// </summary>
/// <remarks>
/// COCO's definition (T.-Y. Lin et al. 2014, arXiv:1405.0312; pycocotools' <c>COCOeval</c>). In each image the surest 100 detections of a class, the
/// surest first, take the object not yet taken that they overlap most, if its intersection over union reaches the threshold; all others are false.
/// Over all images, from the surest down, precision at recall R is the largest at any recall from R on, and the average precision is its mean at the
/// recalls 0, 0.01, …, 1. Classes without an object do not count. Recalls are
/// compared as whole numbers, where pycocotools compares rounded ones: 7 of 100 objects are a recall of 0.07 here.
/// </remarks>
public static class MeanAveragePrecision
{
    /// <summary>mAP at one threshold; undefined where no image has an object.</summary>
    /// <param name="truth">The objects of each image.</param>
    /// <param name="detections">What was found in each image, in any order.</param>
    /// <param name="overlap">The least intersection over union, from 0 to 1; 0.5 by default: mAP@0.5.</param>
    /// <exception cref="ArgumentException">There is not one list of detections for each image.</exception>
    public static Score At(IReadOnlyList<IReadOnlyList<LabeledBox>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, double overlap = 0.5)
    {
        Require.Share(overlap);
        IEnumerable<int> kinds = truth.SelectMany(boxes => boxes).Select(box => box.Class).Distinct().Order();
        return Mean(kinds.Select(label => OfClass(truth, detections, label, overlap)));
    }

    /// <summary>mAP@[.5:.95], COCO's main figure: the mean over the thresholds 0.5, 0.55, …, 0.95.</summary>
    /// <inheritdoc cref="At"/>
    public static Score At50To95(IReadOnlyList<IReadOnlyList<LabeledBox>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections) =>
        Mean(Enumerable.Range(0, 10).Select(step => At(truth, detections, (50 + 5 * step) / 100.0)));

    /// <summary>The average precision of one class at one threshold; undefined where no image has an object of it.</summary>
    /// <param name="truth">The objects of each image.</param>
    /// <param name="detections">What was found in each image, in any order.</param>
    /// <param name="label">The class.</param>
    /// <param name="overlap">The least intersection over union, from 0 to 1.</param>
    /// <exception cref="ArgumentException">There is not one list of detections for each image.</exception>
    public static Score OfClass(
        IReadOnlyList<IReadOnlyList<LabeledBox>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, int label, double overlap = 0.5)
    {
        Require.Share(overlap);
        if (truth.Count != detections.Count)
            throw new ArgumentException(
                $"MeanAveragePrecision: expected a list of detections for each of {truth.Count} images, but got {detections.Count}.");
        int objects = truth.Sum(boxes => boxes.Count(box => box.Class == label));
        if (objects == 0)
            return Score.Undefined("no image has an object of the class");
        if (detections.Any(found => found.Any(d => float.IsNaN(d.Score))))
            return Score.NotFinite;
        return Score.Of(PrecisionRecall.OfClass(truth, detections, label, overlap).AveragePrecision);
    }

    static Score Mean(IEnumerable<Score> scores)
    {
        double sum = 0;
        int count = 0;
        foreach (Score score in scores)
        {
            if (score.Value is not { } value)
                return score;
            sum += value;
            count++;
        }
        return count == 0 ? Score.Undefined("no image has an object") : Score.Of(sum / count);
    }
}
