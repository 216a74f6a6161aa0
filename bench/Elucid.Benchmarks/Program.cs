using System.Globalization;
using Benchmarks.Differences;
using Benchmarks.Functions;
using Benchmarks.Micro;
using Benchmarks.Networks;
using Benchmarks.Peers;
using Benchmarks.Studies;

const string Usage = """
    usage: dotnet run -c Release --project bench/Benchmarks -- COMMAND [--out FILE.md]

      activations [--quick]            every activation function, forward and backward, beside five peers
      differences                      where results differ from those of the peers in the last places, and who is right
      peers [--quick]                  matrix products, training steps, garbage: Elucid beside libtorch
      networks [--quick] [--only conv]  layers and networks, training and inference: Elucid beside libtorch
      int8 [--quick]                   fully connected layers in eight bits beside floats: speed, size, accuracy
      fashion [--epochs 10] [--threads 2]  Fashion-MNIST from start to test accuracy, in both
      compare [--torch-seeds 3]        the training behind `elucid compare`, in both
      micro [--filter '*"elu"*']       every activation in Elucid alone, by BenchmarkDotNet, with its own options
    """;

string? file = Option("--out");
switch (args.FirstOrDefault())
{
    case "activations":
        ActivationsCommand.Run(args.Contains("--quick"), file);
        return 0;
    case "differences":
        DifferencesCommand.Run(file);
        return 0;
    case "peers":
        PeersCommand.Run(args.Contains("--quick"), file);
        return 0;
    case "networks":
        NetworksCommand.Run(args.Contains("--quick"), Option("--only"), file);
        return 0;
    case "int8":
        Int8Command.Run(args.Contains("--quick"), file);
        return 0;
    case "fashion":
        FashionCommand.Run(Number("--epochs", 10), Number("--threads", Math.Min(2, Environment.ProcessorCount)), file);
        return 0;
    case "compare":
        CompareCommand.Run(Number("--torch-seeds", 3), file);
        return 0;
    case "micro":
        ActivationBenchmarks.Run(args[1..]);
        return 0;
    case MemoryProcess.Command:
        NetworksCommand.ServeMemory(args[1..]);
        return 0;
    case TorchProcess.Command:
        TorchProcess.Serve(int.Parse(args[1]), int.Parse(args[2]));
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

string? Option(string name)
{
    int index = Array.IndexOf(args, name);
    return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
}

int Number(string name, int otherwise) => Option(name) is not { } text ? otherwise
    : int.TryParse(text, NumberStyles.None, null, out int value) && value > 0 ? value
    : throw new ArgumentException($"{name} must be a positive number, but got '{text}'.");
