namespace Elucid.Onnx.Tests;

/// <summary>Inputs and files of the tests.</summary>
static class Sample
{
    /// <summary>Standard normal numbers.</summary>
    public static Tensor Normal(Shape shape, ulong seed = 1)
    {
        Tensor x = new(shape);
        new RandomStream(seed).FillGaussian(x.Edit());
        return x;
    }

    /// <summary>A file that PyTorch wrote; see Golden/make_models.py.</summary>
    public static byte[] Golden(string name)
    {
        using Stream stream = typeof(Sample).Assembly.GetManifestResourceStream($"Golden.{name}.onnx")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
