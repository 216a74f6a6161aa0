using System.IO.Compression;
using System.Reflection;
using Elucid.Onnx;

namespace Elucid.Tests.Data;

/// <summary>Whatever is read from a path is read from any stream: one that seeks, from where it stands, a network's, which does not, and one that
/// unpacks.</summary>
public sealed class StreamsTests
{
    static readonly byte[] Before = [9, 9, 9];

    /// <summary>A stream as a network gives it: a few bytes at a time, no way back, no length.</summary>
    sealed class Arriving(byte[] bytes) : Stream
    {
        int _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(Math.Min(count, 7), bytes.Length - _position);
            bytes.AsSpan(_position, read).CopyTo(buffer.AsSpan(offset));
            _position += read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    public static TheoryData<string> Kinds => ["seeks", "stands behind something", "arrives", "unpacks"];

    static Stream Of(string kind, byte[] bytes) => kind switch
    {
        "stands behind something" => new MemoryStream([.. Before, .. bytes]) { Position = Before.Length },
        "arrives" => new Arriving(bytes),
        "unpacks" => new GZipStream(new MemoryStream(TemporaryDirectory.Gzip(bytes)), CompressionMode.Decompress),
        _ => new MemoryStream(bytes),
    };

    static byte[] Idx(int[] sizes, params byte[] values) =>
        [0, 0, 8, (byte)sizes.Length, .. sizes.SelectMany(size => new byte[] { 0, 0, 0, (byte)size }), .. values];

    static readonly byte[] Table = "x;kind\n1;a\n2;b\n3;a\n4;b\n"u8.ToArray();

    static Sequential Network(ulong seed) => new(new Linear(3, 2, new RandomStream(seed)), new Linear(2, 2, new RandomStream(seed)));

