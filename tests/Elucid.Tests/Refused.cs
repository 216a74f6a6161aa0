namespace Elucid.Tests;

/// <summary>Reads error messages whole.</summary>
public static class Refused
{
    public static void With<TException>(string sentence, Action action) where TException : Exception =>
        Assert.Equal(sentence, Assert.Throws<TException>(action).Message);

    public static void With<TException>(string sentence, Func<object?> action) where TException : Exception =>
        With<TException>(sentence, () => { action(); });

    public static InvalidOperationException Backward(Tape tape, Tensor loss) => Backward<InvalidOperationException>(tape, loss);

    /// <summary>The error with which a tape refuses a loss; a tape cannot be used in a lambda, as <c>Assert.Throws</c> wants it.</summary>
    public static TException Backward<TException>(Tape tape, Tensor loss) where TException : Exception
    {
        Exception? error = null;
        try
        {
            tape.Backward(loss);
        }
        catch (Exception refusal)
        {
            error = refusal;
        }
        return Assert.IsType<TException>(error);
    }
}
