namespace Elucid.Samples;

/// <summary>Trains an ELU network on the embedded handwritten digits.</summary>
static class TrainDigits
{
    public static void Run(TextWriter output)
    {
        // <page>
        RandomStream random = new(seed: 1);
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(397), random.Derive("split"));
        Activation elu = Activations.Elu();
        Sequential model = new(
            new Flatten(),
            new Linear(64, 128, random), elu,
            new Linear(128, 128, random), elu,
            new Linear(128, 10, random));
        Trainer trainer = new(model, new Adam(model), digits.Train, options: new TrainerOptions { Epochs = 20 });
        trainer.Fit();
        output.WriteLine($"test accuracy {Evaluation.Of(model, digits.Test).Accuracy:P1}");
        // </page>
    }
}
