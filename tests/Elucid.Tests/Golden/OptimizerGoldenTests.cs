using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class OptimizerGoldenTests
{
    static readonly JsonElement File = GoldenFile.Read("optimizers.json");

    public static TheoryData<string> Names => [.. File.GetProperty("runs").Names()];

    [Theory, MemberData(nameof(Names))]
    public void Ten_steps_are_PyTorchs(string name)
    {
        Linear model = Model();
        Optimizer optimizer = Create(name, model);
        Tensor x = File.GetProperty("x").Tensor().Keep(), target = File.GetProperty("target").Tensor().Keep();
        int step = 0;
        foreach (JsonElement expected in File.GetProperty("runs").Named(name).GetProperty("steps").EnumerateArray())
        {
            Backward(model, x, target);
            optimizer.Step();
            step++;
            // Weights of size 1 move by 0.06 a step, each step rounded a few times at 6e-8; quotients in Adam multiply a gradient's error by up to
            // 10.
            GoldenFile.AssertClose(
                expected.GetProperty("weight"), model.Weight.Shape, model.Weight.Values, 2e-6, $"{name}, weight after step {step}");
            GoldenFile.AssertClose(expected.GetProperty("bias"), model.Bias!.Shape, model.Bias.Values, 2e-6, $"{name}, bias after step {step}");
        }
        Assert.Equal(10, step);
        Assert.Equal(10, optimizer.StepCount);
    }

    [Fact]
    public void Clipping_by_norm_is_PyTorchs()
    {
        Linear model = Model();
        Backward(model, File.GetProperty("x").Tensor().Keep(), File.GetProperty("target").Tensor().Keep());
        JsonElement clip = File.GetProperty("clip");
        double norm = Gradients.ClipNorm(model, clip.GetProperty("maximum").GetDouble());
        // PyTorch divides by norm + 1e-6: 3e-7 of a gradient of at most 0.5.
        Assert.Equal(clip.GetProperty("norm").GetDouble(), norm, 1e-6);
        GoldenFile.AssertClose(clip.GetProperty("weight"), model.Weight.Shape, model.Weight.Gradient, 5e-7, "weight");
        GoldenFile.AssertClose(clip.GetProperty("bias"), model.Bias!.Shape, model.Bias.Gradient, 5e-7, "bias");
    }

    [Fact]
    public void The_cosine_schedule_is_PyTorchs()
    {
        double[] factors = File.GetProperty("cosine").Doubles();
        for (int step = 0; step < factors.Length; step++)
            Assert.Equal(factors[step], Schedule.Cosine.Factor(step, factors.Length), 1e-11);
    }

    static Optimizer Create(string name, Module model) => name switch
    {
        "sgd" => new Sgd(model, 0.125),
        "sgd with decay" => new Sgd(model, 0.125, weightDecay: 0.0625),
        "momentum" => new Sgd(model, 0.0625, momentum: 0.875, weightDecay: 0.0625),
        "nesterov" => new Sgd(model, 0.0625, momentum: 0.875, nesterov: true, weightDecay: 0.0625),
        "adam" => new Adam(model, 0.0625),
        "adam with decay" => new Adam(model, 0.0625, weightDecay: 0.0625),
        "adamw" => Adam.AdamW(model, 0.0625, weightDecay: 0.25),
        "rmsprop" => new RmsProp(model, 0.03125),
        _ => new RmsProp(model, 0.03125, weightDecay: 0.0625),
    };

    static Linear Model()
    {
        Linear model = new(4, 3, new RandomStream(1));
        File.GetProperty("start").GetProperty("weight").Tensor().Values.CopyTo(model.Weight.Edit());
        File.GetProperty("start").GetProperty("bias").Tensor().Values.CopyTo(model.Bias!.Edit());
        return model;
    }

    static void Backward(Module model, Tensor x, Tensor target)
    {
        using Tape tape = Tape.Start();
        tape.Backward(Loss.MeanSquaredError(model.Forward(x), target));
    }
}
