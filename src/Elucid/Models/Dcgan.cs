namespace Elucid;

/// <summary>The two networks of a deep convolutional generative adversarial network.</summary>
/// <remarks>
/// Radford, Metz, Chintala 2016, arXiv:1511.06434, section 3: strided convolutions instead of pooling, batch norm but at the generator's output and
/// the discriminator's input, tanh at the output. The paper's activations are ReLU in the generator and leaky ReLU with slope 0.2 in the
/// discriminator; here they are yours to choose.
/// </remarks>
public static class Dcgan
{
    /// <summary>The least height and width of an image.</summary>
    internal const int LeastSide = 8;

    /// <summary>Noise to images, doubling the size from about 4 × 4 with each layer; of an odd size it makes 2n − 1 of n.</summary>
    /// <param name="latent">Numbers of a draw.</param>
    /// <param name="image">[channels, height, width] of at least 8 × 8; pixels from −1 to 1.</param>
    /// <param name="channels">Channels of the last hidden layer; each one before has twice as many.</param>
    /// <param name="activation">The activation of hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <returns>[batch, latent, 1, 1] → [batch, channels, height, width]</returns>
    /// <exception cref="ShapeException">The image is no image, or smaller.</exception>
    public static Sequential Generator(int latent, Shape image, int channels, Activation activation, RandomStream random)
    {
        Size2d[] sizes = SizesOf(image);
        int layers = sizes.Length - 1, width = channels << (layers - 1);
        List<Module> modules =
            [new ConvTranspose2d(latent, width, sizes[^1], random, bias: false), new BatchNorm2d(width),
                new ActivationLayer(activation, width, axis: 1)];
        for (int i = 1; i < layers; i++, width /= 2)
            modules.AddRange([
                new ConvTranspose2d(width, width / 2, KernelTo(sizes[layers - i]), random, stride: 2, padding: 1, bias: false),
                new BatchNorm2d(width / 2), new ActivationLayer(activation, width / 2, axis: 1)]);
        return Drawn(random, [
            .. modules, new ConvTranspose2d(width, image[0], KernelTo(sizes[0]), random, stride: 2, padding: 1),
            new ActivationLayer(Activations.Tanh())]);
    }

    /// <summary>Images to one logit each: positive where it takes them for real.</summary>
    /// <param name="image">[channels, height, width], as for the generator.</param>
    /// <param name="channels">Channels of the first hidden layer; each one after it has twice as many.</param>
    /// <param name="activation">The activation of hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <returns>[batch, channels, height, width] → [batch, 1]</returns>
    /// <exception cref="ShapeException">The image is no image, or smaller.</exception>
    public static Sequential Discriminator(Shape image, int channels, Activation activation, RandomStream random)
    {
        Size2d[] sizes = SizesOf(image);
        int layers = sizes.Length - 1, width = channels;
        List<Module> modules =
            [new Conv2d(image[0], width, KernelTo(sizes[0]), random, stride: 2, padding: 1), new ActivationLayer(activation, width, axis: 1)];
        for (int i = 1; i < layers; i++, width *= 2)
            modules.AddRange([
                new Conv2d(width, 2 * width, KernelTo(sizes[i]), random, stride: 2, padding: 1, bias: false), new BatchNorm2d(2 * width),
                new ActivationLayer(activation, 2 * width, axis: 1)]);
        return Drawn(random, [.. modules, new Conv2d(width, 1, sizes[^1], random), new Flatten()]);
    }

    // "All weights were initialized from a zero-centered Normal distribution with standard deviation 0.02."
    static Sequential Drawn(RandomStream random, Module[] modules)
    {
        Sequential network = new(modules);
        foreach ((_, Tensor weight) in network.NamedParameters().Where(p => p.Value.Shape.Rank == 4))
            random.FillGaussian(weight.Edit(), 0, 0.02f);
        return network;
    }

    /// <summary>How many weights both networks have, norms and biases left out.</summary>
    internal static long CountWeights(int latent, Shape image, long channels)
    {
        Size2d[] sizes = SizesOf(image);
        static long Area(Size2d kernel) => (long)kernel.Height * kernel.Width;
        long count = 2 * channels * image[0] * Area(KernelTo(sizes[0])), width = channels;
        for (int i = 1; i < sizes.Length - 1; i++, width *= 2)
            count += 2 * width * 2 * width * Area(KernelTo(sizes[i]));
        return count + (latent + 1) * width * Area(sizes[^1]);
    }

    // From the image down to where a side is at most 4.
    static Size2d[] SizesOf(Shape image)
    {
        if (image.Rank != 3 || Math.Min(image[1], image[2]) < LeastSide)
            ShapeException.Throw(
                "Dcgan", "image", $"[channels, height, width] of at least {LeastSide} × {LeastSide}", image, "Scale or pad the images.");
        List<Size2d> sizes = [(image[1], image[2])];
        while (Math.Min(sizes[^1].Height, sizes[^1].Width) > 4)
            sizes.Add(((sizes[^1].Height + 1) / 2, (sizes[^1].Width + 1) / 2));
        return [.. sizes];
    }

    // With stride 2 and a padding of 1 a kernel of 4 leads from n to 2n and back, one of 3 from n to 2n − 1 and back.
    static Size2d KernelTo(Size2d size) => (4 - size.Height % 2, 4 - size.Width % 2);
}
