namespace Elucid.Tests.Models;

public sealed class ImageNetworksTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void LeNet_has_the_parameters_of_the_paper() =>
        Assert.Equal(61_706, ImageNetworks.LeNet([1, 28, 28], 10, Elu, new(1)).ParameterCount);

    [Theory, InlineData(3, 272_474), InlineData(5, 466_906)]
    public void Three_blocks_a_stage_make_ResNet_20_and_five_ResNet_32(int blocks, long parameters)
    {
        Sequential network = ImageNetworks.ResNet([3, 32, 32], 10, blocks, [16, 32, 64], Elu, new(1));
        Assert.Equal(parameters, network.ParameterCount);
        Assert.Equal(new Shape(2, 10), network.OutputShape([2, 3, 32, 32]));
    }

    [Fact]
    public void A_ResNet_without_stages_is_refused() =>
        Refused.With<ArgumentException>(
            "ResNet: expected the channels of one stage or more, such as [16, 32, 64], but got none. (Parameter 'channels')",
            () => ImageNetworks.ResNet([3, 32, 32], 10, 3, [], Elu, new(1)));

    [Fact]
    public void The_ELU_paper_s_network_has_eleven_convolutions_of_its_sizes()
    {
        Sequential network = ImageNetworks.EluNet(100, new(1));
        Assert.Equal(
            [(192, 5), (192, 1), (240, 3), (240, 1), (260, 2), (260, 1), (280, 2), (280, 1), (300, 2), (300, 1), (100, 1)],
            network.NamedModules().Select(m => m.Module).OfType<Conv2d>().Select(c => (c.OutChannels, c.KernelSize.Height)));
        Assert.Equal(new Shape(3, 100), network.OutputShape([3, 3, 32, 32]));
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5], network.NamedModules().Select(m => m.Module).OfType<Dropout>().Select(d => d.Probability));
    }

    public static TheoryData<string> Names => ["lenet", "vgg", "resnet", "resnet:prelu"];

    [Theory, MemberData(nameof(Names))]
    public void It_learns_to_tell_upright_bars_from_lying_ones(string name)
    {
        RandomStream random = new(3);
        Module network = name switch
        {
            "lenet" => ImageNetworks.LeNet([1, 12, 12], 2, Elu, random),
            "vgg" => ImageNetworks.Vgg([1, 12, 12], 2, [4, 8], 16, Elu, random),
            "resnet" => ImageNetworks.ResNet([1, 12, 12], 2, 1, [4, 8], Elu, random),
            _ => ImageNetworks.ResNet([1, 12, 12], 2, 1, [4, 8], ActivationCatalog.Parse("prelu"), random),
        };
        (Tensor images, int[] labels) = Bars(32, random);
        Adam optimizer = new(network, 0.01f);
        float first = 0, last = 0;
        for (int step = 0; step < 30; step++)
        {
            using Tape tape = Tape.Start();
            Tensor loss = Loss.CrossEntropy(network.Forward(images), labels);
            last = loss.ToScalar();
            first = step == 0 ? last : first;
            tape.Backward(loss);
            optimizer.Step();
        }
        Assert.InRange(last, 0, first / 4);
    }

    [Fact]
    public void Images_that_are_too_small_are_refused()
    {
        Assert.Contains("at least 12 × 12", Assert.Throws<ShapeException>(() => ImageNetworks.LeNet([1, 8, 8], 10, Elu, new(1))).Message);
        Assert.Contains("at least 8 × 8", Assert.Throws<ShapeException>(() => ImageNetworks.Vgg([1, 7, 8], 10, [4, 4, 4], 8, Elu, new(1))).Message);
        Assert.Contains(
            "[channels, height, width]", Assert.Throws<ShapeException>(() => ImageNetworks.ResNet([64], 10, 3, [16], Elu, new(1))).Message);
    }

    internal static (Tensor Images, int[] Labels) Bars(int count, RandomStream random)
    {
        Tensor images = new([count, 1, 12, 12]);
        random.FillGaussian(images.Edit(), 0, 0.1f);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 2;
            int place = random.NextInt32(12);
            for (int j = 0; j < 12; j++)
                images.Edit()[i * 144 + (labels[i] == 0 ? j * 12 + place : place * 12 + j)] += 1;
        }
        return (images, labels);
    }
}
