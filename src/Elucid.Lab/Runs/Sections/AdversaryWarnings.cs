using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What goes wrong between two networks that learn against each other, while every number stays finite: losses without bounds, a
/// discriminator that is never deceived, a generator that draws one example.</summary>
internal static class AdversaryWarnings
{
    // The share of real examples that counts as 0.9 costs the discriminator 0.325 at least; guessing costs 1.39, and the generator then 0.69.
    const double NeverDeceived = 0.36, HopelessLoss = 5, UnboundedLoss = 20;

    // Of the variance of real examples: of two thousand independent ones it would be off by a few hundredths.
    const double LeastVariance = 0.05;

    /// <summary>The sentences, each with what to do; none for another kind of network, or where nothing went wrong.</summary>
    public static IEnumerable<string> Of(RunResult run)
    {
        if (run.Network is not GenerativeAdversarialNetwork || run.History.Epochs is not [.., var last])
            yield break;
        double discriminator = Recorded(last, nameof(GenerativeAdversarialNetwork.Discriminator)),
            generator = Recorded(last, nameof(GenerativeAdversarialNetwork.Generator));
        string losses = $"in epoch {last.Epoch} the discriminator's was {Format.Number(discriminator)} and the generator's "
            + $"{Format.Number(generator)}, where guessing has 1.39 and 0.69";
        string rate = $"{Spelling.Of(nameof(Recipe.LearningRate))} than {Format.Number(run.Settings.Recipe.LearningRate)}";
        string slower = $"Try a smaller {rate}";
        if (Math.Max(discriminator, generator) > UnboundedLoss)
            yield return $"The losses of the two networks have no bounds: {losses}. {slower}, or {Spelling.Of(nameof(Recipe.ClipNorm))}.";
        else if (discriminator < NeverDeceived && generator > HopelessLoss)
            yield return $"The discriminator tells all drawings from real examples, so the generator learns little: {losses}. {slower}, or fewer "
                + $"{Spelling.Of(nameof(Recipe.Epochs))}.";
        Drawn drawn = Drawn.Of(run);
        double variance = VarianceOf(drawn.Examples, drawn.Test.FeatureCount),
            real = VarianceOf(drawn.Test.Features[..drawn.Examples.Length].ToArray(), drawn.Test.FeatureCount), share = variance / real;
        if (!double.IsFinite(variance))
            yield return $"What the generator draws is not finite. {slower}.";
        else if (real > 0 && share < LeastVariance)
            yield return $"It draws nearly one example again and again: what it draws varies {Format.Percent(share)} as much as test examples do. "
                + $"Train it longer, or with a smaller {rate}, another {Spelling.Of(nameof(RunSettings.Seed))}, or "
                + $"{Spelling.Of(nameof(NetworkRecipe.Model), "vae")}.";
    }

    static double Recorded(EpochRecord epoch, string name) => epoch.Metrics.TryGetValue(name, out double value) ? value : double.NaN;

    // The sum of the variances of all numbers of an example.
    static double VarianceOf(float[] examples, int width)
    {
        double sum = 0;
        int count = examples.Length / width;
        for (int feature = 0; feature < width; feature++)
        {
            double mean = 0, squares = 0;
            for (int row = 0; row < count; row++)
                mean += examples[(row * width) + feature] / (double)count;
            for (int row = 0; row < count; row++)
                squares += Math.Pow(examples[(row * width) + feature] - mean, 2) / count;
            sum += squares;
        }
        return sum;
    }
}
