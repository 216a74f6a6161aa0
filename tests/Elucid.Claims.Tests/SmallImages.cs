namespace Elucid.Claims.Tests;

/// <summary>Files of the form of Fashion-MNIST with few pictures of noise and stripes, so that cards run in milliseconds and anywhere.</summary>
static class SmallImages
{
    static readonly Lazy<TemporaryDirectory> Written = new(Write);

    public static string Directory => Written.Value.Path;

    static TemporaryDirectory Write()
    {
        TemporaryDirectory directory = new();
        Write(directory, "train", count: 600, seed: 1);
        Write(directory, "t10k", count: 100, seed: 2);
        return directory;
    }

    static void Write(TemporaryDirectory directory, string part, int count, ulong seed)
    {
        RandomStream random = new(seed);
        byte[] images = new byte[16 + count * 784], labels = new byte[8 + count];
        Header(images, 0x803, count, 28, 28);
        Header(labels, 0x801, count);
        for (int i = 0; i < count; i++)
        {
            int label = labels[8 + i] = (byte)(i % 10);
            for (int pixel = 0; pixel < 784; pixel++)
                images[16 + i * 784 + pixel] = (byte)((pixel / 28 % 10 == label ? 150 : 0) + random.NextInt32(100));
        }
        File.WriteAllBytes(Path.Combine(directory.Path, $"{part}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(directory.Path, $"{part}-labels-idx1-ubyte"), labels);
    }

    static void Header(byte[] file, params int[] words)
    {
        for (int i = 0; i < words.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * i), words[i]);
    }
}
