namespace Elucid.Samples;

/// <summary>A module of one's own and a training step by hand: fits y = sin 3x.</summary>
static class OwnModule
{
    sealed class Curve : Module
    {
        readonly Linear _hidden, _output;

        public Curve(int hidden, RandomStream random)
        {
            _hidden = Child("hidden", new Linear(1, hidden, random));   // creating is registering
            _output = Child("output", new Linear(hidden, 1, random));
        }

        public override Tensor Forward(Tensor x) => _output.Forward(Ops.Apply(Elu.Default, _hidden.Forward(x)));

        public override Shape OutputShape(Shape input) => _output.OutputShape(_hidden.OutputShape(input));
    }

    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 7);
        Tensor x = new([64, 1]), y = new([64, 1]);
        for (int i = 0; i < 64; i++)
        {
            x[i, 0] = i / 32f - 1;
            y[i, 0] = MathF.Sin(3 * x[i, 0]);
        }
        Curve model = new(hidden: 64, random);
        Adam optimizer = new(model, learningRate: 0.01);
        float last = 0;
        for (int step = 0; step < 1000; step++)
        {
            using Tape tape = Tape.Start();                     // intermediates are rented from here on
            Tensor loss = Loss.MeanSquaredError(model.Forward(x), y);
            tape.Backward(loss);
            optimizer.Step();
            last = loss.ToScalar();
        }
        output.WriteLine($"mean squared error {last:G2}");
    }
}
