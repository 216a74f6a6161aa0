using Elucid.Onnx;
using Elucid.Tests.Autograd;
using Elucid.Tests.Training;

namespace Elucid.Tests.Modules;

/// <summary>Who switches modules between training and use, and that each gets its own mode back.</summary>
public sealed class ModesTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void Looking_at_a_network_leaves_each_module_in_its_own_mode()
    {
        Sequential model = WithFrozenNorm(out _);
        bool[] before = Modes(model);
        Dataset data = Blobs.Classes(40, 1);
        Evaluation.Of(model, data);
        Evaluation.Outputs(model, data);
        new ActivationProbe(model).Read(new Tensor([40, 4], data.Features), y => Loss.CrossEntropy(y, data.Labels.ToArray()));
        Assert.Throws<ShapeException>(() => new ActivationProbe(model).Read(new Tensor([2, 5]), Ops.Sum));
        using (model.InUse())
            Assert.All(Modes(model), Assert.False);
        Assert.Equal(before, Modes(model));

        RandomStream random = new(1);
        Gpt gpt = new(new GptOptions { VocabularySize = 5, MaxLength = 4, Layers = 1, Heads = 1, Features = 4 }, random);
        GridDetector detector = new([1, 8, 8], 2, Elu, random, [2]);
        gpt.Children[0].Module.Eval();
        detector.NamedModules().First(m => m.Module is BatchNorm2d).Module.Eval();
        bool[] ofGpt = Modes(gpt), ofDetector = Modes(detector);
        gpt.Generate([1], 2, random);
        detector.Detect(new Tensor([1, 1, 8, 8]));
        Assert.Equal(ofGpt, Modes(gpt));
        Assert.Equal(ofDetector, Modes(detector));
    }

    [Fact]
    public void A_trained_network_is_ready_for_use()
    {
        Sequential model = Blobs.Model(outputs: 3, dropout: 0.5);
        Dataset data = Blobs.Classes(200, 1);
        Trainer trainer = new(model, new Adam(model), data, options: new TrainerOptions { Epochs = 2 });
        trainer.RunEpoch();
        Assert.All(Modes(model), Assert.False);
        trainer.Fit();
        Assert.All(Modes(model), Assert.False);
        Assert.Equal(Evaluation.Outputs(model, data).Values, model.Forward(new Tensor([200, 4], data.Features)).Values);

        Trainer stopped = new(model, new Adam(model), data, options: new TrainerOptions { Epochs = 2 });
        model.Train();
        Assert.Throws<OperationCanceledException>(() => stopped.Fit(cancellation: new CancellationToken(canceled: true)));
        Assert.All(Modes(model), Assert.False);
    }

    [Fact]
    public void A_frozen_batch_norm_stays_frozen_in_training()
    {
        Sequential model = WithFrozenNorm(out BatchNorm1d norm);
        Trainer trainer = new(model, new Adam(model), Blobs.Classes(60, 1), Blobs.Classes(30, 2), new TrainerOptions { Epochs = 3 });
        float[] weights = [.. ((Linear)model.Children[0].Module).Weight.Values];
        trainer.RunEpoch();
        trainer.Fit();
        Assert.Equal(0, norm.BatchesTracked.ToScalar());
        Assert.Equal(new float[8], norm.RunningMean.Values.ToArray());
        Assert.NotEqual(weights, ((Linear)model.Children[0].Module).Weight.Values.ToArray());
    }

    [Fact]
    public void Modes_set_between_two_epochs_are_heard()
    {
        Sequential model = WithFrozenNorm(out BatchNorm1d norm);
        norm.Train();
        Trainer trainer = new(model, new Adam(model), Blobs.Classes(64, 1), options: new TrainerOptions { Epochs = 3, BatchSize = 32 });
        trainer.RunEpoch();
        Assert.Equal(2, norm.BatchesTracked.ToScalar());
        trainer.RunEpoch();
        Assert.Equal(4, norm.BatchesTracked.ToScalar());
        model.Train();
        norm.Eval();
        trainer.RunEpoch();
        Assert.Equal(4, norm.BatchesTracked.ToScalar());
    }

    [Fact]
    public void A_network_that_is_wholly_in_use_is_trained_as_a_whole()
    {
        Sequential model = WithFrozenNorm(out BatchNorm1d norm);
        model.Eval();
        new Trainer(model, new Adam(model), Blobs.Classes(64, 1), options: new TrainerOptions { Epochs = 1, BatchSize = 32 }).Fit();
        Assert.Equal(2, norm.BatchesTracked.ToScalar());
    }

    [Fact]
    public void A_loaded_network_is_ready_for_use()
    {
        using TemporaryDirectory directory = new();
        Sequential model = WithFrozenNorm(out _);
        Weights.Save(model, directory["weights.safetensors"]);
        Sequential loaded = WithFrozenNorm(out _);
        Weights.Load(loaded, directory["weights.safetensors"]);
        Assert.All(Modes(loaded), Assert.False);

        Trainer trainer = new(model, new Adam(model), Blobs.Classes(60, 1), options: new TrainerOptions { Epochs = 2 });
        trainer.RunEpoch();
        Checkpoint.Save(trainer, directory["checkpoint.safetensors"]);
        Sequential fresh = WithFrozenNorm(out BatchNorm1d norm);
        Trainer resumed = new(fresh, new Adam(fresh), Blobs.Classes(60, 1), options: new TrainerOptions { Epochs = 2 });
        Checkpoint.Load(resumed, directory["checkpoint.safetensors"]);
        Assert.All(Modes(fresh), Assert.False);
        resumed.Fit();                                                          // in the modes that it was made with
        Assert.Equal(0, norm.BatchesTracked.ToScalar());

        OnnxExport.Save(model, directory["model.onnx"], [1, 4]);
        Assert.All(Modes(OnnxImport.Load(directory["model.onnx"])), Assert.False);
    }

    [Fact]
    public void A_folded_network_is_in_use_and_leaves_the_model_as_it_is()
    {
        RandomStream random = new(1);
        Sequential model = new(
            new Linear(4, 8, random), new BatchNorm1d(8), new Dropout(0.5, random), new Linear(8, 8, random), new ActivationLayer(Elu),
            new BatchNorm1d(8),
            new Residual(new Dropout(0.5, random)), new Noisy());
        model.Forward(Grid.Tensor([30, 4], seed: 1));
        Tensor x = Grid.Tensor([5, 4], seed: 2), expected;
        using (model.InUse())
            expected = model.Forward(x);
        model.Children[3].Module.Eval();
        bool[] modes = Modes(model);
        string[] labels = [.. model.NamedModules().Select(m => m.Module.Name)];

        Module folded = Inference.FoldBatchNorms(model, out IReadOnlyList<string> kept);
        Assert.Equal(["5"], kept);
        Assert.False(folded.IsTraining);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            AssertClose(expected, folded.Forward(x), 5e-6);
            Assert.Equal(modes, Modes(model));
            model.Train();
            modes = Modes(model);
        }
        Assert.Equal(labels, model.NamedModules().Select(m => m.Module.Name));
    }

    [Fact]
    public void Norms_within_a_detector_fold()
    {
        RandomStream random = new(1);
        GridDetector detector = new([1, 16, 16], 2, Elu, random, [4, 8]);
        detector.Forward(Grid.Tensor([4, 1, 16, 16], seed: 1));
        GridDetector folded = Assert.IsType<GridDetector>(Inference.FoldBatchNorms(detector, out IReadOnlyList<string> kept));
        Assert.Empty(kept);
        Assert.DoesNotContain(folded.NamedModules(), m => m.Module is BatchNorm);
        Tensor x = Grid.Tensor([2, 1, 16, 16], seed: 2);
        using (detector.InUse())
            AssertClose(detector.Forward(x), folded.Forward(x), 1e-4);
        Assert.Equal(detector.Detect(x, threshold: 0).Select(d => d.Count), folded.Detect(x, threshold: 0).Select(d => d.Count));
    }

    [Fact]
    public void Norms_out_of_reach_are_named()
    {
        RandomStream random = new(1);
        Sequential model = new(new Closed(random), new Recomputed(new Sequential(new Linear(4, 4, random), new BatchNorm1d(4))));
        Assert.Equal("Inference.FoldBatchNorms: batch norm '0.body.1' lies in Closed '0', whose parts cannot be replaced, and would stay. "
            + "Override Rebuild in that class, or call FoldBatchNorms(model, out kept), which leaves such norms where they are. (Parameter 'model')",
            Assert.Throws<ArgumentException>(() => Inference.FoldBatchNorms(model)).Message);
        Module folded = Inference.FoldBatchNorms(model, out IReadOnlyList<string> kept);
        Assert.Equal(["0.body.1"], kept);
        Assert.Single(folded.NamedModules(), m => m.Module is BatchNorm);

        Sequential open = new(new Open(new Sequential(new Linear(4, 4, random), new BatchNorm1d(4))));
        Assert.DoesNotContain(Inference.FoldBatchNorms(open).NamedModules(), m => m.Module is BatchNorm);
        Assert.Contains(open.NamedModules(), m => m.Module is BatchNorm);
    }

    [Fact]
    public void Norms_of_an_imported_graph_are_named()
    {
        using TemporaryDirectory directory = new();
        OnnxExport.Save(WithFrozenNorm(out _), directory["model.onnx"], [1, 4]);
        GraphModule graph = OnnxImport.Load(directory["model.onnx"]);
        Assert.Contains(
            "whose parts cannot be replaced, and would stay.", Assert.Throws<ArgumentException>(() => Inference.FoldBatchNorms(graph)).Message);
        Inference.FoldBatchNorms(graph, out IReadOnlyList<string> kept);
        Assert.Contains("BatchNormalization", Assert.Single(kept));
    }

    static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        for (int i = 0; i < expected.Shape.Size; i++)
            Assert.Equal(expected.Values[i], actual.Values[i], tolerance);
    }

    static bool[] Modes(Module model) => [.. model.NamedModules().Select(m => m.Module.IsTraining)];

    static Sequential WithFrozenNorm(out BatchNorm1d norm)
    {
        RandomStream random = new(3);
        norm = new BatchNorm1d(8);
        norm.Eval();
        return new Sequential(new Linear(4, 8, random), norm, new ActivationLayer(Elu), new Dropout(0.2, random), new Linear(8, 3, random));
    }

    sealed class Closed : Module
    {
        readonly Sequential _body;

        public Closed(RandomStream random) => _body = Child("body", new Sequential(new Linear(4, 4, random), new BatchNorm1d(4)));

        public override Tensor Forward(Tensor x) => _body.Forward(x);

        public override Shape OutputShape(Shape input) => input;
    }

    sealed class Open : Module
    {
        readonly Sequential _body;

        public Open(Sequential body) => _body = Child("body", body);

        public override Tensor Forward(Tensor x) => _body.Forward(x);

        public override Shape OutputShape(Shape input) => input;

        protected internal override Module Rebuild(Rebuilder with) => new Open(with.Part(_body));
    }

    sealed class Noisy : Module
    {
        public override Tensor Forward(Tensor x) => IsTraining ? 2f * x : x;

        public override Shape OutputShape(Shape input) => input;
    }
}
