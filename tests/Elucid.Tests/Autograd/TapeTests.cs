using System.Runtime.CompilerServices;

namespace Elucid.Tests.Autograd;

public sealed class TapeTests
{
    [Fact]
    public void A_deep_chain_does_not_overflow_the_stack()
    {
        Tensor x = new([1], [1], requiresGradient: true), one = new([1], [1]);
        // A small stack makes any recursion show.
        Thread thread = new(() =>
        {
            using Tape tape = Tape.Start();
            Tensor y = x;
            for (int i = 0; i < 20_000; i++)
                y = Ops.Add(y, one);
            tape.Backward(y);
            Assert.Equal(20_001, y.ToScalar());
        }, maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal([1], x.Gradient.ToArray());
    }

    [Fact]
    public void A_tensor_used_twice_gets_the_sum_of_both_gradients()
    {
        Tensor x = new([3], [1, 2, 3], requiresGradient: true);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(Ops.Add(Ops.Scale(x, 2), Ops.Multiply(x, x))));
        Assert.Equal([4, 6, 8], x.Gradient.ToArray());
    }

    [Fact]
    public void The_gradient_of_an_intermediate_result_is_kept_only_on_request()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor dropped = Ops.Scale(x, 2), kept = Ops.Scale(dropped, 3);
        kept.RetainGradient();
        tape.Backward(Ops.Sum(kept));
        Assert.Equal([1, 1], kept.Gradient.ToArray());
        Assert.Equal(
            "This [2] tensor has no gradient: call tape.Backward(loss) with a loss computed from it and, if it is the result of an operation, "
                + "RetainGradient() before.",
            Assert.Throws<InvalidOperationException>(() => dropped.Gradient.Length).Message);
        Assert.Equal([2, 4], dropped.Values.ToArray());
        Assert.Equal([6, 6], x.Gradient.ToArray());
    }

    [Fact]
    public void A_backward_pass_through_a_long_chain_holds_two_gradients_at_a_time()
    {
        (int forward, int backward) = (0, 0);
        // A thread has a pool of its own, which nobody filled before.
        Thread thread = new(() =>
        {
            using Tape tape = Tape.Start();
            Tensor y = new([1000], requiresGradient: true);
            for (int i = 0; i < 20; i++)
                y = Ops.Scale(y, 2);
            Tensor loss = Ops.Sum(y);
            forward = BufferPool.OfThread.Allocations;
            tape.Backward(loss);
            backward = BufferPool.OfThread.Allocations - forward;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(20 + 1, forward);
        // The loss, a single number, has a small one besides.
        Assert.Equal(2 + 1, backward);
    }

    [Fact]
    public void Gradients_of_several_tapes_add_until_they_are_cleared()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        for (int step = 1; step <= 2; step++)
        {
            using Tape tape = Tape.Start();
            tape.Backward(Ops.Sum(Ops.Scale(x, 3)));
            Assert.Equal([3 * step, 3 * step], x.Gradient.ToArray());
        }
        x.ClearGradient();
        Assert.False(x.HasGradient);
        using Tape last = Tape.Start();
        last.Backward(Ops.Sum(x));
        Assert.Equal([1, 1], x.Gradient.ToArray());
    }

    [Fact]
    public void What_the_loss_does_not_depend_on_gets_no_gradient()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true), other = new([2], [1, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor unused = Ops.Scale(other, 2);
        tape.Backward(Ops.Sum(x));
        Assert.False(other.HasGradient);
        Assert.False(unused.HasGradient);
    }

    [Fact]
    public void A_view_of_the_loss_is_the_loss()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Reshape(Ops.Sum(x), 1, 1));
        Assert.Equal([1, 1], x.Gradient.ToArray());
    }

    [Fact]
    public void Outside_a_tape_results_stay_and_nothing_is_recorded()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        Tensor y = Ops.Scale(x, 2);
        Assert.False(y.RequiresGradient);
        Assert.Equal([2, 4], y.Values.ToArray());
    }

    [Fact]
    public void A_tape_without_gradients_records_nothing()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        using Tape tape = Tape.StartWithoutGradients();
        Tensor loss = Ops.Sum(x);
        Assert.False(loss.RequiresGradient);
        Assert.Equal("This tape was started without gradients: use Tape.Start() for training.",
            Refused.Backward(tape, loss).Message);
    }

    [Fact]
    public void Tapes_nest()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        using Tape outer = Tape.Start();
        Tensor loss = Ops.Sum(Ops.Scale(x, 2)), inside;
        using (Tape inner = Tape.Start())
        {
            inside = Ops.Scale(x, 5);
            inner.Backward(Ops.Sum(inside));
        }
        using (Tape.StartWithoutGradients())
            Assert.False(Ops.Scale(x, 5).RequiresGradient);
        Assert.Equal([5, 5], x.Gradient.ToArray());
        Assert.Equal(6, loss.ToScalar());
        Assert.Throws<InvalidOperationException>(() => inside.Values.Length);
        outer.Backward(loss);
        Assert.Equal([7, 7], x.Gradient.ToArray());
        Assert.True(Ops.Scale(x, 1).RequiresGradient);      // the outer tape runs again
    }

    [Fact]
    public void A_tape_ends_the_tapes_inside_it_whose_using_was_forgotten()
    {
        Tape outer = Tape.Start(), inner = Tape.Start();
        Tensor result = Ops.Scale(new Tensor([1], requiresGradient: true), 2);
        outer.Dispose();
        Assert.Throws<InvalidOperationException>(() => result.Values[0]);
        inner.Dispose();
        Assert.False(Ops.Scale(new Tensor([1], requiresGradient: true), 1).RequiresGradient);
    }

    [Fact]
    public void Another_thread_has_a_tape_of_its_own()
    {
        using Tape tape = Tape.Start();
        bool recorded = true;
        OnItsOwnThread(() => recorded = Records());
        Assert.False(recorded);
        Assert.True(Records());
    }

    [Fact]
    public void A_forgotten_tape_lets_go_of_its_thread() => OnItsOwnThread(() =>
    {
        WeakReference lost = Forget();
        Assert.True(Records());
        Collect();
        Assert.False(Records());
        Collect();
        Assert.False(lost.IsAlive);
    });

    [Fact]
    public void Forgotten_tapes_that_others_were_started_inside_let_go_too() => OnItsOwnThread(() =>
    {
        WeakReference[] lost = [Forget(), Forget(), Forget()];
        Collect();
        using (Tape.Start())
        {
            Collect();
            Assert.All(lost, result => Assert.False(result.IsAlive));
            Assert.True(Records());
        }
        Assert.False(Records());
    });

    [Fact]
    public void A_tape_forgotten_inside_another_ends_with_it() => OnItsOwnThread(() =>
    {
        using (Tape outer = Tape.Start())
        {
            Forget();
            Collect();
            Tensor x = new([1], [3], requiresGradient: true), loss = Ops.Scale(x, 2);
            Assert.Equal(
                "The loss was not computed on this tape: call Backward on the tape that was running then.", Refused.Backward(outer, loss).Message);
        }
        Assert.False(Records());
    });

    [Fact]
    public void What_a_forgotten_tape_computed_can_still_be_read() => OnItsOwnThread(() =>
    {
        Tensor result = ForgottenResult();
        Collect();
        Assert.False(Records());
        Assert.Equal([6], result.Values.ToArray());
    });

    static void OnItsOwnThread(Action test)
    {
        Exception? error = null;
        Thread thread = new(() => error = Record.Exception(test));
        thread.Start();
        thread.Join();
        if (error is not null)
            throw new InvalidOperationException(error.Message, error);
    }

    static bool Records() => Ops.Scale(new Tensor([1], requiresGradient: true), 1).RequiresGradient;

    static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference Forget() => new(ForgottenResult());

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Tensor ForgottenResult()
    {
        _ = Tape.Start();
        return Ops.Scale(new Tensor([1], [3], requiresGradient: true), 2);
    }

    [Fact]
    public void Wrong_calls_of_Backward_are_named()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        Tape tape = Tape.Start();
        Tensor loss = Ops.Sum(x);
        Assert.Equal("Tape.Backward: expected a loss of shape [] or [1], but got [2]. Reduce it with Mean or Sum first.",
            Refused.Backward<ShapeException>(tape, x).Message);
        const string Independent =
            "The loss does not depend on any tensor that requires a gradient: was it computed inside this tape, from a module's parameters, and on "
                + "the thread that started the tape? "
            + "What other threads compute, in tasks or after an `await`, is not recorded.";
        Assert.Equal(Independent, Refused.Backward(tape, new Tensor([1])).Message);
        Assert.Equal(Independent, Refused.Backward(tape, Ops.Sum(new Tensor([3]))).Message);
        using (Tape inner = Tape.Start())
            Assert.Equal("The loss was not computed on this tape: call Backward on the tape that was running then.",
                Refused.Backward(inner, loss).Message);
        tape.Backward(loss);
        Assert.Equal("Backward has already run on this tape: start a new tape for the next step.",
            Refused.Backward(tape, loss).Message);
        tape.Dispose();
        Assert.Equal("This tape was never started: write `using Tape tape = Tape.Start();`.", Refused.Backward(default, loss).Message);
        Assert.Equal("This tape has ended: call Backward before it is disposed.",
            Refused.Backward(tape, loss).Message);
    }
}
