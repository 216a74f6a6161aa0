using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>Reads the binary version of CIFAR-10 and CIFAR-100: records of one or two label bytes and 3 × 32 × 32 pixels.</summary>
/// <remarks>Format and data: Krizhevsky 2009, "Learning multiple layers of features from tiny images"; https://www.cs.toronto.edu/~kriz/cifar.html,
/// "binary version".</remarks>
public static class CifarReader
{
    const int Side = 32, Pixels = 3 * Side * Side;
    const long MaxImages = 200_000;                     // more than either set has; their pixels as floats still fit one array

    /// <summary>Reads files of CIFAR-10: the label of each record, then red, green and blue, row by row.</summary>
    /// <param name="paths">The files, in order, such as data_batch_1.bin … data_batch_5.bin.</param>
    /// <param name="name">What reports call the dataset.</param>
    /// <param name="classNames">The ten classes; numbers if null.</param>
    /// <returns>Features [3, 32, 32] with values from 0 to 1 (divided by 255).</returns>
    /// <exception cref="DataFormatException">A file is missing, empty, not made of whole records, or has a label out of range.</exception>
    public static Dataset ReadCifar10(IReadOnlyList<string> paths, string name = "cifar-10", IReadOnlyList<string>? classNames = null) =>
        ReadFiles(paths, labelBytes: 1, label: 0, classNames ?? Numbers(10), name);

    /// <summary>Reads streams of CIFAR-10, from their positions on; errors call them stream 1, stream 2 …</summary>
    /// <param name="streams">In order. Of one that cannot seek the bytes are taken into memory first.</param>
    /// <param name="name">What reports call the dataset.</param>
    /// <param name="classNames">The ten classes; numbers if null.</param>
    /// <returns>Features [3, 32, 32] with values from 0 to 1 (divided by 255).</returns>
    /// <exception cref="DataFormatException">A stream is empty, not made of whole records, or has a label out of range.</exception>
    public static Dataset ReadCifar10(IReadOnlyList<Stream> streams, string name = "cifar-10", IReadOnlyList<string>? classNames = null) =>
        Read(Named(streams), labelBytes: 1, label: 0, classNames ?? Numbers(10), name);

    /// <summary>Reads files of CIFAR-100: the coarse label of each record, the fine one, then the pixels.</summary>
    /// <param name="paths">The files, such as train.bin.</param>
    /// <param name="coarse">Whether the classes are the 20 groups, rather than the 100 fine classes.</param>
    /// <param name="name">What reports call the dataset.</param>
    /// <param name="classNames">The classes; numbers if null.</param>
    /// <returns>Features [3, 32, 32] with values from 0 to 1 (divided by 255).</returns>
    /// <exception cref="DataFormatException">A file is missing, empty, not made of whole records, or has a label out of range.</exception>
    public static Dataset ReadCifar100(
        IReadOnlyList<string> paths, bool coarse = false, string name = "cifar-100", IReadOnlyList<string>? classNames = null) =>
        ReadFiles(paths, labelBytes: 2, label: coarse ? 0 : 1, classNames ?? Numbers(coarse ? 20 : 100), name);

    /// <summary>Reads streams of CIFAR-100, from their positions on; errors call them stream 1, stream 2 …</summary>
    /// <param name="streams">In order. Of one that cannot seek the bytes are taken into memory first.</param>
    /// <param name="coarse">Whether the classes are the 20 groups, rather than the 100 fine classes.</param>
    /// <param name="name">What reports call the dataset.</param>
    /// <param name="classNames">The classes; numbers if null.</param>
    /// <returns>Features [3, 32, 32] with values from 0 to 1 (divided by 255).</returns>
    /// <exception cref="DataFormatException">A stream is empty, not made of whole records, or has a label out of range.</exception>
    public static Dataset ReadCifar100(
        IReadOnlyList<Stream> streams, bool coarse = false, string name = "cifar-100", IReadOnlyList<string>? classNames = null) =>
        Read(Named(streams), labelBytes: 2, label: coarse ? 0 : 1, classNames ?? Numbers(coarse ? 20 : 100), name);

    static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(c => c.ToString())];

    static (Stream, string)[] Named(IReadOnlyList<Stream> streams) => [.. streams.Select((stream, i) => (stream, $"stream {i + 1}"))];

    static Dataset ReadFiles(IReadOnlyList<string> paths, int labelBytes, int label, IReadOnlyList<string> classNames, string name)
    {
        List<FileStream> files = [];
        try
        {
            files.AddRange(paths.Select(path => DataFile.Open(path, "a CIFAR file in the binary version")));
            return Read([.. files.Select((file, i) => ((Stream)file, paths[i]))], labelBytes, label, classNames, name);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    static Dataset Read((Stream Content, string Name)[] sources, int labelBytes, int label, IReadOnlyList<string> classNames, string name)
    {
        int record = labelBytes + Pixels;
        Stream[] files = [.. sources.Select(source => SeekableStream.Of(source.Content, source.Name, MaxImages * record))];
        long[] counts = [.. files.Select((file, i) => CountOf(file, sources[i].Name, record))];
        long count = counts.Sum();
        if (count > MaxImages)
            throw new DataFormatException(
                $"'{sources[0].Name}' and the files after it hold {count} images, but the most that is read at once is {MaxImages}. Give "
                    + $"fewer files.");
        float[] features = GC.AllocateUninitializedArray<float>((int)count * Pixels);
        int[] labels = new int[count];
        byte[] bytes = new byte[record];
        int image = 0;
        for (int i = 0; i < files.Length; i++)
        {
            for (long left = counts[i]; left > 0; left--, image++)
            {
                if (files[i].ReadAtLeast(bytes, record, throwOnEndOfStream: false) < record)
                    throw new DataFormatException(
                        $"'{sources[i].Name}': expected {counts[i]} records of {record} bytes, but the file ends early. Was it changed while "
                            + $"it was read?");
                if (bytes[label] >= classNames.Count)
                    throw new DataFormatException(
                        $"'{sources[i].Name}': expected labels from 0 to {classNames.Count - 1}, but record {counts[i] - left} has {bytes[label]}. "
                        + "Is it the other of CIFAR-10 and CIFAR-100?");
                labels[image] = bytes[label];
                ToShades(bytes.AsSpan(labelBytes), features.AsSpan(image * Pixels, Pixels));
            }
        }
        return new Dataset(
            name, features, [3, Side, Side], labels,
            classNames)
        { Source = "CIFAR, A. Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html" };
    }

    static long CountOf(Stream file, string name, int record)
    {
        long length = file.Length - file.Position;
        if (length == 0 || length % record != 0)
            throw new DataFormatException($"'{name}': expected records of {record} bytes each, but the file has {length} bytes. "
                + "Give a file of the binary version, unpacked, and of the right set: CIFAR-10 has records of 3073 bytes, CIFAR-100 of 3074.");
        return length / record;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ToShades(ReadOnlySpan<byte> bytes, Span<float> shades)
    {
        for (int i = 0; i < shades.Length; i++)
            shades[i] = bytes[i] / 255f;
    }
}
