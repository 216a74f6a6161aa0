namespace Elucid.Tests.Autograd;

/// <summary>Operations with a backward rule of their user's.</summary>
public sealed class CustomOperationTests
{
    // x · wᵀ for one row of weights: two inputs, another shape.
    static Tensor Product(Tensor x, Tensor w) => Ops.Custom([x.Shape[0]], [x, w],
        (x, y) =>
        {
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = 0;
                for (int j = 0; j < x[1].Length; j++)
                    y[i] += x[0][i * x[1].Length + j] * x[1][j];
            }
        },
        (x, y, dy, dx) =>
        {
            Span<float> rows = dx[0], weights = dx[1];
            for (int i = 0; i < rows.Length; i++)
                rows[i] += dy[i / x[1].Length] * x[1][i % x[1].Length];
            for (int i = 0; i < x[0].Length && weights.Length > 0; i++)
                weights[i % weights.Length] += dy[i / weights.Length] * x[0][i];
        });

    [Fact]
    public void Gradients_of_all_inputs_agree_with_differences()
    {
        Tensor x = Grid.Tensor([4, 3], seed: 1), w = Grid.Tensor([3], seed: 2);
        GradientCheck.Run(() => Product(x, w), x, w);
        GradientCheck.Run(() => Product(x, w.Detach()), x);
        GradientCheck.Run(() => Product(x.Detach(), w), w);
        GradientCheck.Run(() => Product(x + x, Ops.Square(w)), x, w);
    }

    [Fact]
    public void One_tensor_may_be_several_inputs()
    {
        Tensor x = Grid.Tensor([5], seed: 3);
        static Tensor Times(Tensor a, Tensor b) => Ops.Custom(a.Shape, [a, b],
            (x, y) =>
            {
                for (int i = 0; i < y.Length; i++)
                    y[i] = x[0][i] * x[1][i];
            },
            (x, y, dy, dx) =>
            {
                for (int i = 0; i < dy.Length; i++)
                {
                    dx[0][i] += dy[i] * x[1][i];
                    dx[1][i] += dy[i] * x[0][i];
                }
            });
        GradientCheck.Run(() => Times(x, x), x);
    }

    [Fact]
    public void Nothing_is_recorded_where_no_input_requires_a_gradient()
    {
        Tensor constant = Tensor.Ones([2]);
        bool hasRun = false;
        Tensor y = Ops.Custom([], [constant], (x, y) => y[0] = x[0][0] + x[0][1], (x, y, dy, dx) => hasRun = true);
        Assert.Equal(2, y.ToScalar());
        using Tape tape = Tape.Start();
        Tensor other = new([1], [3], requiresGradient: true);
        Tensor inside = Ops.Custom([], [constant], (x, y) => y[0] = 1, (x, y, dy, dx) => hasRun = true);
        Assert.False(inside.RequiresGradient);
        tape.Backward(Ops.Sum(other * inside));
        Assert.False(hasRun);
    }

    [Fact]
    public void An_input_that_the_rule_leaves_alone_has_a_gradient_of_zero()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Custom([], [x], (x, y) => y[0] = 5, (x, y, dy, dx) => { }));
        Assert.Equal([0, 0], x.Gradient.ToArray());
    }

    [Fact]
    public void The_rule_cannot_read_what_was_overwritten()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = Ops.Custom([2], [x], (x, y) => x[0].CopyTo(y), (x, y, dy, dx) => dx[0][0] += x[0][0]);
        x.Edit()[0] = 7;
        Tensor loss = Ops.Sum(y);
        string message = "";
        try
        {
            tape.Backward(loss);
        }
        catch (InvalidOperationException e)
        {
            message = e.Message;
        }
        Assert.StartsWith("A tensor of shape [2] was overwritten after the forward pass had read it", message, StringComparison.Ordinal);
    }
}
