namespace Elucid.Tests.Data;

public sealed class CifarTests : IDisposable
{
    const int Pixels = 3 * 32 * 32;

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Records_of_CIFAR_10_are_read_in_the_order_of_the_files()
    {
        Dataset data = CifarReader.ReadCifar10([Write("a", Record([3], 0), Record([9], 255)), Write("b", Record([0], 51))]);
        Assert.Equal([3, 32, 32], data.FeatureShape.ToArray());
        Assert.Equal([3, 9, 0], data.Labels.ToArray());
        Assert.Equal([0, 1, 0.2f], [data.Features[0], data.Features[Pixels], data.Features[^1]]);
        Assert.Equal(10, data.OutputCount);
    }

    [Fact]
    public void Pixels_are_red_then_green_then_blue_row_by_row()
    {
        byte[] record = Record([0], 0);
        record[1 + 1] = 255;                            // red, row 0, column 1
        record[1 + 1024 + 32] = 51;                     // green, row 1, column 0
        Dataset data = CifarReader.ReadCifar10([Write("a", record)]);
        Assert.Equal((1, 0.2f), (data.Features[1], data.Features[1024 + 32]));
    }

    [Fact]
    public void Records_of_CIFAR_100_have_a_coarse_and_a_fine_label()
    {
        string path = Write("train.bin", Record([19, 99], 7));
        Assert.Equal(99, CifarReader.ReadCifar100([path]).Labels[0]);
        Assert.Equal(
            (19, 20), (CifarReader.ReadCifar100([path], coarse: true).Labels[0], CifarReader.ReadCifar100([path], coarse: true).OutputCount));
    }

    [Fact]
    public void A_set_is_found_in_its_directory()
    {
        for (int i = 1; i <= 5; i++)
            Write($"data_batch_{i}.bin", Record([(byte)i], 1));
        Write("test_batch.bin", Record([8], 1));
        DataSplit split = ImageSets.Cifar10(_directory.Path);
        Assert.Equal((5, 1), (split.Train.Count, split.Test.Count));
        Assert.Equal("ship", split.Test.ClassNames[split.Test.Labels[0]]);
        Refused.With<DataFormatException>(
            $"Expected the files of CIFAR-100 (train.bin, test.bin), but they are not in {_directory.Path}. Unpack "
            + "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz and put the .bin files into $ELUCID_DATA/cifar-100.", () =>
                ImageSets.Cifar100(_directory.Path));
    }

    [Fact]
    public void A_file_that_is_not_made_of_whole_records_is_refused()
    {
        foreach (int length in new[] { 0, 1, 3072, 3074 })
        {
            string path = _directory.Write("a", new byte[length]);
            Refused.With<DataFormatException>(
                $"'{path}': expected records of 3073 bytes each, but the file has {length} bytes. Give a file of the binary version, unpacked, and "
                    + $"of the right set: "
                + "CIFAR-10 has records of 3073 bytes, CIFAR-100 of 3074.", () => CifarReader.ReadCifar10([path]));
        }
    }

    [Fact]
    public void A_label_out_of_range_is_refused_with_its_record()
    {
        string path = Write("a", Record([1], 0), Record([10], 0));
        Refused.With<DataFormatException>(
            $"'{path}': expected labels from 0 to 9, but record 1 has 10. Is it the other of CIFAR-10 and CIFAR-100?", () =>
                CifarReader.ReadCifar10([path]));
    }

    [Fact]
    public void A_file_of_more_images_than_either_set_has_is_refused_before_anything_is_allocated()
    {
        string path = _directory["huge"];
        using (FileStream file = File.Create(path))
            file.SetLength(3073L * 1_000_000);          // sparse
        Assert.Contains("1000000 images", Assert.Throws<DataFormatException>(() => CifarReader.ReadCifar10([path])).Message);
    }

    string Write(string name, params byte[][] records) => _directory.Write(name, [.. records.SelectMany(r => r)]);

    static byte[] Record(byte[] labels, byte shade) => [.. labels, .. Enumerable.Repeat(shade, Pixels)];
}
