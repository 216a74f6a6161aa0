namespace Elucid.Tests;

/// <summary>Reads error messages whole.</summary>
public static class Refused
{
    public static void With<TException>(string sentence, Action action) where TException : Exception =>
        Assert.Equal(sentence, Assert.Throws<TException>(action).Message);

    public static void With<TException>(string sentence, Func<object?> action) where TException : Exception =>
        With<TException>(sentence, () => { action(); });
}
