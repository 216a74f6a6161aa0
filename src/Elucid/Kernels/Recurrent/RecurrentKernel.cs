namespace Elucid.Kernels;

/// <summary>The steps of a recurrent layer, for a cell and its activation chosen once.</summary>
internal abstract class RecurrentKernel
{
    /// <summary>How many gates the cell has.</summary>
    public abstract int Gates { get; }

    /// <summary>Whether it has a cell state beside the hidden one.</summary>
    public abstract bool HasCellState { get; }

    /// <summary>Whether the last gate's product with the hidden state is kept apart.</summary>
    public abstract bool IsLastApart { get; }

    /// <summary>Elman's cell.</summary>
    public static RecurrentKernel Rnn(Activation activation) => activation.Accept(new Factory(CellKind.Rnn));

    /// <summary>The gated recurrent unit.</summary>
    public static RecurrentKernel Gru(Activation activation) => activation.Accept(new Factory(CellKind.Gru));

    /// <summary>Long short-term memory.</summary>
    public static RecurrentKernel Lstm(Activation activation) => activation.Accept(new Factory(CellKind.Lstm));

    /// <summary>All steps forward, from the products with the input and the states before the first step.</summary>
    public abstract void Forward(RecurrentMemory memory);

    /// <summary>All steps backward.</summary>
    /// <param name="memory">As the forward pass left it.</param>
    /// <param name="dy">Gradient with respect to the outputs, laid out like them.</param>
    /// <param name="dh">[batch, units], packed: gradient with respect to the hidden state after the last step; replaced by that before the
    /// first.</param>
    /// <param name="dc">The same of the cell state; empty for cells without one.</param>
    /// <param name="wantsInitial">Whether anybody wants the gradient with respect to the states before the first step.</param>
    public abstract void Backward(RecurrentMemory memory, ReadOnlyMemory<float> dy, Memory<float> dh, Memory<float> dc, bool wantsInitial);

    enum CellKind
    {
        Rnn,
        Gru,
        Lstm,
    }

    sealed class Factory(CellKind kind) : IActivationVisitor<RecurrentKernel>
    {
        public RecurrentKernel Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => Of(new OfKeptInput<TActivation>(f));

        public RecurrentKernel VisitOutput<TActivation>(TActivation f) where TActivation : struct, IOutputActivation =>
            typeof(TActivation) == typeof(Tanh) ? Of(default(OfKeptTanh)) : Visit(f);

        public RecurrentKernel VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation =>
            throw new ArgumentException(
            $"{kind}: expected an activation with fixed parameters, but got one that learns its own ({typeof(TActivation).Name}), which a recurrent "
                + $"cell does not train. "
            + "Choose a fixed one, such as elu or leaky-relu, or put the learned one behind the network as a layer: new "
            + "ActivationLayer(activation, units).");

        RecurrentKernel Of<TActivation>(TActivation f) where TActivation : struct, ICellActivation => kind switch
        {
            CellKind.Rnn => new Generic<RnnCell<TActivation>>(new(f)),
            CellKind.Gru => new Generic<GruCell<TActivation>>(new(f)),
            _ => new Generic<LstmCell<TActivation>>(new(f)),
        };
    }

    sealed class Generic<TCell>(TCell cell) : RecurrentKernel where TCell : struct, IRecurrentCell
    {
        public override int Gates => TCell.Gates;
        public override bool HasCellState => TCell.HasCellState;
        public override bool IsLastApart => TCell.IsLastApart;

        public override void Forward(RecurrentMemory memory) => RecurrentSteps.Forward(cell, memory);

        public override void Backward(RecurrentMemory memory, ReadOnlyMemory<float> dy, Memory<float> dh, Memory<float> dc, bool wantsInitial) =>
            RecurrentSteps.Backward(cell, memory, dy, dh, dc, wantsInitial);
    }
}
