using System.Diagnostics;

namespace Benchmarks.Studies;

/// <summary>A second process that trains networks in libtorch on one thread: it is told a seed, trains its share of the activations, and
/// answers.</summary>
sealed class TorchProcess : IDisposable
{
    public const string Command = "torch-worker";

    readonly Process _process;

    /// <param name="index">Which share of the activations.</param>
    /// <param name="count">How many such processes there are.</param>
    public TorchProcess(int index, int count) =>
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Command, $"{index}", $"{count}"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public void Begin(int seed) => _process.StandardInput.WriteLine(seed);

    public void End() => _process.StandardOutput.ReadLine();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>What the second process does: until its input ends.</summary>
    public static void Serve(int index, int count)
    {
        while (Console.ReadLine() is { } line)
        {
            int seed = int.Parse(line);
            for (int i = index; i < Trials.Activations.Count; i += count)
                Trials.Run(inTorch: true, Trials.Activations[i], seed, Trials.Split(seed));
            Console.WriteLine("done");
        }
    }
}
