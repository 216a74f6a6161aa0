namespace Elucid;

/// <summary>Examples as data to learn to draw the like of: their answers are left aside.</summary>
public static class GenerationData
{
    /// <summary>The examples of a dataset.</summary>
    /// <param name="examples">Any data; classes or targets are not looked at.</param>
    /// <param name="judge">What says how alike drawn examples are; null for nobody, so that losses alone are measured.</param>
    public static Dataset Of(Dataset examples, ExampleJudge? judge = null)
    {
        Dataset rows = examples.Task == LearningTask.Generate ? examples : examples.WithoutAnswers(LearningTask.Generate);
        return rows.With(rows.Features.ToArray(), new JudgedRows(rows.Answers, judge));
    }

    /// <summary>What judges examples that are drawn like these; null where nobody does.</summary>
    public static ExampleJudge? JudgeOf(Dataset examples) => (examples.Answers as JudgedRows)?.Judge;

    /// <summary>Rows without answers, and who judges others beside them.</summary>
    sealed class JudgedRows(Answers rows, ExampleJudge? judge) : Answers
    {
        public ExampleJudge? Judge => judge;

        public override LearningTask Task => rows.Task;

        public override int Count => rows.Count;

        public override IReadOnlyList<string> OutputNames => rows.OutputNames;

        public override int[] KnownLabels => rows.KnownLabels;

        public override IReadOnlyList<string> KnownClassNames => rows.KnownClassNames;

        public override ReadOnlySpan<byte> Bytes => rows.Bytes;

        public override void Check(string dataset) => rows.Check(dataset);

        public override Answers Of(ReadOnlySpan<int> which) => new JudgedRows(rows.Of(which), judge);

        public override Answers ForFeatures(int features) => new JudgedRows(rows.ForFeatures(features), judge);
    }
}
