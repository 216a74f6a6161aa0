namespace Elucid;

/// <summary>What an exception says, for people who see no code.</summary>
static class Sentence
{
    /// <summary>The message without the name of a method's parameter, which .NET appends.</summary>
    public static string Of(Exception exception) => exception is ArgumentException { ParamName: { } name }
        ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : exception.Message;
}
