namespace Elucid.Tests.Autograd;

/// <summary>Numbers that are overwritten between the forward pass and the backward pass: gradients are those of what was computed, or there is a
/// sentence.</summary>
public sealed class OverwrittenTests
{
    [Fact]
    public void An_overwritten_factor_is_refused_and_not_differentiated_with_its_new_value()
    {
        Tensor w = new([1], [3], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor cube = Ops.Multiply(Ops.Multiply(w, w), w);
        w.Edit()[0] = 100;
        Assert.Equal("A tensor of shape [1] was overwritten after the forward pass had read it, so gradients computed from it would be wrong. "
            + "Call Backward before Edit(), a step of an optimizer or a load, or compute the loss again.",
            Refused.Backward(tape, cube).Message);
    }

    [Fact]
    public void A_step_in_an_open_tape_is_noticed_and_the_parameter_named()
    {
        RandomStream random = new(1);
        Sequential model = new(new Linear(2, 3, random), new ActivationLayer(ActivationCatalog.Parse("elu")), new Linear(3, 1, random));
        Sgd optimizer = new(model, learningRate: 0.1);
        Tensor x = new([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
        using Tape first = Tape.Start();
        Tensor loss = Ops.Sum(model.Forward(x));
        using (Tape second = Tape.Start())
        {
            second.Backward(Ops.Sum(model.Forward(x)));
            optimizer.Step();
        }
        Assert.StartsWith("'weight' of Linear '2' of shape [1, 3] was overwritten after the forward pass had read it",
            Refused.Backward(first, loss).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_in_an_open_tape_is_noticed()
    {
        Linear model = new(2, 1, new RandomStream(1));
        string path = Path.Combine(Directory.CreateTempSubdirectory("elucid-").FullName, "weights.safetensors");
        Weights.Save(model, path);
        using Tape tape = Tape.Start();
        Tensor loss = Ops.Sum(model.Forward(new([1, 2], [1, 2], requiresGradient: true)));
        Weights.Load(model, path);
        Refused.Backward(tape, loss);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void An_edit_before_the_forward_pass_or_after_the_backward_pass_is_no_one_s_business()
    {
        Tensor w = new([1], [3], requiresGradient: true);
        using Tape tape = Tape.Start();
        w[0] = 2;
        Tensor square = Ops.Multiply(w, w);
        tape.Backward(square);
        w[0] = 100;
        Assert.Equal(4, w.Gradient[0]);
    }

    [Fact]
    public void Numbers_that_no_rule_reads_may_be_overwritten()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true), offset = new([2], [5, 5]);
        using Tape tape = Tape.Start();
        Tensor loss = Ops.Sum(Ops.Add(x, offset));
        offset.Edit().Clear();
        x.Edit().Clear();
        tape.Backward(loss);
        Assert.Equal([1, 1], x.Gradient.ToArray());
    }

    [Fact]
    public void An_overwritten_result_is_noticed_too()
    {
        Tensor x = new([1], [0.5f], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = Ops.Scale(x, 2), square = Ops.Multiply(y, y);
        y[0] = 7;
        Refused.Backward(tape, square);
    }

    [Fact]
    public void A_view_that_is_overwritten_is_its_tensor()
    {
        Tensor x = new([2], [2, 3], requiresGradient: true), view = Ops.Reshape(x, [2, 1]);
        using Tape tape = Tape.Start();
        Tensor ofView = Ops.Sum(Ops.Multiply(view, view)), square = Ops.Add(ofView, Ops.Sum(Ops.Multiply(x, x)));
        view.Edit()[1] = 7;
        Refused.Backward(tape, square);
    }

    [Fact]
    public void A_part_that_is_recomputed_notices_what_was_overwritten_before_it_is()
    {
        Linear inner = new(2, 2, new RandomStream(1));
        Recomputed model = new(inner);
        using Tape tape = Tape.Start();
        Tensor loss = Ops.Sum(model.Forward(new([1, 2], [1, 2], requiresGradient: true)));
        inner.Weight[0, 0] = 9;
        Refused.Backward(tape, loss);
    }

    [Fact]
    public void An_array_of_labels_may_serve_for_the_next_batch_before_the_backward_pass()
    {
        foreach (Func<Tensor, int[], Tensor> loss in (Func<Tensor, int[], Tensor>[])
            [(x, labels) => Loss.CrossEntropy(x, labels), (x, labels) => Loss.MultiClassHinge(x, labels), (x, labels) =>
                Loss.PolicyGradient(x, labels, new([2], [1, 2]))])
            Assert.Equal(Gradient(loss, isReused: false), Gradient(loss, isReused: true));

        static float[] Gradient(Func<Tensor, int[], Tensor> loss, bool isReused)
        {
            Tensor logits = Grid.Tensor([2, 3], seed: 1);
            int[] labels = [0, 1];
            using Tape tape = Tape.Start();
            Tensor value = loss(logits, labels);
            if (isReused)
                labels.AsSpan().Fill(2);
            tape.Backward(value);
            return logits.Gradient.ToArray();
        }
    }

    public static TheoryData<string> Cases => [.. All.Keys];

    // Each makes what it reads and an operation or layer on it, anew on each call.
    static readonly Dictionary<string, Func<(Tensor[] Read, Func<Tensor> Forward)>> All = new()
    {
        ["add"] = () => Of((a, b) => Ops.Add(a, b), [2, 3], [3]),
        ["subtract"] = () => Of((a, b) => a - b, [2, 3], [2, 3]),
        ["multiply"] = () => Of(Ops.Multiply, [2, 3], [3]),
        ["divide"] = () => Of((a, b) => a / b, [2, 3], [2, 1]),
        ["maximum"] = () => Of(Ops.Maximum, [2, 3], [2, 3]),
        ["matrix product"] = () => Of(Ops.MatMul, [2, 3], [3, 4]),
        ["transpose"] = () => Of((a, _) => Ops.Transpose(a), [2, 3], [1]),
        ["slice"] = () => Of((a, _) => Ops.Slice(a, 1, 1, 2), [2, 3], [1]),
        ["concat"] = () => Of((a, b) => Ops.Concat(0, a, b), [2, 3], [1, 3]),
        ["softmax"] = () => Of((a, _) => Ops.Softmax(a), [2, 3], [1]),
        ["mean over an axis"] = () => Of((a, _) => Ops.Mean(a, [1]), [2, 3], [1]),
        ["attention"] = () => Of((a, b) => Ops.Attention(a, b, b, heads: 2), [1, 2, 4], [1, 3, 4]),
        ["attention with a mask"] = () => Of((a, mask) => Ops.Attention(a, a, a, mask: mask), [1, 3, 4], [3, 3], isConstant: true),
        ["squared error"] = () => Of(Loss.MeanSquaredError, [2, 3], [2, 3], isConstant: true),
        ["weighted focal loss"] = () => Of((a, b) => Loss.SmoothL1(a, b), [2, 3], [2, 3], isConstant: true),
        ["Gaussian divergence"] = () => Of(Loss.GaussianKlDivergence, [2, 3], [2, 3]),
        ["cross-entropy"] = () => Of((a, _) => Loss.CrossEntropy(a, new[] { 0, 2 }), [2, 3], [1]),
        ["linear"] = () => Of(random => new Linear(3, 4, random), [2, 3]),
        ["linear and ELU"] = () => Of(random => new Sequential(new Linear(3, 4, random), Elu()), [2, 3]),
        ["learned activation"] = () => Of(_ => new ActivationLayer(ActivationCatalog.Parse("prelu"), 3), [2, 3]),
        ["convolution"] = () => Of(random => new Conv2d(2, 3, 3, random, padding: 1), [1, 2, 5, 5]),
        ["convolution and ELU"] = () => Of(random => new Sequential(new Conv2d(2, 3, 3, random), Elu()), [1, 2, 5, 5]),
        ["depthwise convolution"] = () => Of(random => new Conv2d(4, 4, 3, random, groups: 4), [1, 4, 5, 5]),
        ["transposed convolution"] = () => Of(random => new ConvTranspose2d(2, 3, 3, random), [1, 2, 5, 5]),
        ["max pooling"] = () => Of(_ => new MaxPool2d(2), [1, 2, 4, 4]),
        ["average pooling"] = () => Of(_ => new AvgPool2d(2), [1, 2, 4, 4]),
        ["upsampling"] = () => Of(_ => new Upsample(2), [1, 2, 3, 3]),
        ["batch norm"] = () => Of(_ => new BatchNorm1d(3), [5, 3]),
        ["batch norm in use"] = () => Of(_ => { BatchNorm1d norm = new(3); norm.Eval(); return norm; }, [5, 3]),
        ["batch norm and ELU"] = () => Of(_ => new Sequential(new BatchNorm2d(3), Elu()), [2, 3, 4, 4]),
        ["layer norm"] = () => Of(_ => new LayerNorm([3]), [5, 3]),
        ["group norm"] = () => Of(_ => new GroupNorm(2, 4), [2, 4, 3]),
        ["residual block"] = () => Of(random => new Residual(new Linear(3, 3, random)), [2, 3]),
        ["RNN"] = () => Of(random => new Rnn(3, 4, random), [2, 5, 3]),
        ["GRU"] = () => Of(random => new Gru(3, 4, random, new RecurrentOptions { Bidirectional = true }), [2, 5, 3]),
        ["LSTM"] = () => Of(random => new Lstm(3, 4, random, new RecurrentOptions { Layers = 2 }), [2, 5, 3]),
        ["LSTM on a large batch"] = () => Of(random => new Lstm(3, 4, random), [40, 5, 3]),
        ["multi-head attention"] = () => Of(random => new MultiHeadAttention(4, 2, random), [1, 3, 4]),
        ["transformer block"] = () => Of(random => new TransformerEncoderLayer(4, 2, 8, ActivationCatalog.Parse("elu"), random), [1, 3, 4]),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_is_overwritten_the_gradient_is_that_of_the_forward_pass_or_there_is_none(string name)
    {
        float[][] right = Gradients(name, overwritten: -1) ?? [];
        for (int i = 0; i < right.Length; i++)
            if (Gradients(name, overwritten: i) is { } gradients)
                Assert.Equal(right, gradients);
    }

    [Fact]
    public void Every_layer_that_reads_its_weights_backward_refuses()
    {
        foreach (string name in (
            string[])["linear", "convolution", "LSTM", "LSTM on a large batch", "GRU", "RNN", "transformer block", "layer norm",
            "attention with a mask", "batch norm in use"])
            Assert.Contains(Enumerable.Range(0, Gradients(name, -1)!.Length), i => Gradients(name, i) is null);
    }

    /// <summary>The gradients of all that a case reads; null where the backward pass refuses because of what was overwritten before it.</summary>
    static float[][]? Gradients(string name, int overwritten)
    {
        (Tensor[] read, Func<Tensor> forward) = All[name]();
        using Tape tape = Tape.Start();
        Tensor y = forward();
        Tensor loss = Ops.Sum(Ops.Multiply(y, y));
        if (overwritten >= 0)
            foreach (ref float value in read[overwritten].Edit())
                value = 3 - 2 * value;
        try
        {
            tape.Backward(loss);
        }
        catch (InvalidOperationException error) when (error.Message.Contains("was overwritten after the forward pass", StringComparison.Ordinal))
        {
            return null;
        }
        return [.. read.Select(t => t.HasGradient ? t.Gradient.ToArray() : [])];
    }

    static ActivationLayer Elu() => new(ActivationCatalog.Parse("elu"));

    static (Tensor[] Read, Func<Tensor> Forward) Of(Func<Tensor, Tensor, Tensor> f, Shape first, Shape second, bool isConstant = false)
    {
        Tensor a = Grid.Tensor(first, seed: 1), b = Grid.Between(second, seed: 2, low: 0.5f, high: 1.5f);
        if (isConstant)
            b = b.Keep();
        return ([a, b], () => f(a, b));
    }

    static (Tensor[] Read, Func<Tensor> Forward) Of(Func<RandomStream, Module> layer, Shape input)
    {
        Module module = layer(new RandomStream(3));
        Tensor x = Grid.Tensor(input, seed: 4);
        return ([x, .. module.NamedState().Select(s => s.Value)], () => module.Forward(x));
    }
}
