using Elucid.Onnx;

namespace Elucid.Samples;

/// <summary>Takes a convolutional network elsewhere as an ONNX file, puts ELU where the file has ReLU, and brings it back to be trained on.</summary>
static class ElsewhereAndBack
{
    public static void Run(TextWriter output)
    {
        string directory = Directory.CreateTempSubdirectory("elucid-sample-").FullName;
        try
        {
            Run(output, Path.Combine(directory, "relu.onnx"), Path.Combine(directory, "elu.onnx"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static void Run(TextWriter output, string reluFile, string eluFile)
    {
        RandomStream random = new(seed: 1);
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(397), random.Derive("split"));
        Activation relu = Activations.Relu(), elu = Activations.Elu();
        Sequential model = new(
            new Conv2d(1, 8, 3, random, padding: Padding.Same), new BatchNorm2d(8), relu, new MaxPool2d(2),
            new Conv2d(8, 16, 3, random, padding: Padding.Same), new BatchNorm2d(16), relu, new MaxPool2d(2),
            new Flatten(), new Linear(16 * 2 * 2, 10, random));
        Train(model, epochs: 10);
        output.WriteLine($"with ReLU {Accuracy(model)}");

        // The file runs wherever ONNX does. The swap changes the nodes of the function and no other byte.
        OnnxExport.Save(model, reluFile, input: [1, 1, 8, 8]);
        OnnxSwapResult swap = new OnnxSwap(from: "Relu", to: elu).Apply(reluFile, eluFile);
        output.WriteLine($"replaced {string.Join(", ", swap.Replaced)}");

        // The weights were made for ReLU: a little training fits them to ELU.
        GraphModule swapped = OnnxImport.Load(eluFile);
        output.WriteLine($"with ELU {Accuracy(swapped)}");
        Train(swapped, epochs: 5);
        output.WriteLine($"trained on {Accuracy(swapped)}");

        void Train(Module network, int epochs) =>
            new Trainer(network, new Adam(network), digits.Train, options: new TrainerOptions { Epochs = epochs }).Fit();

        string Accuracy(Module network) => $"{Evaluation.Of(network, digits.Test).Accuracy:P1}";
    }
}
