using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What kinds of mistakes a detector makes.</summary>
/// <remarks>D. Bolya, S. Foley, J. Hays, J. Hoffman 2020, TIDE, arXiv:2008.08115, section 2.</remarks>
internal static class DetectionErrors
{
    const double Overlaps = 0.5, Touches = 0.1;

    const string WrongClass = "wrong class", Misplaced = "badly placed", Twice = "found twice", Nothing = "nothing there";

    public static ReportSection Section(FoundObjects found)
    {
        Dictionary<string, int> kinds = [];
        int missed = 0;
        for (int image = 0; image < found.Data.Count; image++)
        {
            foreach ((string kind, int count) in found.FalseIn(image).CountBy(one => KindOf(one.Box, found.Data.Boxes[image])))
                kinds[kind] = kinds.GetValueOrDefault(kind) + count;
            missed += found.MissedIn(image).Count(box => !found.FalseIn(image).Any(one => one.Box.IntersectionOverUnion(box) >= Touches));
        }
        ReportRow Line(string what, int count, int of, string advice) =>
            new(what, new ReportCell(Format.Count(count), SortKey: count), of == 0 ? Format.Missing : Format.Percent(count / (double)of), advice);
        return new ReportSection(
            "What kinds of mistakes does it make?",
            "Each answer that is not right, by what is wrong with it, and objects that no answer touches.", [])
        {
            Tables =
            [
                new ReportTable(
                    "Answers and mistakes",
                    [
                        new("what"), new("count", Alignment: ColumnAlignment.End),
                        new("share", "Of all answers; of missed objects the share of all objects.", ColumnAlignment.End), new("what helps"),
                    ],
                    [
                        Line("right", found.Right, found.Said, ""),
                        Line(WrongClass, kinds.GetValueOrDefault(WrongClass), found.Said,
                            "more examples of the classes that are taken for each other"),
                        Line(Misplaced, kinds.GetValueOrDefault(Misplaced), found.Said, "larger images, or more epochs"),
                        Line(Twice, kinds.GetValueOrDefault(Twice), found.Said, "boxes of objects that are cut in two"),
                        Line(Nothing, kinds.GetValueOrDefault(Nothing), found.Said, "images without objects; boxes that the file lacks"),
                        Line("missed", missed, found.Objects, "more examples; larger images where objects are small or close"),
                    ]),
            ],
        };
    }

    static string KindOf(LabeledBox box, IReadOnlyList<LabeledBox> truth)
    {
        double own = truth.Where(other => other.Class == box.Class).Select(box.IntersectionOverUnion).DefaultIfEmpty(0).Max();
        double others = truth.Where(other => other.Class != box.Class).Select(box.IntersectionOverUnion).DefaultIfEmpty(0).Max();
        return own >= Overlaps ? Twice : others >= Overlaps ? WrongClass : own >= Touches ? Misplaced : Nothing;
    }
}
