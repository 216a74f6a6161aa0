namespace Elucid;

/// <summary>The two networks of a deep convolutional generative adversarial network.</summary>
/// <remarks>
/// Radford, Metz, Chintala 2016, arXiv:1511.06434, section 3: strided convolutions instead of pooling, batch norm but at the generator's output and
/// the discriminator's input, tanh at the output. The paper's activations are ReLU in the generator and leaky ReLU with slope 0.2 in the
/// discriminator; here they are yours to choose.
/// </remarks>
public static class Dcgan
{
    /// <summary>Noise to images, doubling the size from 4 × 4 with each layer.</summary>
    /// <param name="latent">Numbers of a draw.</param>
    /// <param name="image">[channels, size, size], where size is 8, 16, 32, 64, …; pixels from −1 to 1.</param>
    /// <param name="channels">Channels of the last hidden layer; each one before has twice as many.</param>
    /// <param name="activation">The activation of hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <returns>[batch, latent, 1, 1] → [batch, channels, size, size]</returns>
    /// <exception cref="ShapeException">The image is not square or not of such a size.</exception>
    public static Sequential Generator(int latent, Shape image, int channels, Activation activation, RandomStream random)
    {
        int layers = CountLayers(image), width = channels << (layers - 1);
        List<Module> modules =
            [new ConvTranspose2d(latent, width, 4, random, bias: false), new BatchNorm2d(width), new ActivationLayer(activation, width, axis: 1)];
        for (int i = 1; i < layers; i++, width /= 2)
            modules.AddRange([
                new ConvTranspose2d(width, width / 2, 4, random, stride: 2, padding: 1, bias: false), new BatchNorm2d(width / 2),
                new ActivationLayer(activation, width / 2, axis: 1)]);
        return Drawn(
            random, [.. modules, new ConvTranspose2d(width, image[0], 4, random, stride: 2, padding: 1), new ActivationLayer(Activations.Tanh())]);
    }

    /// <summary>Images to one logit each: positive where it takes them for real.</summary>
    /// <param name="image">[channels, size, size], as for the generator.</param>
    /// <param name="channels">Channels of the first hidden layer; each one after it has twice as many.</param>
    /// <param name="activation">The activation of hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <returns>[batch, channels, size, size] → [batch, 1]</returns>
    /// <exception cref="ShapeException">The image is not square or not of such a size.</exception>
    public static Sequential Discriminator(Shape image, int channels, Activation activation, RandomStream random)
    {
        int layers = CountLayers(image), width = channels;
        List<Module> modules = [new Conv2d(image[0], width, 4, random, stride: 2, padding: 1), new ActivationLayer(activation, width, axis: 1)];
        for (int i = 1; i < layers; i++, width *= 2)
            modules.AddRange([
                new Conv2d(width, 2 * width, 4, random, stride: 2, padding: 1, bias: false), new BatchNorm2d(2 * width),
                new ActivationLayer(activation, 2 * width, axis: 1)]);
        return Drawn(random, [.. modules, new Conv2d(width, 1, 4, random), new Flatten()]);
    }

    // "All weights were initialized from a zero-centered Normal distribution with standard deviation 0.02."
    static Sequential Drawn(RandomStream random, Module[] modules)
    {
        Sequential network = new(modules);
        foreach ((_, Tensor weight) in network.NamedParameters().Where(p => p.Value.Shape.Rank == 4))
            random.FillGaussian(weight.Edit(), 0, 0.02f);
        return network;
    }

    static int CountLayers(Shape image)
    {
        int size = image.Rank == 3 ? image[1] : 0;
        if (size < 8 || image[2] != size || !int.IsPow2(size))
            ShapeException.Throw("Dcgan", "image", "[channels, size, size] with size 8, 16, 32, 64, …", image, "Scale or pad the images.");
        return int.Log2(size) - 2;
    }
}
