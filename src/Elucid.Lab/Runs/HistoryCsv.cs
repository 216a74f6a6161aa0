using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>The epochs of a run as CSV, errors in the target's own units.</summary>
internal static class HistoryCsv
{
    const string Columns =
        "epoch,training_loss,validation_loss,validation_accuracy,validation_rmse,validation_r2,validation_balanced_accuracy,validation_f1,"
            + "validation_macro_f1,validation_auc,validation_mae,learning_rate,seconds";

    /// <summary>A line for each epoch of a network.</summary>
    public static string Write(History history, Standardizer? scales)
    {
        StringBuilder csv = new(Columns + "\n");
        foreach (EpochRecord epoch in history.Epochs)
            Append(csv, epoch, scales);
        return csv.ToString();
    }

    /// <summary>A line for each epoch of each network, which stands before it.</summary>
    public static string Write(IEnumerable<(string Network, History History, Standardizer? Scales)> networks)
    {
        StringBuilder csv = new($"network,{Columns}\n");
        foreach ((string network, History history, Standardizer? scales) in networks)
            foreach (EpochRecord epoch in history.Epochs)
                Append(csv.Append(network.Replace(", ", " ", StringComparison.Ordinal)).Append(','), epoch, scales);
        return csv.ToString();
    }

    static void Append(StringBuilder csv, EpochRecord e, Standardizer? scales)
    {
        Evaluation? v = e.Validation?.In(scales);
        csv.Append(CultureInfo.InvariantCulture,
            $"{e.Epoch},{e.TrainingLoss},{v?.Loss},{v?.Accuracy},{v?.Rmse},{v?.R2},{v?.BalancedAccuracy},{v?.F1},{v?.MacroF1},{v?.Auc},{v?.Mae},{e.LearningRate},{e.Seconds}\n");
    }
}
