namespace Elucid.Tests.Modules;

public sealed class RecomputedTests
{
    [Fact]
    public void Outputs_and_all_gradients_have_the_bits_of_the_plain_network()
    {
        float[][] plain = Step(m => m), recomputed = Step(m => new Recomputed(m)),
            nested = Step(m => new Recomputed(new Sequential(new Recomputed(m))));
        Assert.Equal(plain, recomputed);
        Assert.Equal(plain, nested);
    }

    [Fact]
    public void Parameters_keep_their_names()
    {
        Sequential block = new(new Linear(2, 3, new(1)), new Linear(3, 2, new(1)));
        Assert.Equal(block.NamedParameters().Select(p => p.Name), new Recomputed(block).NamedParameters().Select(p => p.Name));
        Assert.Equal(
            ["0.0.weight", "0.0.bias", "0.1.weight", "0.1.bias"], new Sequential(new Recomputed(block)).NamedParameters().Select(p => p.Name));
    }

    [Fact]
    public void Random_streams_stand_where_they_would_stand()
    {
        RandomStream random = new(5), plain = new(5);
        Tensor x = new([8, 4], requiresGradient: true);
        Backward(new Recomputed(new Dropout(0.5, random)), x);
        Backward(new Dropout(0.5, plain), x);
        Assert.Equal(plain.State, random.State);
    }

    [Fact]
    public void A_module_that_gives_its_input_passes_the_gradient_on()
    {
        Tensor x = new([2, 3], requiresGradient: true);
        Backward(new Recomputed(new Flatten()), x);
        Backward(new Recomputed(new Flatten()), x);
        Assert.All(x.Gradient.ToArray(), g => Assert.Equal(2, g));
    }

    [Fact]
    public void Outside_a_tape_it_is_the_module_itself()
    {
        Linear linear = new(4, 4, new(1));
        Tensor x = new([2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(linear.Forward(x).Values.ToArray(), new Recomputed(linear).Forward(x).Values.ToArray());
    }

    static void Backward(Module module, Tensor x)
    {
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(module.Forward(x)));
    }

    // Two uses of the input, so that gradients are added; a parameter used inside and outside, so that its are, too.
    static float[][] Step(Func<Module, Module> wrap)
    {
        RandomStream random = new(1);
        Linear shared = new(6, 6, random);
        Module block = wrap(new Sequential(
            shared, new ActivationLayer(ActivationCatalog.Parse("elu")), new Dropout(0.3, new(2)), new Linear(6, 6, random),
            new ActivationLayer(ActivationCatalog.Parse("prelu"), 6)));
        float[] values = new float[18];
        new RandomStream(3).FillGaussian(values);
        Tensor x = new([3, 6], values, requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = shared.Forward(block.Forward(x) + x);
        tape.Backward(Ops.Mean(y * y));
        return [y.Values.ToArray(), x.Gradient.ToArray(), .. block.NamedParameters().Select(p => p.Value.Gradient.ToArray())];
    }
}
