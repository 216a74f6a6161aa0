namespace Elucid;

/// <summary>Which object each detection has found.</summary>
public static class BoxMatching
{
    /// <summary>
    /// The object of its class that each detection takes, the surest first: the one not yet taken that it overlaps most, if that is enough.
    /// </summary>
    /// <param name="truth">The objects of an image.</param>
    /// <param name="detections">What was found in it, in any order.</param>
    /// <param name="overlap">The least intersection over union, from 0 to 1; 0.5 by default.</param>
    /// <returns>For each detection, in the order given, the number of its object; −1 for one that is false.</returns>
    /// <remarks>The rule of COCO's evaluation (pycocotools' <c>COCOeval.evaluateImg</c>), without crowds.</remarks>
    public static int[] Match(IReadOnlyList<LabeledBox> truth, IReadOnlyList<Detection> detections, double overlap = 0.5)
    {
        Require.Share(overlap);
        bool[] taken = new bool[truth.Count];
        int[] matches = new int[detections.Count];
        foreach (int at in Enumerable.Range(0, detections.Count).OrderByDescending(at => detections[at].Score))
        {
            (matches[at], double most) = (-1, overlap);
            LabeledBox found = detections[at].Box;
            for (int i = 0; i < truth.Count; i++)
                if (!taken[i] && truth[i].Class == found.Class && found.IntersectionOverUnion(truth[i]) is var shared && shared >= most)
                    (matches[at], most) = (i, shared);
            if (matches[at] >= 0)
                taken[matches[at]] = true;
        }
        return matches;
    }

    /// <summary>The surest of detections that overlap much, whatever their classes: one answer for each object, where scores like the mean average
    /// precision take one for each class.</summary>
    /// <param name="detections">What was found in an image, in any order.</param>
    /// <param name="overlap">Boxes with a larger intersection over union are one object; 0.7 by default, more than two objects of different classes
    /// usually have in common.</param>
    /// <returns>Those that stay, the surest first.</returns>
    public static IReadOnlyList<Detection> OnePerObject(IReadOnlyList<Detection> detections, double overlap = 0.7)
    {
        Require.Share(overlap);
        List<Detection> kept = [];
        foreach (Detection candidate in detections.OrderByDescending(detection => detection.Score))
            if (!kept.Any(surer => surer.Box.IntersectionOverUnion(candidate.Box) > overlap))
                kept.Add(candidate);
        return kept;
    }
}
