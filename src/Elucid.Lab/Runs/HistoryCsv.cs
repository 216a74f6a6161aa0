using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>The epochs of a run as CSV, errors in the target's own units. Scores that one task alone has stand behind those of all.</summary>
internal static class HistoryCsv
{
    const string Columns =
        "epoch,training_loss,validation_loss,validation_accuracy,validation_rmse,validation_r2,validation_balanced_accuracy,validation_f1,"
            + "validation_macro_f1,validation_auc,validation_mae,learning_rate,seconds";

    /// <summary>A line for each epoch of a network.</summary>
    public static string Write(History history, Standardizer? scales)
    {
        string[] own = ScoresIn([history]);
        StringBuilder csv = new($"{Columns}{Header(own)}\n");
        foreach (EpochRecord epoch in history.Epochs)
            Append(csv, epoch, scales, own);
        return csv.ToString();
    }

    /// <summary>A line for each epoch of each network, which stands before it.</summary>
    public static string Write(IEnumerable<(string Network, History History, Standardizer? Scales)> networks)
    {
        (string Network, History History, Standardizer? Scales)[] all = [.. networks];
        string[] own = ScoresIn(all.Select(network => network.History));
        StringBuilder csv = new($"network,{Columns}{Header(own)}\n");
        foreach ((string network, History history, Standardizer? scales) in all)
            foreach (EpochRecord epoch in history.Epochs)
                Append(csv.Append(network.Replace(", ", " ", StringComparison.Ordinal)).Append(','), epoch, scales, own);
        return csv.ToString();
    }

    static string[] ScoresIn(IEnumerable<History> histories) =>
        [.. histories.SelectMany(history => history.Epochs).SelectMany(epoch => epoch.Validation?.Metrics.Keys ?? []).Distinct()];

    static string Header(string[] own) => string.Concat(own.Select(name => $",{PredictionCsv.Quote($"validation_{Snake(name)}")}"));

    static void Append(StringBuilder csv, EpochRecord e, Standardizer? scales, string[] own)
    {
        Evaluation? v = e.Validation?.In(scales);
        csv.Append(CultureInfo.InvariantCulture,
            $"{e.Epoch},{e.TrainingLoss},{v?.Loss},{v?.Accuracy},{v?.Rmse},{v?.R2},{v?.BalancedAccuracy},{v?.F1},{v?.MacroF1},{v?.Auc},{v?.Mae},{e.LearningRate},{e.Seconds}");
        foreach (string name in own)
            csv.Append(',')
                .Append(v is not null && v.Metrics.TryGetValue(name, out double value) ? value.ToString(CultureInfo.InvariantCulture) : "");
        csv.Append('\n');
    }

    // LowReturn becomes low_return; a name that is no member's, such as mAP@0.5, stays.
    static string Snake(string name) => char.IsLower(name[0]) ? name : string.Concat(name.Select((c, i) =>
        !char.IsUpper(c) ? $"{c}" : i > 0 && char.IsLower(name[i - 1]) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
