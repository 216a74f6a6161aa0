using System.Buffers.Binary;

namespace Elucid.Tests.Data;

public sealed class IdxTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read_plain_or_compressed(bool compressed)
    {
        Dataset data = IdxReader.Read(Write("i", Idx([2, 1, 2], 0, 255, 51, 102), compressed), Write("l", Idx([2], 3, 0), compressed), "set");
        Assert.Equal([1, 1, 2], data.FeatureShape.ToArray());
        Assert.Equal([0, 1, 0.2f, 0.4f], data.Features.ToArray());
        Assert.Equal([3, 0], data.Labels.ToArray());
        Assert.Equal(["0", "1", "2", "3"], data.ClassNames);
    }

    [Fact]
    public void A_set_is_found_in_its_directory_with_any_mixture_of_compression()
    {
        WriteSet();
        DataSplit split = ImageSets.FashionMnist(_directory.Path);
        Assert.Equal((2, 1, "fashion-mnist"), (split.Train.Count, split.Test.Count, split.Train.Name));
        Assert.Equal("Trouser", split.Train.ClassNames[split.Train.Labels[1]]);
        Assert.Equal("mnist", ImageSets.Mnist(_directory.Path).Test.Name);
        Assert.Equal(Path.GetFileName(_directory.Path), ImageSets.FromDirectory(_directory.Path + "/").Train.Name);
    }

    [Fact]
    public void A_set_that_is_not_there_says_where_it_was_looked_for_and_how_to_get_it()
    {
        Refused.With<DataFormatException>("Expected the files of Fashion-MNIST (train-images-idx3-ubyte, train-labels-idx1-ubyte, "
            + "t10k-images-idx3-ubyte, "
            + "t10k-labels-idx1-ubyte; plain or .gz), but they are not in /nowhere. Run 'apt-get install dataset-fashion-mnist', or download them "
            + "from https://github.com/zalandoresearch/fashion-mnist into $ELUCID_DATA/fashion-mnist.", () => ImageSets.FashionMnist("/nowhere"));
        WriteSet();
        File.Delete(_directory["t10k-labels-idx1-ubyte"]);
        Refused.With<DataFormatException>("Expected the files of MNIST (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
            + $"t10k-labels-idx1-ubyte; plain or .gz), but they are not in {_directory.Path} (lacks t10k-labels-idx1-ubyte). Download them from "
            + "https://ossci-datasets.s3.amazonaws.com/mnist/ into $ELUCID_DATA/mnist.", () => ImageSets.Mnist(_directory.Path));
        Refused.With<DataFormatException>("Expected the files of an image set (train-images-idx3-ubyte, train-labels-idx1-ubyte, "
            + "t10k-images-idx3-ubyte, "
            + "t10k-labels-idx1-ubyte; plain or .gz), but they are not in /nowhere. Give the directory that holds the four files.",
            () => ImageSets.FromDirectory("/nowhere"));
    }

    [Fact]
    public void The_places_to_look_are_the_data_directory_and_then_Debian_s()
    {
        Assert.Equal(["/data/fashion-mnist", "/usr/share/datasets/fashion-mnist"], ImageSets.Places("fashion-mnist", null, "/data"));
        Assert.Equal(["/usr/share/datasets/mnist"], ImageSets.Places("mnist", null, ""));
        Assert.Equal(["/mine"], ImageSets.Places("mnist", "/mine", "/data"));
    }

    [Fact]
    public void Test_images_of_another_size_are_refused_in_a_sentence()
    {
        WriteSet();
        string test = Write("t10k-images-idx3-ubyte", Idx([1, 2, 1], 0, 0));
        Refused.With<DataFormatException>($"'{test}': expected test images of the size of the training images, [1, 1, 2], but they are [1, 2, 1]. "
            + "Give the files of one set.", () => ImageSets.FashionMnist(_directory.Path));
    }

    [Fact]
    public void Damaged_files_are_refused_in_sentences()
    {
        const string again = "Download the file again.";
        AssertImages("expected an IDX file of images, plain or .gz, but there is no such file. Check the path.", null);
        AssertImages($"expected an IDX file of images, but it ends within its header, after 0 bytes. {again}", []);
        AssertImages($"expected an IDX file of images, but it ends within its header, after 6 bytes. {again}", Idx([1, 1, 1], 0)[..6]);
        AssertImages("expected an IDX file of images, which begins with 0x00000803, but it begins with 0x00000801. "
            + "Check that images and labels are not exchanged and that the file is in the IDX format.", Idx([1], 0));
        AssertImages($"expected sizes of at least 1 and at most 1073741824 bytes in all, but its header says 0 × 28 × 28. {again}", Idx([0, 28, 28]));
        AssertImages("expected sizes of at least 1 and at most 1073741824 bytes in all, but its header says 4294967295 × 4294967295 × 2. "
            + $"{again}", Idx([-1, -1, 2]));
        AssertImages("expected sizes of at least 1 and at most 1073741824 bytes in all, but its header says 32768 × 32768 × 2. "
            + $"{again}", Idx([32768, 32768, 2]));
        AssertImages($"expected 20 bytes for 1 × 2 × 2 images, but it has 19. {again}", Idx([1, 2, 2], 1, 2, 3));
        AssertImages($"expected 20 bytes for 1 × 2 × 2 images, but it has 21. {again}", Idx([1, 2, 2], 1, 2, 3, 4, 5));
    }

    [Fact]
    public void Damaged_compressed_files_are_refused_in_sentences_before_memory_is_taken()
    {
        const string again = "Download the file again.";
        AssertImages("expected 20 bytes for 1 × 2 × 2 images, but it ends after 19 bytes. "
            + $"{again}", TemporaryDirectory.Gzip(Idx([1, 2, 2], 1, 2, 3)));
        AssertImages("expected 20 bytes for 1 × 2 × 2 images, but more bytes follow. "
            + $"{again}", TemporaryDirectory.Gzip([.. Idx([1, 2, 2]), .. new byte[1 << 20]]));
        byte[] promising = TemporaryDirectory.Gzip(Idx([1000, 1000, 1000], 0));
        AssertImages($"expected 1000000016 bytes for 1000 × 1000 × 1000 images, but the {promising.Length} compressed bytes cannot hold them. "
            + $"{again}", promising);
        byte[] damaged = TemporaryDirectory.Gzip(Idx([1, 2, 2], 1, 2, 3, 4));
        damaged[10] = 0xFF;
        AssertImages($"expected data compressed with gzip, but they are damaged. {again}", damaged);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_in_sentences()
    {
        string images = Write("i", Idx([2, 1, 1], 1, 2)), labels = Write("l", Idx([2], 0, 10)), few = Write("f", Idx([1], 0));
        Refused.With<DataFormatException>($"'{labels}': expected labels from 0 to 9, but label 1 is 10. Give the labels that belong to these "
            + "classes.",
            () => IdxReader.Read(images, labels, "set", [.. "0123456789".Select(c => c.ToString())]));
        Refused.With<DataFormatException>($"'{few}': expected 2 labels, one for each image of '{images}', but it has 1. Give the two files of one "
            + "set.",
            () => IdxReader.Read(images, few, "set"));
        Refused.With<DataFormatException>($"'{_directory.Path}': expected an IDX file of labels, plain or .gz, but it is a directory. Check the "
            + "path.",
            () => IdxReader.Read(images, _directory.Path, "set"));
    }

    [Fact]
    public void The_fashion_images_of_Debian_s_package_are_read_where_it_is_installed()
    {
        const string debian = "/usr/share/datasets/fashion-mnist";
        Assert.SkipUnless(Directory.Exists(debian), "the package dataset-fashion-mnist is not installed");
        Dataset test = IdxReader.Read($"{debian}/t10k-images-idx3-ubyte.gz", $"{debian}/t10k-labels-idx1-ubyte.gz", "test");
        Assert.Equal([1, 28, 28], test.FeatureShape.ToArray());
        Assert.All(test.Labels.ToArray().CountBy(label => label), pair => Assert.Equal(1000, pair.Value));
        double sum = 0;
        foreach (float pixel in test.Features)
            sum += pixel;
        Assert.Equal(0.286, sum / test.Features.Length, 1e-3);          // the whole set's published mean
    }

    void AssertImages(string sentence, byte[]? content)
    {
        string path = content is null ? _directory["missing"] : Write("images", content), labels = Write("labels", Idx([1], 0));
        Refused.With<DataFormatException>($"'{path}': {sentence}", () => IdxReader.Read(path, labels, "set"));
    }

    void WriteSet()
    {
        Write("train-images-idx3-ubyte.gz", Idx([2, 1, 2], 0, 255, 51, 102), compressed: true);
        Write("train-labels-idx1-ubyte", Idx([2], 0, 1));
        Write("t10k-images-idx3-ubyte", Idx([1, 1, 2], 0, 255));
        Write("t10k-labels-idx1-ubyte", Idx([1], 1));
    }

    string Write(string name, byte[] content, bool compressed = false) =>
        _directory.Write(name, compressed ? TemporaryDirectory.Gzip(content) : content);

    static byte[] Idx(int[] sizes, params byte[] data)
    {
        byte[] header = new byte[4 + 4 * sizes.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x0800 + sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), sizes[i]);
        return [.. header, .. data];
    }
}
