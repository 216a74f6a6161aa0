using System.Runtime.CompilerServices;

namespace Elucid.Lab;

/// <summary>What an autoencoder makes of the test rows, and what PCA with as many numbers does: computed once for pictures, sentences and
/// files.</summary>
internal sealed class Reconstructed
{
    const int RowsAtOnce = 512, MostCleaned = 3000;

    static readonly ConditionalWeakTable<RunResult, Reconstructed> Kept = [];

    readonly RunResult _run;
    readonly PrincipalComponents _components;

    Reconstructed(RunResult run)
    {
        _run = run;
        Latent = run.Settings.Recipe.Latent > 0 ? run.Settings.Recipe.Latent : NetworkRecipe.DefaultLatent(run.Split.Train.FeatureCount);
        _components = PrincipalComponents.Fit(run.Split.Train, Latent);
        LinearOutputs = _components.Reconstruct(run.Split.Test);
    }

    public static Reconstructed Of(RunResult run) => Kept.GetValue(run, key => new Reconstructed(key));

    /// <summary>Numbers of the code.</summary>
    public int Latent { get; }

    /// <summary>The threshold above which a row is an anomaly; null if it was not measured.</summary>
    public double? Threshold => _run.File.Reconstruction?.Threshold;

    /// <summary>The network's errors on the test rows.</summary>
    public ReconstructionErrors Test => field ??= ReconstructionErrors.Of(_run.Outputs.Values, _run.Split.Test);

    /// <summary>Those of PCA.</summary>
    public ReconstructionErrors Linear => field ??= ReconstructionErrors.Of(LinearOutputs, _run.Split.Test);

    /// <summary>What PCA puts out for the test rows.</summary>
    public float[] LinearOutputs { get; }

    /// <summary>How kinds of test rows stand out.</summary>
    public ReconstructionScores Scores => field ??= new(
        Test.Rows, Threshold,
        _run.Split.Test.KnownLabels.IsEmpty ? null : [.. _run.Split.Test.KnownLabels.ToArray().Select(label => label < -1 ? float.NaN : label)]);

    /// <summary>What changes of <c>--augment</c> do to test rows: the mean squared difference from the rows as they were, before and after the
    /// network, and after PCA; null where it was trained without.</summary>
    public (double Before, double Network, double Linear)? Cleaned
    {
        get
        {
            Dataset test = _run.Split.Test;
            int[] rows = [.. Enumerable.Range(0, Math.Min(test.Count, MostCleaned))];
            if (Noisy(rows) is not { } noisy)
                return null;
            Dataset clean = test.Subset(rows);
            return (
                ReconstructionErrors.Of(noisy.Features, clean).Mean,
                ReconstructionErrors.Of(Evaluation.Outputs(_run.Network, noisy).Values, clean).Mean,
                ReconstructionErrors.Of(_components.Reconstruct(noisy), clean).Mean);
        }
    }

    /// <summary>The network's errors on rows that it did not learn from and that the threshold was measured on; empty without such.</summary>
    public IReadOnlyList<double> Validation =>
        field ??= _run.Split.Validation is { } validation ? ReconstructionErrors.Of(_run.Network, validation).Rows : [];

    /// <summary>The rows with noise, where a network learned to take it away: [rows, features]; null where none was added.</summary>
    /// <param name="rows">Which of the test rows.</param>
    public Dataset? Noisy(ReadOnlySpan<int> rows)
    {
        if (_run.Settings.Recipe.Augment is not { Length: > 0 } changes)
            return null;
        Augmentation augmentation = Augmentation.Parse(changes);
        RandomStream random = new RandomStream((ulong)_run.Settings.Seed).Derive("shown");
        Dataset shown = _run.Split.Test.Subset(rows);
        float[] scratch = new float[shown.FeatureCount];
        int[] shape = shown.FeatureShape.ToArray();
        return shown.Map((row, result) =>
        {
            row.CopyTo(result);
            augmentation.Apply(result, shape, scratch, random);
        });
    }

    /// <summary>The codes of rows: [rows, numbers]; null of a network without an encoder.</summary>
    public static float[]? Codes(Module network, Dataset data)
    {
        if (network is not Autoencoder { Encoder: var encoder })
            return null;
        List<float> codes = [];
        for (int first = 0; first < data.Count; first += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, data.Count - first);
            Tensor x = new([rows, .. data.FeatureShape], data.Features.Slice(first * data.FeatureCount, rows * data.FeatureCount));
            codes.AddRange(encoder.Predict(x).Values);
        }
        return [.. codes];
    }
}