    [Theory, MemberData(nameof(Kinds))]
    public void Tables(string kind)
    {
        CsvTable table = CsvReader.Read(Of(kind, Table), new() { Target = "kind" }, "homes.csv");
        Assert.Equal(("homes", 4), (table.Dataset.Name, table.Dataset.Count));
        Assert.Equal(table.Dataset.Features.ToArray(), CsvReader.ReadRows(Of(kind, Table), table.Schema).Features);
        Refused.With<DataFormatException>(
            "'stream': expected a column 'x', but the columns are z, w.", () => CsvReader.ReadRows(Of(kind, "z;w\n1;2\n"u8.ToArray()), table.Schema));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Images(string kind)
    {
        byte[] images = Idx([2, 1, 2], 0, 51, 102, 255), labels = Idx([2], 1, 0);
        Dataset plain = IdxReader.Read(Of(kind, images), Of(kind, labels), "two");
        Assert.Equal([0, 0.2f, 0.4f, 1], plain.Features.ToArray());
        Assert.Equal([1, 0], plain.Labels.ToArray());
        Dataset packed = IdxReader.Read(Of(kind, TemporaryDirectory.Gzip(images)), Of(kind, TemporaryDirectory.Gzip(labels)), "two");
        Assert.Equal(plain.Features.ToArray(), packed.Features.ToArray());
        Refused.With<DataFormatException>("'images': expected 20 bytes for 2 × 1 × 2 images, but it has 19. Download the file again.",
            () => IdxReader.Read(Of(kind, images[..^1]), Of(kind, labels), "two"));

        byte[] record = [3, .. Enumerable.Repeat((byte)255, 3072)], fine = [1, .. record];
        Assert.Equal([3, 3], CifarReader.ReadCifar10([Of(kind, record), Of(kind, record)]).Labels.ToArray());
        Assert.Equal([3], CifarReader.ReadCifar100([Of(kind, fine)]).Labels.ToArray());
        Assert.StartsWith("'stream 2': expected records of 3073 bytes each, but the file has 3074 bytes.",
            Assert.Throws<DataFormatException>(() => CifarReader.ReadCifar10([Of(kind, record), Of(kind, fine)])).Message);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Weights_and_networks(string kind)
    {
        Sequential network = Network(1), other = Network(2);
        using MemoryStream weights = new(), onnx = new();
        Weights.Save(network, weights);
        Weights.Load(other, Of(kind, weights.ToArray()));
        Assert.Equal(
            network.NamedParameters().SelectMany(p => p.Value.Values.ToArray()), other.NamedParameters().SelectMany(p => p.Value.Values.ToArray()));
        Assert.StartsWith("'stream': ", Assert.Throws<ModelFormatException>(() => Weights.Load(other, Of(kind, weights.ToArray()[..^4]))).Message);

        OnnxExport.Save(network, onnx, [1, 3]);
        Assert.Equal(OnnxExport.ToBytes(network, [1, 3]), onnx.ToArray());
        Tensor x = new([1, 3], [1, 2, 3]);
        Assert.Equal(
            network.Forward(x).Values.ToArray(), OnnxImport.Load(Of(kind, onnx.ToArray())).Forward(x).Values.ToArray(), (a, b) =>
                Math.Abs(a - b) < 1e-6);
        Assert.StartsWith(
            "'stream': expected an ONNX", Assert.Throws<ModelFormatException>(() => OnnxImport.Load(Of(kind, weights.ToArray()))).Message);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Models_with_another_activation(string kind)
    {
        byte[] onnx = OnnxExport.ToBytes(new Sequential(new Linear(3, 2, new RandomStream(1)), ActivationCatalog.Parse("relu")), [1, 3]);
        OnnxSwap swap = new("Relu", ActivationCatalog.Parse("elu"));
        using MemoryStream swapped = new(), nothing = new();
        Assert.Single(swap.Apply(Of(kind, onnx), swapped).Replaced);
        Assert.Equal(swap.Apply(onnx, out _), swapped.ToArray());
        Refused.With<ModelFormatException>(
            "'stream' has no node with the operator Relu, so nothing was written. It has Elu (1): name one of these with OnnxSwap.",
            () => swap.Apply(Of(kind, swapped.ToArray()), nothing));
        Assert.Equal(0, nothing.Length);
    }

    [Fact]
    public void Whatever_is_read_from_or_written_to_a_path_is_read_from_or_written_to_a_stream()
    {
        // Its subject is how files are replaced.
        Type[] exempt = [typeof(AtomicFile)];
        IEnumerable<(MethodBase Method, int Place)> ofPaths =
            from type in typeof(Tensor).Assembly.ExportedTypes.Except(exempt)
            from method in type.GetMembers().OfType<MethodBase>()
            from parameter in method.GetParameters()
            where parameter.Name!.TrimEnd('s').EndsWith("path", StringComparison.OrdinalIgnoreCase)
            select (method, parameter.Position);
        Assert.True(ofPaths.Count() > 20);
        Assert.Empty(ofPaths.Where(p => !HasOverloadForStreams(p.Method, p.Place)).Select(p => $"{p.Method.DeclaringType}.{p.Method.Name}"));

        static bool HasOverloadForStreams(MethodBase method, int place) =>
            method.DeclaringType!.GetMember(method.Name).Cast<MethodBase>().Any(other =>
                other.GetParameters().ElementAtOrDefault(place)?.ParameterType is { } type
                && (type == typeof(Stream) || type.GetGenericArguments().Contains(typeof(Stream))));
    }

    [Fact]
    public void What_is_written_to_a_stream_is_what_is_written_to_a_file()
    {
        using TemporaryDirectory directory = new();
        void Same(Action<string> toFile, Action<Stream> toStream)
        {
            using MemoryStream stream = new();
            toFile(directory["file"]);
            toStream(stream);
            Assert.Equal(File.ReadAllBytes(directory["file"]), stream.ToArray());
        }
        ImageGrid grid = ImageGrid.OfFirst(Digits.Load(), 4);
        Same(grid.SavePng, grid.SavePng);

        Sequential model = new(new Flatten(), new Linear(64, 10, new RandomStream(1)));
        Trainer trainer = new(model, new Adam(model), Digits.Load().Take(64), options: new TrainerOptions { Epochs = 1 });
        trainer.Fit();
        ModelFile file = new()
        {
            Recipe = new NetworkRecipe { Model = "logistic" },
            Activation = "elu",
            FeatureShape = [1, 8, 8],
            OutputNames = Digits.Load().OutputNames,
            Task = LearningTask.Classification,
            Data = "digits",
        };
        Same(path => file.SaveBest(trainer, path), stream => file.SaveBest(trainer, stream));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Checkpoints(string kind)
    {
        Dataset data = Digits.Load().Subset([.. Enumerable.Range(0, 64)]);
        Trainer New()
        {
            Sequential model = new(new Flatten(), new Linear(64, 10, new RandomStream(1)));
            return new Trainer(model, new Adam(model), data, options: new TrainerOptions { Epochs = 2 });
        }
        Trainer whole = New(), resumed = New();
        whole.RunEpoch(null, TestContext.Current.CancellationToken);
        using MemoryStream saved = new();
        Checkpoint.Save(whole, saved);
        Checkpoint.Load(resumed, Of(kind, saved.ToArray()));
        whole.RunEpoch(null, TestContext.Current.CancellationToken);
        resumed.RunEpoch(null, TestContext.Current.CancellationToken);
        Assert.Equal(
            whole.Model.NamedParameters().SelectMany(p => p.Value.Values.ToArray()),
            resumed.Model.NamedParameters().SelectMany(p => p.Value.Values.ToArray()));
    }

    [Fact]
    public void What_is_taken_into_memory_has_a_limit_and_what_cannot_be_unpacked_is_said()
    {
        Refused.With<DataFormatException>(
            "'table': expected at most 5 bytes from a stream that cannot seek, but there are more. Save it as a file and read that.",
            () => SeekableStream.Of(new Arriving(new byte[20]), "table", most: 5));
        byte[] packed = TemporaryDirectory.Gzip(Table);
        packed[12] ^= 0xFF;
        using GZipStream damaged = new(new MemoryStream(packed), CompressionMode.Decompress);
        Refused.With<DataFormatException>("'table': expected data compressed as its stream reads them, but they are damaged. Download them again.",
            () => CsvReader.Read(damaged, new() { Target = "kind" }, "table"));
    }

    [Fact]
    public async Task A_path_may_lead_to_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among its files.");
        using TemporaryDirectory directory = new();
        string pipe = directory["pipe"];
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", pipe))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task writing = Task.Run(() => File.WriteAllBytes(pipe, Table), TestContext.Current.CancellationToken);
        Assert.Equal(4, CsvReader.Read(pipe, new() { Target = "kind" }).Dataset.Count);
        await writing;
    }

    [Fact]
    public void A_stream_stays_its_owners()
    {
        using MemoryStream table = new(Table), images = new(TemporaryDirectory.Gzip(Idx([1, 1, 1], 5))), labels = new(Idx([1], 0));
        CsvReader.Read(table, new() { Target = "kind" });
        IdxReader.Read(images, labels, "one");
        Assert.All([table, images, labels], stream => Assert.True(stream.CanRead));
    }
}
