using System.Runtime.InteropServices;

namespace Benchmarks.Libraries;

/// <summary>
/// XNNPACK, where it is installed (Debian: <c>apt-get install libxnnpack0</c>, of 2022): the fastest ELU that we know of. Its operators flush
/// subnormal numbers to zero while they run.
/// </summary>
sealed class XnnpackLibrary : ILibrary
{
    const string File = "libXNNPACK.so.0", PoolFile = "libpthreadpool.so.0";

    delegate int Create(nuint channels, nuint inputStride, nuint outputStride, out nint operation);

    delegate int Setup(nint operation, nuint batchSize, nint x, nint y, nint pool);

    static readonly Dictionary<string, (Create Create, Setup Setup)> Operators = new()
    {
        ["elu"] = ((c, i, o, out op) => xnn_create_elu_nc_f32(c, i, o, 1, 0, out op), xnn_setup_elu_nc_f32),
        ["elu:alpha=1.5"] = ((c, i, o, out op) => xnn_create_elu_nc_f32(c, i, o, 1.5f, 0, out op), xnn_setup_elu_nc_f32),
        ["celu"] = ((c, i, o, out op) => xnn_create_elu_nc_f32(c, i, o, 1, 0, out op), xnn_setup_elu_nc_f32),
        ["relu"] = ((c, i, o, out op) => xnn_create_clamp_nc_f32(c, i, o, 0, float.PositiveInfinity, 0, out op), xnn_setup_clamp_nc_f32),
        ["leaky-relu"] = ((c, i, o, out op) => xnn_create_leaky_relu_nc_f32(c, i, o, 0.01f, 0, out op), xnn_setup_leaky_relu_nc_f32),
        ["sigmoid"] = ((c, i, o, out op) => xnn_create_sigmoid_nc_f32(c, i, o, 0, out op), xnn_setup_sigmoid_nc_f32),
        ["hard-swish"] = ((c, i, o, out op) => xnn_create_hardswish_nc_f32(c, i, o, 0, out op), xnn_setup_hardswish_nc_f32),
    };

    /// <summary>Whether the library was found on this machine and runs on this processor.</summary>
    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(File, out _) && NativeLibrary.TryLoad(PoolFile, out _) && xnn_initialize(0) == 0;

    /// <summary>Debian's version of the package, or that it is missing.</summary>
    public static string Version => !IsInstalled ? "not installed (Debian: apt-get install libxnnpack0)" : DebianVersion() ?? File;

    public string Name => "XNNPACK";

    public Job<T>? Forward<T>(string function, Arrays<T> batch) where T : unmanaged =>
        batch is Arrays<float> floats ? Prepare(function, floats) as Job<T> : null;

    static Job<float>? Prepare(string function, Arrays<float> batch)
    {
        if (!IsInstalled || !Operators.TryGetValue(function, out var kind))
            return null;
        // Without a pool an operator runs on the caller's thread.
        nint pool = batch.Threads == 1 ? 0 : pthreadpool_create((nuint)batch.Threads);
        nuint count = (nuint)batch.Count;
        Require(kind.Create(count, count, count, out nint operation), "create", function);
        Require(kind.Setup(operation, 1, batch.X.Address, batch.Y.Address, pool), "set up", function);
        return new(batch.Y, () => Require(xnn_run_operator(operation, pool), "run", function), () =>
        {
            _ = xnn_delete_operator(operation);
            if (pool != 0)
                pthreadpool_destroy(pool);
        });
    }

    static void Require(int status, string verb, string function)
    {
        if (status != 0)
            throw new InvalidOperationException($"XNNPACK could not {verb} its operator for {function}: status {status}.");
    }

    static string? DebianVersion()
    {
        const string Packages = "/var/lib/dpkg/status", Field = "Version: ";
        return !System.IO.File.Exists(Packages) ? null
            : System.IO.File.ReadLines(Packages).SkipWhile(line => line != "Package: libxnnpack0")
                .FirstOrDefault(line => line.StartsWith(Field))?[Field.Length..];
    }

    [DllImport(File)]
    static extern int xnn_initialize(nint allocator);

    [DllImport(File)]
    static extern int xnn_create_elu_nc_f32(nuint channels, nuint inputStride, nuint outputStride, float alpha, uint flags, out nint operation);

    [DllImport(File)]
    static extern int xnn_create_clamp_nc_f32(
        nuint channels, nuint inputStride, nuint outputStride, float minimum, float maximum, uint flags, out nint operation);

    [DllImport(File)]
    static extern int xnn_create_leaky_relu_nc_f32(
        nuint channels, nuint inputStride, nuint outputStride, float slope, uint flags, out nint operation);

    [DllImport(File)]
    static extern int xnn_create_sigmoid_nc_f32(nuint channels, nuint inputStride, nuint outputStride, uint flags, out nint operation);

    [DllImport(File)]
    static extern int xnn_create_hardswish_nc_f32(nuint channels, nuint inputStride, nuint outputStride, uint flags, out nint operation);

    [DllImport(File)]
    static extern int xnn_setup_elu_nc_f32(nint operation, nuint batchSize, nint x, nint y, nint pool);

    [DllImport(File)]
    static extern int xnn_setup_clamp_nc_f32(nint operation, nuint batchSize, nint x, nint y, nint pool);

    [DllImport(File)]
    static extern int xnn_setup_leaky_relu_nc_f32(nint operation, nuint batchSize, nint x, nint y, nint pool);

    [DllImport(File)]
    static extern int xnn_setup_sigmoid_nc_f32(nint operation, nuint batchSize, nint x, nint y, nint pool);

    [DllImport(File)]
    static extern int xnn_setup_hardswish_nc_f32(nint operation, nuint batchSize, nint x, nint y, nint pool);

    [DllImport(File)]
    static extern int xnn_run_operator(nint operation, nint pool);

    [DllImport(File)]
    static extern int xnn_delete_operator(nint operation);

    [DllImport(PoolFile)]
    static extern nint pthreadpool_create(nuint threads);

    [DllImport(PoolFile)]
    static extern void pthreadpool_destroy(nint pool);
}
