namespace Elucid;

/// <summary>What a network learns from a dataset.</summary>
public enum LearningTask
{
    /// <summary>One of several classes per row.</summary>
    Classification,

    /// <summary>One or more real numbers per row.</summary>
    Regression,

    /// <summary>The token after each token of a text.</summary>
    Text,

    /// <summary>The next values of series.</summary>
    Forecast,
}

/// <summary>How sentences call tasks.</summary>
internal static class LearningTaskWords
{
    /// <summary>The task in lower case: "regression".</summary>
    public static string Word(this LearningTask task) => task.ToString().ToLowerInvariant();
}
