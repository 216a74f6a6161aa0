namespace Elucid;

/// <summary>Classifiers of images with a history, each with the activation of your choice.</summary>
/// <remarks>
/// All take images [batch, channels, height, width] and give [batch, outputs], logits for <see cref="Loss.CrossEntropy"/>. Weights are drawn by
/// <see cref="Initializer.He"/> unless another initializer is named. <see cref="Summary.Of"/> shows what a network is made of.
/// </remarks>
public static class ImageNetworks
{
    /// <summary>LeNet-5 with max pooling and one activation throughout: 6 and 16 convolutions of 5 × 5, then 120, 84 and the outputs.</summary>
    /// <param name="image">[channels, height, width], at least 12 × 12.</param>
    /// <param name="outputs">Classes.</param>
    /// <param name="activation">The activation after every hidden layer.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="initializer">How they are drawn.</param>
    /// <remarks>LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to document recognition, section II B.</remarks>
    /// <exception cref="ShapeException">The image is none, or too small.</exception>
    public static Sequential LeNet(Shape image, int outputs, Activation activation, RandomStream random, Initializer? initializer = null)
    {
        CheckImage(nameof(LeNet), image, least: 12);
        Stack stack = new(image, activation, random, initializer);
        stack.Convolve(6, 5, Padding.Same);
        stack.Pool();
        stack.Convolve(16, 5, 0);
        stack.Pool();
        stack.Flatten();
        stack.Connect(120);
        stack.Connect(84);
        return stack.Finish(outputs);
    }

    /// <summary>A small VGG: for each stage two convolutions of 3 × 3 and a pooling of 2 × 2, then one hidden layer and the outputs.</summary>
    /// <param name="image">[channels, height, width]; each stage halves height and width.</param>
    /// <param name="outputs">Classes or targets.</param>
    /// <param name="channels">Channels of each stage, such as [32, 64].</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="activation">The activation after every hidden layer.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="initializer">How they are drawn.</param>
    /// <param name="dropout">Share of outputs that is dropped in training after each pooling, and after the hidden layer; 0 for none.</param>
    /// <param name="dropoutRandom">Where dropout draws from; <paramref name="random"/> if null.</param>
    /// <param name="norm">What stands before each activation; nothing by default.</param>
    /// <remarks>Simonyan, Zisserman 2015, Very deep convolutional networks for large-scale image recognition, arXiv:1409.1556, section 2.</remarks>
    /// <exception cref="ShapeException">The image is none, or too small for so many stages.</exception>
    public static Sequential Vgg(
        Shape image, int outputs, ReadOnlySpan<int> channels, int hidden, Activation activation, RandomStream random, Initializer? initializer = null,
        double dropout = 0, RandomStream? dropoutRandom = null, Norm norm = Norm.None)
    {
        CheckImage(nameof(Vgg), image, least: 1 << channels.Length);
        Stack stack = new(image, activation, random, initializer) { Noise = dropoutRandom, Norm = norm };
        foreach (int count in channels)
        {
            stack.Convolve(count, 3, Padding.Same);
            stack.Convolve(count, 3, Padding.Same);
            stack.Pool();
            stack.Drop(dropout);
        }
        stack.Flatten();
        stack.Connect(hidden);
        stack.Drop(dropout);
        return stack.Finish(outputs);
    }

    /// <summary>The network of the ELU paper for CIFAR-100: eleven convolutional layers in seven stacks, each followed by a pooling of 2 × 2 but for
    /// the last two, which see one pixel.</summary>
    /// <param name="outputs">Classes.</param>
    /// <param name="random">Where weights and dropout are drawn from.</param>
    /// <param name="activation">ELU with α = 1 if null.</param>
    /// <param name="initializer">How weights are drawn.</param>
    /// <remarks>
    /// Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289, section 4.2: stacks of layers × units × receptive fields ([1×192×5], [1×192×1,
    /// 1×240×3], [1×240×1, 1×260×2], [1×260×1, 1×280×2], [1×280×1, 1×300×2], [1×300×1], [1×100×1]), dropout rates (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.0)
    /// after the stacks. Images are [3, 32, 32]; the last layer has as many units as classes and stands for the outputs.
    /// </remarks>
    public static Sequential EluNet(int outputs, RandomStream random, Activation? activation = null, Initializer? initializer = null)
    {
        Stack stack = new([3, 32, 32], activation ?? Activations.Elu(), random, initializer);
        double[] drops = [0, 0.1, 0.2, 0.3, 0.4];
        (int Units, int Field)[][] stacks = [[(192, 5)], [(192, 1), (240, 3)], [(240, 1), (260, 2)], [(260, 1), (280, 2)], [(280, 1), (300, 2)]];
        for (int i = 0; i < stacks.Length; i++)
        {
            foreach ((int units, int field) in stacks[i])
                stack.Convolve(units, field, Padding.Same);
            stack.Pool();
            stack.Drop(drops[i]);
        }
        stack.Convolve(300, 1, 0);
        stack.Drop(0.5);
        return stack.FinishByConvolution(outputs);
    }

