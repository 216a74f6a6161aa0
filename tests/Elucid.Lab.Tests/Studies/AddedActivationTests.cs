using System.Runtime.CompilerServices;
using Elucid.Lab.Tests.Trials;
using Elucid.Numerics;
using Elucid.Onnx;
using static Elucid.OnnxExpression;

namespace Elucid.Lab.Tests.Studies;

/// <summary>A function that is not the library's goes wherever those of the library go.</summary>
[AnyWidth]
public sealed class AddedActivationTests
{
    /// <summary>max(x, −2): a leak that ends.</summary>
    readonly struct DeepRelu : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.Max(x, V.Of(-2));

        public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(V.Of(-2), x, V.Of(1), V.Of(0));
    }

    [ModuleInitializer]
    internal static void Add() => ActivationCatalog.Add(new(_ => Activation.Of(new DeepRelu()))
    {
        Name = "deep-relu",
        Formula = "max(x, −2)",
        Onnx = [Operator("Max", since: 8, X, -2)],
    });

    [Fact]
    public void It_is_compared_and_drawn()
    {
        using TemporaryDirectory directory = new();
        StudySettings settings = Tiny.Settings with { Activations = ["elu", "deep-relu"], Baseline = "elu" };
        StudySummary summary = StudySummary.Of(new Study(settings, Tiny.Classes).Run(2))!;
        Assert.Equal(["deep-relu", "elu"], summary.Activations.Select(activation => activation.Name).Order());
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        string report = File.ReadAllText(StudyFiles.Write(summary, output, "elucid compare"));
        Assert.Contains("deep-relu", report);
    }

    [Fact]
    public void Its_model_file_answers_and_becomes_onnx()
    {
        using TemporaryDirectory directory = new();
        RunSettings settings = new(Tiny.Classes.Id, Tiny.Recipe, "deep-relu", Seed: 0);
        using OutputDirectory output = OutputDirectory.Open(directory["run"]);
        TrainingRun run = new(settings, Tiny.Classes, output, RunStart.New);
        Assert.NotNull(run.Run(null, TestContext.Current.CancellationToken));
        float[] row = [0.5f, -3];
        Prediction before = TrainedModel.Load(run.ModelPath).Predict(row);
        OnnxModel.Export(run.ModelPath, directory["model.onnx"]);
        using Tape tape = Tape.StartWithoutGradients();
        Assert.Equal(3, before.Probabilities!.Count);
        Assert.NotNull(OnnxImport.Load(directory["model.onnx"]).Forward(new Tensor([1, 2], row)));
    }
}
