namespace Elucid.Lab;

/// <summary>Networks learn standardised targets; people read errors in the targets' own units.</summary>
internal static class OwnUnits
{
    /// <summary>The evaluation with its RMSE and MAE in the target's units; R² has none, and the loss stays what was minimised.</summary>
    /// <param name="evaluation">On targets that were standardised with <paramref name="scales"/>.</param>
    /// <param name="scales">Null if nothing was standardised.</param>
    public static Evaluation In(this Evaluation evaluation, Standardizer? scales) =>
        evaluation with { Rmse = evaluation.Rmse * UnitOf(scales), Mae = evaluation.Mae * UnitOf(scales) };

    /// <summary>The standard deviation of the target; a table has one target.</summary>
    public static double UnitOf(Standardizer? scales) => scales?.Targets is { } targets ? targets.Deviations[0] : 1;
}
