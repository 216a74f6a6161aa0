namespace Elucid;

/// <summary>A step of an <see cref="Objective"/> that makes its losses itself.</summary>
internal interface IOwnStep
{
    /// <summary>Whether a loss was not finite; nothing is changed any more.</summary>
    bool HasDiverged { get; }

    /// <summary>Computes a loss, passes its gradient back and moves the weights.</summary>
    void Minimize(Func<Tensor> loss);

    /// <summary>Says what stands in the history for the losses together.</summary>
    /// <param name="loss">The loss of the step.</param>
    /// <param name="weight">How much it counts in the epoch's.</param>
    void Count(double loss, int weight);

    /// <summary>Records a number for the epoch's metrics.</summary>
    void Record(string name, double value);
}
