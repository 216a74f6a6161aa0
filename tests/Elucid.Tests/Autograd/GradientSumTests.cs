namespace Elucid.Tests.Autograd;

/// <summary>What gradients add up over: the passes of one step, and never a step and the next.</summary>
public sealed class GradientSumTests
{
    readonly Linear _body = new(2, 2, new RandomStream(1)), _head = new(2, 1, new RandomStream(2));
    readonly Tensor _x = new([3, 2], [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void What_a_step_does_not_own_is_replaced_by_the_next_backward_pass()
    {
        Sgd optimizer = new(_head, learningRate: 1e-6);
        Backward();
        double first = Gradients.Norm(_body);
        for (int step = 0; step < 50; step++)
        {
            optimizer.Step();
            Backward();
        }
        Assert.InRange(Gradients.Norm(_body), first / 2, first * 2);
    }

    [Fact]
    public void A_discriminator_gets_nothing_from_the_generator_s_loss()
    {
        Linear generator = new(2, 2, new RandomStream(3)), discriminator = new(2, 1, new RandomStream(4));
        Sgd ofGenerator = new(generator, learningRate: 1e-3);
        Backward(discriminator, _x);
        float[] alone = discriminator.Weight.Gradient.ToArray();
        discriminator.Weight.ClearGradient();
        discriminator.Bias!.ClearGradient();

        Backward(new Sequential(generator, discriminator), _x);
        ofGenerator.Step();
        Backward(discriminator, _x);
        Assert.Equal(alone, discriminator.Weight.Gradient.ToArray());
    }

    [Fact]
    public void Parts_of_a_batch_add_up_to_the_batch()
    {
        Backward(_head, _x);
        float[] once = _head.Weight.Gradient.ToArray();
        Backward(_head, _x);
        Assert.Equal(once.Select(g => 2 * g), _head.Weight.Gradient.ToArray());
    }

    [Fact]
    public void Two_optimizers_share_one_backward_pass()
    {
        Sgd ofBody = new(_body, learningRate: 0.1), ofHead = new(_head, learningRate: 0.1);
        float[] body = _body.Weight.Values.ToArray(), head = _head.Weight.Values.ToArray();
        Backward();
        ofBody.Step();
        ofHead.Step();
        Assert.NotEqual(body, _body.Weight.Values.ToArray());
        Assert.NotEqual(head, _head.Weight.Values.ToArray());
    }

    [Fact]
    public void Who_wants_gradients_of_several_steps_asks_for_them()
    {
        Sgd optimizer = new(_head, learningRate: 1e-6);
        Backward();
        float first = _body.Weight.Gradient[0];
        optimizer.Step();
        Backward(accumulate: true);
        Assert.Equal(2 * first, _body.Weight.Gradient[0], Math.Abs(first) * 1e-3f);
    }

    [Fact]
    public void A_part_of_the_batch_that_reaches_less_leaves_nothing_behind()
    {
        Sgd optimizer = new(_head, learningRate: 1e-6);
        Backward();                             // reaches both
        Backward(_head, _x);                    // reaches the head alone
        optimizer.Step();
        Backward();
        float again = _body.Weight.Gradient[0];
        _body.Weight.ClearGradient();
        Backward();
        Assert.Equal(_body.Weight.Gradient[0], again);
    }

    [Fact]
    public void Leftovers_within_a_recomputed_part_are_replaced_too()
    {
        Sequential model = new(new Recomputed(_body), _head);
        Sgd optimizer = new(_head, learningRate: 1e-6);
        Backward(model, _x);
        float[] first = _body.Weight.Gradient.ToArray();
        optimizer.Step();
        Backward(model, _x);
        Assert.Equal(first[0], _body.Weight.Gradient[0], Math.Abs(first[0]) * 1e-3f);
    }

    [Fact]
    public void A_second_thread_in_the_same_gradients_is_refused_and_may_come_afterwards()
    {
        Tensor w = new([1], [2], requiresGradient: true);
        using ManualResetEventSlim isInside = new(), mayGoOn = new();
        Thread first = new(() =>
        {
            using Tape tape = Tape.Start();
            Tensor y = Tape.Result([1], w);
            y.ValuesToWrite[0] = 2 * w.Values[0];
            tape.Backward(Tape.Record(y, () =>
            {
                isInside.Set();
                mayGoOn.Wait();
                w.GradientToWrite(out _).Span[0] = 2;
            }));
        });
        first.Start();
        isInside.Wait();
        string message = Assert.Throws<InvalidOperationException>(Second).Message;
        mayGoOn.Set();
        first.Join();
        Assert.Equal(
            "The gradient of a tensor of shape [1] is being written by a backward pass on another thread: threads that train one module would "
                + "overwrite each other's sums. "
            + "Run the passes one after the other, or give each thread a module of its own.", message);
        Assert.Equal(2, w.Gradient[0]);
        Second();
        Assert.Equal(5, w.Gradient[0]);

        void Second()
        {
            using Tape tape = Tape.Start();
            tape.Backward(Ops.Sum(Ops.Scale(w, 3)));
        }
    }

    [Fact]
    public void Threads_on_one_module_are_refused_or_right()
    {
        Linear model = new(20, 30, new RandomStream(5));
        Tensor x = new([64, 20], Enumerable.Repeat(1f, 64 * 20).ToArray());
        int done = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 200; i++)
                try
                {
                    Backward(model, x);
                    Interlocked.Increment(ref done);
                }
                catch (InvalidOperationException)
                {
                }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.All(model.Weight.Gradient.ToArray(), g => Assert.Equal(64f * done, g));
        Assert.All(model.Bias!.Gradient.ToArray(), g => Assert.Equal(64f * done, g));
    }

    void Backward(bool accumulate = false) => Backward(new Sequential(_body, _head), _x, accumulate);

    static void Backward(Module model, Tensor x, bool accumulate = false)
    {
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(model.Forward(x)), accumulate);
    }
}
