namespace Elucid;

/// <summary>One copy of a network, whose functions are those of it or others.</summary>
/// <param name="purpose">Who asks, for errors.</param>
/// <param name="function">What takes the place of each function; null for itself.</param>
sealed class Copying(string purpose, Func<Activation, Activation>? function = null) : Rebuilder
{
    public override Activation Function(Activation activation) => function is null ? activation : function(activation);

    private protected override bool IsTraining(Module part) => part.IsSetToTrain;

    private protected override Module Make(Module part)
    {
        if (function is not null && part.HiddenFunctions is { } reason)
            throw new ArgumentException($"{purpose}: {reason}");
        return Remake(part) ?? throw new ArgumentException(
            $"{purpose}: {part.GetType().Name}{(part.Name.Length == 0 ? "" : $" '{part.Name}'")} has parts of its own and does not say "
            + "how it is made from them. Override Rebuild in that class: "
            + $"`protected internal override Module Rebuild(Rebuilder with) => new {part.GetType().Name}(…);`, "
            + "with `with.Part(child)` for each child that the constructor takes.");
    }
}
