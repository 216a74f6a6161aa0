using Elucid.Tests.Autograd;
using Elucid.Tests.Training;

namespace Elucid.Tests.Modules;

public sealed class FreezingTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void A_frozen_part_records_nothing_gets_no_gradient_and_does_not_move()
    {
        (Sequential body, Linear head, Sequential model) = Network();
        Adam optimizer = new(model);
        int whole = Step(model, optimizer);
        float[][] before = State(body);
        body.Freeze();
        Assert.Equal(2, Step(model, optimizer));                    // of the head, and of the loss
        Assert.Equal(5, whole);                                    // linear, norm with its function, dropout and these
        Assert.Equal(before, State(body));                          // the running statistics, too
        Assert.All(body.NamedParameters(), p => Assert.False(p.Value.HasGradient));
        Assert.All(body.NamedModules(), m => Assert.False(m.Module.IsTraining));
        Assert.True(head.IsTraining);
        body.Unfreeze();
        Assert.Equal(whole, Step(model, optimizer));
        Assert.NotEqual(before, State(body));
        Assert.All(model.NamedModules(), m => Assert.True(m.Module.IsTraining));
    }

    [Fact]
    public void The_head_gets_the_bits_that_it_gets_alone_on_the_features()
    {
        (Sequential body, Linear head, Sequential model) = Network();
        Dataset data = Blobs.Classes(100, 1);
        float[] features;
        using (body.InUse())
            features = body.Forward(new Tensor([100, 4], data.Features)).Values.ToArray();
        Linear alone = Network().Head;
        body.Freeze();
        TrainerOptions options = new() { Epochs = 3, BatchSize = 16, ClipNorm = 0.5 };
        new Trainer(model, new Adam(model), data, options: options).Fit();
        new Trainer(alone, new Adam(alone), new Dataset("features", features, [8], data.Labels.ToArray(), data.ClassNames), options: options).Fit();
        Assert.Equal(State(alone), State(head));
    }

    public static TheoryData<string> Layers => [.. Makers.Keys];

    static readonly Dictionary<string, (Func<RandomStream, Module> Make, Shape Input)> Makers = new()
    {
        ["linear"] = (r => new Sequential(new Linear(4, 6, r), new ActivationLayer(Elu), new Linear(6, 4, r)), [5, 4]),
        ["learned activation"] = (_ => new ActivationLayer(ActivationCatalog.Parse("pelu"), 4), [5, 4]),
        ["convolution"] = (r => new Sequential(new Conv2d(2, 3, 3, r), new ActivationLayer(Elu), new ConvTranspose2d(3, 2, 3, r)), [2, 2, 6, 6]),
        ["batch norm"] = (_ => new Sequential(new BatchNorm1d(4), new ActivationLayer(Elu)), [5, 4]),
        ["group norm"] = (_ => new GroupNorm(2, 4), [5, 4]),
        ["layer norm"] = (_ => new LayerNorm(4), [5, 4]),
        ["recurrent"] = (r => new Lstm(4, 3, r), [2, 5, 4]),
        ["gated"] = (r => new Gru(4, 3, r), [2, 5, 4]),
        ["attention"] = (r => new TransformerEncoderLayer(4, 2, 8, Elu, r), [2, 5, 4]),
        ["recomputed"] = (r => new Recomputed(new Sequential(new Linear(4, 6, r), new ActivationLayer(Elu), new Linear(6, 4, r))), [5, 4]),
    };

    [Theory, MemberData(nameof(Layers))]
    public void Any_parameter_alone_can_be_frozen_and_the_others_get_the_same_bits(string layer)
    {
        (Func<RandomStream, Module> make, Shape shape) = Makers[layer];
        Tensor x = Grid.Tensor(shape, seed: 3).Keep();
        Module whole = make(new RandomStream(1));
        Dictionary<string, float[]> gradients = Gradients(whole, x);
        foreach (string name in gradients.Keys)
        {
            Module part = make(new RandomStream(1));
            part.Freeze(n => n == name);
            if (gradients.Count == 1)
                continue;
            Dictionary<string, float[]> others = Gradients(part, x);
            Assert.Equal(gradients.Keys.Where(key => key != name), others.Keys);
            Assert.All(others, g => Assert.Equal(gradients[g.Key], g.Value));
            part.Freeze(n => n != name);
            part.Unfreeze(n => n == name);
            Assert.Equal(gradients[name], Assert.Single(Gradients(part, x)).Value);
        }
    }

    [Fact]
    public void What_is_frozen_goes_through_a_checkpoint()
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        (Trainer whole, _) = New();
        whole.RunEpoch();
        whole.Model.Children[0].Module.Unfreeze();                  // on the way
        whole.Model.Freeze(name => name == "1.bias");
        whole.RunEpoch();
        Checkpoint.Save(whole, path);
        whole.Fit();
        (Trainer resumed, Sequential body) = New();
        Checkpoint.Load(resumed, path);
        Assert.False(body.IsFrozen);
        resumed.Fit();
        Assert.Equal(State(whole.Model), State(resumed.Model));
        Assert.Equal(["1.bias"], resumed.Model.NamedParameters().Where(p => !p.Value.RequiresGradient).Select(p => p.Name));

        static (Trainer, Sequential Body) New()
        {
            (Sequential body, _, Sequential model) = Network();
            body.Freeze();
            return (new Trainer(model, new Adam(model), Blobs.Classes(60, 1), options: new TrainerOptions { Epochs = 4 }), body);
        }
    }

    [Fact]
    public void A_choice_of_nothing_is_refused()
    {
        Assert.Equal("None of Sequential's 6 parameters is chosen: the predicate gets full names such as '0.0.weight'. (Parameter 'where')",
            Assert.Throws<ArgumentException>(() => Network().Model.Freeze(name => name == "head")).Message);
        Assert.Equal(
            "Flatten has no parameters to choose from. (Parameter 'where')",
            Assert.Throws<ArgumentException>(() => new Flatten().Unfreeze(_ => true)).Message);
    }

    static (Sequential Body, Linear Head, Sequential Model) Network()
    {
        RandomStream random = new(1);
        Sequential body = new(new Linear(4, 8, random), new BatchNorm1d(8), new ActivationLayer(Elu), new Dropout(0.3, random));
        Linear head = new(8, 3, random);
        return (body, head, new Sequential(body, head));
    }

    static int Step(Module model, Optimizer optimizer)
    {
        Dataset data = Blobs.Classes(30, 1);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.CrossEntropy(model.Forward(new Tensor([30, 4], data.Features)), data.Labels.ToArray());
        int steps = Recording.Current!.StepCount;
        tape.Backward(loss);
        optimizer.Step();
        return steps;
    }

    static Dictionary<string, float[]> Gradients(Module model, Tensor x)
    {
        using Tape tape = Tape.Start();
        Tensor y = model.Forward(x);
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        return model.NamedParameters().Where(p => p.Value.HasGradient).ToDictionary(p => p.Name, p =>
        {
            float[] gradient = p.Value.Gradient.ToArray();
            p.Value.ClearGradient();
            return gradient;
        });
    }

    static float[][] State(Module model) => [.. model.NamedState().Select(p => p.Value.Values.ToArray())];
}
