using Elucid.Numerics;

namespace Elucid;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    public static Tensor Zeros(Shape shape, bool requiresGradient = false) => new(shape, requiresGradient);

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    public static Tensor Ones(Shape shape, bool requiresGradient = false) => Full(shape, 1, requiresGradient);

    /// <summary>A tensor with one number in every element.</summary>
    /// <param name="shape">Any shape; [] for a scalar.</param>
    /// <param name="value">The number, rounded to float32.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    public static Tensor Full(Shape shape, double value, bool requiresGradient = false)
    {
        Tensor tensor = new(shape, requiresGradient);
        tensor.ValuesToWrite.Fill((float)value);
        return tensor;
    }

    /// <summary>A tensor of independent draws from the normal distribution with mean 0.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="random">Where they are drawn from.</param>
    /// <param name="deviation">The standard deviation; 1 by default.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    public static Tensor Gaussian(Shape shape, RandomStream random, double deviation = 1, bool requiresGradient = false)
    {
        Tensor tensor = new(shape, requiresGradient);
        random.FillGaussian(tensor.ValuesToWrite);
        foreach (ref float value in tensor.ValuesToWrite)
            value *= (float)deviation;
        return tensor;
    }

    /// <summary>One row for each class: 1 in the column of the class and 0 in the others.</summary>
    /// <param name="classes">Whole numbers from 0 to <paramref name="count"/> − 1.</param>
    /// <param name="count">The number of classes.</param>
    /// <returns>[classes.Length, count]</returns>
    /// <exception cref="ArgumentException">A class is out of range.</exception>
    public static Tensor OneHot(ReadOnlySpan<int> classes, int count)
    {
        Tensor tensor = new([classes.Length, count]);
        for (int i = 0; i < classes.Length; i++)
        {
            if ((uint)classes[i] >= (uint)count)
                throw new ArgumentException($"OneHot: expected classes from 0 to {count - 1}, but element {i} is {classes[i]}.", nameof(classes));
            tensor.ValuesToWrite[i * count + classes[i]] = 1;
        }
        return tensor;
    }
}
