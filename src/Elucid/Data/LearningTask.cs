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

    /// <summary>The rows themselves, through a narrow code: what is compressed, cleaned of noise, or unlike all others.</summary>
    Reconstruct,

    /// <summary>The boxes and the classes of the objects in images.</summary>
    Detect,

    /// <summary>What to do next in an environment, to earn the most.</summary>
    Control,

    /// <summary>To draw new rows like those that there are.</summary>
    Generate,

    /// <summary>A class or a real number for each of several targets per row, of which some may be unknown.</summary>
    Several,
}

/// <summary>How sentences call tasks, and what they need.</summary>
internal static class LearningTaskWords
{
    /// <summary>The task in lower case: "regression".</summary>
    public static string Word(this LearningTask task) => task.ToString().ToLowerInvariant();

    /// <summary>Whether rows themselves are learned, so that they need no answer.</summary>
    public static bool IsOfRows(this LearningTask task) => task is LearningTask.Reconstruct or LearningTask.Generate;
}