    /// <summary>A residual network for small images: a convolution, then stages of residual blocks of two 3 × 3 convolutions with batch norm, each
    /// stage at half the size of the one before, then the mean over the image.</summary>
    /// <param name="image">[channels, height, width].</param>
    /// <param name="outputs">Classes or targets.</param>
    /// <param name="blocks">Blocks per stage: with three stages 3 make ResNet-20 and 5 ResNet-32.</param>
    /// <param name="channels">Channels of each stage; the paper's are [16, 32, 64].</param>
    /// <param name="activation">The activation after the first convolution of a block and after the sum.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="initializer">How they are drawn.</param>
    /// <param name="norm">What follows each convolution, in place of batch norm. Without any, convolutions have biases, and the signal grows from
    /// block to block.</param>
    /// <param name="inner">Channels between the two convolutions of a block, for each stage; those of the stage if empty.</param>
    /// <remarks>
    /// He, Zhang, Ren, Sun 2016, Deep residual learning for image recognition, arXiv:1512.03385, section 4.2; where sizes change, the shortcut is a 1
    /// × 1 convolution with batch norm (option B there). For ELU without an activation after the sum see <see cref="Residual"/>.
    /// </remarks>
    /// <exception cref="ShapeException">The image is none.</exception>
    /// <exception cref="ArgumentException">There are no channels.</exception>
    public static Sequential ResNet(
        Shape image, int outputs, int blocks, ReadOnlySpan<int> channels, Activation activation, RandomStream random, Initializer? initializer = null,
        Norm norm = Norm.Batch, ReadOnlySpan<int> inner = default)
    {
        CheckImage(nameof(ResNet), image, least: 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        if (channels.IsEmpty)
            throw new ArgumentException("ResNet: expected the channels of one stage or more, such as [16, 32, 64], but got none.", nameof(channels));
        if (!inner.IsEmpty && inner.Length != channels.Length)
            throw new ArgumentException(
                $"ResNet: expected inner channels for each of {channels.Length} stages, but got {inner.Length}.", nameof(inner));
        List<Module> modules =
        [
            new Conv2d(image[0], channels[0], 3, random, padding: Padding.Same, bias: norm == Norm.None, initializer: initializer),
            .. norm.OfChannels(channels[0]),
            Activate(activation, channels[0]),
        ];
        int inChannels = channels[0];
        for (int stage = 0; stage < channels.Length; stage++)
            for (int block = 0; block < blocks; block++)
            {
                int count = channels[stage], stride = stage > 0 && block == 0 ? 2 : 1;
                modules.Add(Residual.PostActivation(
                    inChannels, count, activation, random, stride, initializer, norm, inner.IsEmpty ? null : inner[stage]));
                inChannels = count;
            }
        Linear head = new(inChannels, outputs, random, initializer: initializer);
        return new Sequential([.. modules, new AdaptiveAvgPool2d(1), new Flatten(), head]);
    }

    static ActivationLayer Activate(Activation activation, int channels) => new(activation, channels, axis: 1);

    static void CheckImage(string network, Shape image, int least)
    {
        if (image.Rank != 3 || image[1] < least || image[2] < least)
            ShapeException.Throw(
                network, "image", $"[channels, height, width] of at least {least} × {least}", image,
                "Leave out the batch axis, or choose fewer stages for smaller images.");
    }

    /// <summary>Layers one after the other, with the shape that the next one sees.</summary>
    sealed class Stack(Shape image, Activation activation, RandomStream random, Initializer? initializer)
    {
        readonly List<Module> _modules = [];
        Shape _shape = [1, .. image];

        public RandomStream? Noise { get; init; }

        public Norm Norm { get; init; }

        public void Convolve(int channels, int field, Padding padding)
        {
            Add(new Conv2d(_shape[1], channels, field, random, padding: padding, initializer: initializer));
            Add(Norm.OfChannels(channels));
            Add(Activate(activation, channels));
        }

        public void Pool() => Add(new MaxPool2d(2));

        public void Flatten() => Add(new Flatten());

        public void Connect(int units)
        {
            Add(new Linear(_shape[1], units, random, initializer: initializer));
            Add(Norm.OfUnits(units));
            Add(new ActivationLayer(activation, units));
        }

        public void Drop(double probability)
        {
            if (probability > 0)
                Add(new Dropout(probability, Noise ?? random));
        }

        public Sequential Finish(int outputs)
        {
            Add(new Linear(_shape[1], outputs, random, initializer: initializer));
            return new Sequential([.. _modules]);
        }

        public Sequential FinishByConvolution(int outputs)
        {
            Add(new Conv2d(_shape[1], outputs, 1, random, initializer: initializer));
            Flatten();
            return new Sequential([.. _modules]);
        }

        void Add(IEnumerable<Module> modules)
        {
            foreach (Module module in modules)
                Add(module);
        }

        void Add(Module module)
        {
            _modules.Add(module);
            _shape = module.OutputShape(_shape);
        }
    }
}
