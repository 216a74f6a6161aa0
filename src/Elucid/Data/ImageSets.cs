namespace Elucid;

/// <summary>Finds and reads Fashion-MNIST, MNIST and other image sets that come as four IDX files with the usual names.</summary>
/// <remarks>
/// The names are train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or with .gz.
/// </remarks>
public static class ImageSets
{
    /// <summary>The environment variable that names the directory with one sub-directory per image set.</summary>
    public const string DataVariable = "ELUCID_DATA";

    static readonly string[] Files = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    static readonly string[] FashionClasses =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    static readonly string[] Cifar10Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    static readonly string[] DigitClasses = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Fashion-MNIST: 60,000 and 10,000 pictures of clothes in ten classes; features [1, 28, 28] from 0 to 1.</summary>
    /// <param name="directory">Where the files are. If null: $ELUCID_DATA/fashion-mnist, then where Debian's package puts them.</param>
    /// <exception cref="DataFormatException">The files are not there (the message says how to get them) or are damaged.</exception>
    public static DataSplit FashionMnist(string? directory = null) => Read(
        Find("Fashion-MNIST", Places("fashion-mnist", directory, Environment.GetEnvironmentVariable(DataVariable)),
            "Run 'apt-get install dataset-fashion-mnist', or download them from https://github.com/zalandoresearch/fashion-mnist "
            + $"into ${DataVariable}/fashion-mnist."),
        "fashion-mnist", FashionClasses, "Fashion-MNIST, H. Xiao, K. Rasul and R. Vollgraf, Zalando SE 2017, MIT licence");

    /// <summary>MNIST: 60,000 and 10,000 handwritten digits; features [1, 28, 28] from 0 to 1.</summary>
    /// <param name="directory">Where the files are. If null: $ELUCID_DATA/mnist, then where a Debian package would put them.</param>
    /// <exception cref="DataFormatException">The files are not there (the message says how to get them) or are damaged.</exception>
    public static DataSplit Mnist(string? directory = null) => Read(
        Find("MNIST", Places("mnist", directory, Environment.GetEnvironmentVariable(DataVariable)),
            $"Download them from https://ossci-datasets.s3.amazonaws.com/mnist/ into ${DataVariable}/mnist."),
        "mnist", DigitClasses, "MNIST, Y. LeCun, C. Cortes and C. J. C. Burges, http://yann.lecun.com/exdb/mnist/");

    /// <summary>CIFAR-10: 50,000 and 10,000 pictures in ten classes; features [3, 32, 32] from 0 to 1.</summary>
    /// <param name="directory">Where data_batch_1.bin … data_batch_5.bin and test_batch.bin are. If null: $ELUCID_DATA/cifar-10.</param>
    /// <exception cref="DataFormatException">The files are not there (the message says how to get them) or are damaged.</exception>
    public static DataSplit Cifar10(string? directory = null)
    {
        string[] files = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"];
        string[] paths = [.. files.Select(file => Path.Combine(FindCifar("CIFAR-10", "cifar-10", "cifar-10-binary.tar.gz", directory, files), file))];
        return new DataSplit(
            CifarReader.ReadCifar10(paths[..5], "cifar-10", Cifar10Classes), CifarReader.ReadCifar10(paths[5..], "cifar-10", Cifar10Classes));
    }

    /// <summary>CIFAR-100: 50,000 and 10,000 pictures in a hundred classes; features [3, 32, 32] from 0 to 1.</summary>
    /// <param name="directory">Where train.bin and test.bin are. If null: $ELUCID_DATA/cifar-100.</param>
    /// <exception cref="DataFormatException">The files are not there (the message says how to get them) or are damaged.</exception>
    public static DataSplit Cifar100(string? directory = null)
    {
        string[] files = ["train.bin", "test.bin"];
        string place = FindCifar("CIFAR-100", "cifar-100", "cifar-100-binary.tar.gz", directory, files);
        return new DataSplit(CifarReader.ReadCifar100([Path.Combine(place, files[0])]), CifarReader.ReadCifar100([Path.Combine(place, files[1])]));
    }

    /// <summary>Any image set of the same form, named after its directory; its classes are numbered from 0.</summary>
    /// <exception cref="DataFormatException">A file is missing or damaged.</exception>
    public static DataSplit FromDirectory(string directory) => Read(
        Find("an image set", [directory], "Give the directory that holds the four files."),
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))), null, "");

    /// <summary>Where to look for a set: in the directory given, or else below the data directory and where Debian's packages put data.</summary>
    internal static string[] Places(string folder, string? directory, string? dataDirectory)
    {
        string debian = $"/usr/share/datasets/{folder}";
        return directory is not null ? [directory] : string.IsNullOrEmpty(dataDirectory) ? [debian] : [Path.Combine(dataDirectory, folder), debian];
    }

    /// <summary>Whether a directory holds files that are called as those that <see cref="FromDirectory"/> reads, or nearly so.</summary>
    public static bool IsIn(string directory) => Directory.Exists(directory) && Directory.EnumerateFiles(directory, "*-ubyte*").Any();

    /// <summary>The files of a directory that <see cref="FromDirectory"/> reads.</summary>
    internal static IEnumerable<string> FilesIn(string directory) => Files.Select(file => Locate(directory, file)).OfType<string>();

    static string FindCifar(string what, string folder, string archive, string? directory, string[] files) => Find(
        what, files, Places(folder, directory, Environment.GetEnvironmentVariable(DataVariable)),
        $"Unpack https://www.cs.toronto.edu/~kriz/{archive} and put the .bin files into ${DataVariable}/{folder}.");

    static string Find(string what, string[] places, string remedy) => Find(what, Files, places, remedy);

    static string Find(string what, string[] files, string[] places, string remedy)
    {
        List<string> looked = [];
        foreach (string place in places)
        {
            string[] missing = [.. files.Where(file => Locate(place, file) is null)];
            if (missing.Length == 0)
                return place;
            looked.Add(missing.Length == files.Length ? place : $"{place} (lacks {string.Join(", ", missing)})");
        }
        throw new DataFormatException(
            $"Expected the files of {what} ({string.Join(", ", files)}{(files == Files ? "; plain or .gz" : "")}), but they are not in "
            + $"{string.Join(" nor in ", looked)}. {remedy}");
    }

    static string? Locate(string directory, string file) =>
        new[] { Path.Combine(directory, file), Path.Combine(directory, file + ".gz") }.FirstOrDefault(File.Exists);

    static DataSplit Read(string directory, string name, IReadOnlyList<string>? classes, string source)
    {
        string[] paths = [.. Files.Select(file => Locate(directory, file)!)];
        Dataset train = IdxReader.Read(paths[0], paths[1], name, classes, source);
        Dataset test = IdxReader.Read(paths[2], paths[3], name, train.ClassNames, source);
        return train.FeatureShape.SequenceEqual(test.FeatureShape) ? new DataSplit(train, test) : throw new DataFormatException(
            $"'{paths[2]}': expected test images of the size of the training images, [{string.Join(", ", train.FeatureShape.ToArray())}], but they "
                + $"are [{string.Join(", ", test.FeatureShape.ToArray())}]. Give the files of one set.");
    }
}
