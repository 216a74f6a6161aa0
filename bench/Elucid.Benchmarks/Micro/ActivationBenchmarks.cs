using Elucid;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Elucid.Kernels;

namespace Benchmarks.Micro;

/// <summary>Every function of the catalog, forward and backward, by BenchmarkDotNet: for changes to Elucid alone, without a peer.</summary>
public class ActivationBenchmarks
{
    ActivationKernel<float> _kernel = null!;
    Tensor _x = null!, _y = null!, _dy = null!, _dx = null!;

    public static IEnumerable<string> Names => ActivationCatalog.All.Select(info => info.Name);

    [ParamsSource(nameof(Names))]
    public string Activation { get; set; } = "";

    [Params(1 << 12, 1 << 20)]
    public int Elements { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _kernel = ActivationCatalog.Parse(Activation).Kernel();
        (_x, _y, _dy, _dx) = (new([Elements]), new([Elements]), new([Elements]), new([Elements]));
        RandomStream random = new(1);
        random.FillGaussian(_x.Edit());
        random.FillGaussian(_dy.Edit());
    }

    [Benchmark]
    public void Forward() => _kernel.Forward(_x.Values, _y.Edit());

    [Benchmark]
    public void Backward() => _kernel.Backward(_x.Values, _dy.Values, _dx.Edit());

    /// <summary>In this process: a generated project would have to restore and build libtorch again.</summary>
    /// <param name="arguments">BenchmarkDotNet's own, such as <c>--filter *4096*</c>.</param>
    internal static void Run(string[] arguments) => BenchmarkRunner.Run<ActivationBenchmarks>(
        ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)), arguments);
}
