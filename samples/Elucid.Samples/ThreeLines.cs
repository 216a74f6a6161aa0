using Elucid.Kernels;

namespace Elucid.Samples;

/// <summary>The activations alone, without tensors or networks.</summary>
static class ThreeLines
{
    public static void Run(TextWriter output)
    {
        // <page>
        float[] x = [-20, -1e-8f, -0f, 0.5f, 100], y = new float[5], slope = new float[5];
        Elementwise.Map(Elu.Default, x, y);                              // y = f(x)
        Elementwise.Backward(Elu.Default, x, [1, 1, 1, 1, 1], slope);    // dx = dy · f′(x)
        // </page>
        output.WriteLine($"f  = {string.Join(", ", y)}");
        output.WriteLine($"f′ = {string.Join(", ", slope)}");
    }
}
