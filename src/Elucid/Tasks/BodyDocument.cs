using System.Text.Json;

namespace Elucid;

/// <summary>A <see cref="BodyDescription"/> as JSON. What earlier versions wrote is read for ever.</summary>
internal sealed record BodyDocument(
    string Source, string Fingerprint, string Data, NetworkRecipe? Recipe = null, string? Activation = null, int[]? FeatureShape = null,
    LearningTask Task = LearningTask.Classification, int Vocabulary = 0, byte[]? Graph = null, BodyDocument? Body = null)
{
    public static BodyDocument Of(BodyDescription body) => new(
        body.Source, body.Fingerprint, body.Data, body.Recipe, body.Activation, body.FeatureShape.Count > 0 ? [.. body.FeatureShape]
            : null, body.Task,
        body.Vocabulary, body.Graph, body.Body is { } inner ? Of(inner) : null);

    /// <exception cref="JsonException">Parts are missing or do not fit together.</exception>
    /// <exception cref="ArgumentException">The recipe is out of range.</exception>
    public BodyDescription ToDescription()
    {
        Require(Graph is null != (Recipe is null) && Recipe is null == (Activation is null), "is neither a graph nor a recipe and its activation");
        Require(Enum.IsDefined(Task), $"has the task {Task}");
        Require(Vocabulary is >= 0 and <= 1 << 24, $"has {Vocabulary} tokens");
        int[] shape = FeatureShape ?? [];
        Require(Recipe is null || shape.Length > 0, "has no shape of its examples");
        Require(shape.All(length => length > 0) && shape.Aggregate(1.0, (size, length) => size * length) <= int.MaxValue,
            $"has the shape [{string.Join(", ", shape)}]");
        Recipe?.Check();
        return new BodyDescription
        {
            Source = Source,
            Fingerprint = Fingerprint,
            Data = Data,
            Recipe = Recipe,
            Activation = Activation,
            FeatureShape = shape,
            Task = Task,
            Vocabulary = Vocabulary,
            Graph = Graph,
            Body = Body?.ToDescription(),
        };
    }

    static void Require(bool isMet, string complaint)
    {
        if (!isMet)
            throw new JsonException($"'body' {complaint}.");
    }
}
