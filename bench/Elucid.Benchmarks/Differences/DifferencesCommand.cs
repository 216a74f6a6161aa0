using Benchmarks.Libraries;
using TorchSharp;

namespace Benchmarks.Differences;

/// <summary>Where Elucid's results differ from those of its peers in the last places, and who is right.</summary>
static class DifferencesCommand
{
    /// <summary>Elucid first.</summary>
    public static IReadOnlyList<ILibrary> Libraries { get; } =
        [AllLibraries.Elucid, AllLibraries.Torch, AllLibraries.Onnx, AllLibraries.Passes, AllLibraries.Xnnpack];

    public static void Run(string? file)
    {
        InputSet inputs = new();
        Arrays<float> batch = Arrays.Of(inputs.Values);
        DifferencesPage page = new(inputs);
        List<FunctionDifferences> forward = [], derivatives = [];
        foreach (string function in AllLibraries.Functions)
        {
            Console.Error.WriteLine($"{function} …");
            using (torch.no_grad())
                forward.Add(FunctionDifferences.Forward(function, inputs, batch));
            derivatives.Add(FunctionDifferences.Derivative(function, inputs, batch));
        }
        page.Write(forward, derivatives);
        Console.Write(page);
        if (file is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, page.ToString());
    }
}
