using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// One network of 784-128x2 with two heads: the class of an image, by cross-entropy, and its total ink with its centre of mass, across and down, by
/// the mean squared error in deviations over the training images. The losses are added as they are. Adam, 1000 steps of 64.
/// </summary>
/// <remarks>
/// What a task has improved is the share of the loss of a constant answer that is gone on test images: 1 − cross-entropy / ln 10 and 1 − squared
/// error / variance. The branches are out of balance by |ln| of the ratio of the two. How far the tasks agree is the cosine between their gradients
/// with respect to the backbone, on 512 images that nothing is trained on, the mean over looks every 50 steps.
/// </remarks>
internal static class MultiTaskTraining
{
    public const string Id = "P11", OthersId = "P11-others";

    /// <summary>The cosine between the tasks' gradients, at each look.</summary>
    public const string Cosines = "cosine";

    const int Classes = 10, Quantities = 3, StepsEach = 50, LookedAt = 512;

    /// <summary>How many steps lie between two looks.</summary>
    public static int LookedEvery => StepsEach;

    /// <summary>|ln| of what the one task has improved over what the other has.</summary>
    public static Measure Imbalance { get; } = new(new Metric("imbalance", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    /// <summary>The mean cosine between the tasks' gradients.</summary>
    public static Measure Agreement { get; } =
        new(new Metric("cosine of the tasks' gradients", HigherIsBetter: true, MetricScale.Raw), Chance: 0);

    /// <summary>The mean squared error of the quantities over their variance.</summary>
    public static Measure QuantityError { get; } = new(new Metric("error of the quantities", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    public static Experiment Of(ClaimData data) => Of(data, Id, ["relu", "elu"], seeds: 10, Tuning.DefaultSeeds);

    /// <summary>Others, on fewer seeds and tuned on one: no verdict rests on them.</summary>
    public static Experiment Others(ClaimData data) => Of(data, OthersId, ["tanh", "gelu"], seeds: 5, [Tuning.DefaultSeeds[0]]);

    static Experiment Of(ClaimData data, string id, string[] activations, int seeds, IReadOnlyList<int> tuned)
    {
        // All trials share them.
        Lazy<Quantified> quantified = new(() => Quantified.Of(data.Fashion.Pixels));
        return new()
        {
            Id = id,
            Data = data.Fashion.Id,
            Arms = [.. activations.Select(Arm.Of)],
            Seeds = seeds,
            Settings = Settings.Of(("steps", 1000), ("batch", 64), ("width", 128), ("gain", "he")),
            Measures = [Imbalance, Agreement, ImageClassifier.TestAccuracy, QuantityError],
            Tuning = new Tuning { Setting = "rate", Grid = [3e-4, 1e-3, 3e-3, 1e-2], Score = ImageClassifier.ValidationLoss, Seeds = tuned },
            RunTrial = trial => Run(trial, data.Fashion, quantified.Value),
        };
    }

    static Measured Run(Trial trial, PreparedImages images, Quantified quantified)
    {
        Settings settings = trial.Settings;
        Activation activation = ImageClassifier.ActivationOf(settings);
        Initializer initializer = ImageClassifier.InitializerOf(settings, activation);
        RandomStream weights = trial.Random.Derive("weights");
        int width = settings.Integer("width"), steps = settings.Integer("steps");
        Sequential backbone = new(
            new Flatten(), new Linear(images.Train.FeatureCount, width, weights, initializer: initializer), activation,
            new Linear(width, width, weights, initializer: initializer), activation);
        // Two heads side by side: the first ten outputs are the classes'.
        Sequential model = new(backbone, new Linear(width, Classes + Quantities, weights, initializer: Initializer.LeCun));
        Dataset looked = images.Looked.Take(Math.Min(LookedAt, images.Looked.Count));
        List<double> cosines = [];
        History history = new Trainer(model, new Adam(model, settings.Number("rate")), images.Train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = settings.Integer("batch"),
            Seed = trial.Random.Derive("order").NextUInt64(),
            Objective = Objective.Of((network, batch) =>
            {
                (Tensor kind, Tensor quantity) = LossesOf(network.Forward(batch.X), batch.Labels.ToArray(), quantified.Train.Rows(batch.Rows));
                return kind + quantity;
            }),
            OnStep = step =>
            {
                if ((step.Number + 1) % Math.Min(StepsEach, steps) != 0)
                    return;
                trial.Report(step.Number / (double)steps, "training");
                if (!trial.IsTuning)
                    cosines.Add(CosineOf(model, backbone, looked, quantified.Validation));
            },
        }).Fit(cancellation: trial.Cancellation);
        if (history.Divergence is { } divergence)
            return Measured.Failed(FailureKind.Diverged, divergence.ToString());
        (double classLoss, double accuracy, double error) = trial.IsTuning ? Judge(model, images.Validation, quantified.Validation)
            : Judge(model, images.Test, quantified.Test);
        if (trial.IsTuning)
            return new() { { ImageClassifier.ValidationLoss.Name, classLoss + error } };
        (double kinds, double quantities) = (1 - classLoss / Math.Log(Classes), 1 - error);
        Measured measured = new()
        {
            { Imbalance.Name, Math.Abs(Math.Log(Math.Max(kinds, 1e-9) / Math.Max(quantities, 1e-9))) },
            { Agreement.Name, cosines.Average() },
            { ImageClassifier.TestAccuracy.Name, accuracy },
            { QuantityError.Name, error },
            { "class loss", classLoss },
            { Cosines, cosines },
        };
        return kinds > 0 && quantities > 0 ? measured : measured.As(new(FailureKind.LearnedNothing, "a task is no better than a constant answer"));
    }

    static (Tensor Kind, Tensor Quantity) LossesOf(Tensor output, int[] labels, Tensor quantities) =>
        (Loss.CrossEntropy(Ops.Slice(output, 1, 0, Classes), labels),
            Loss.MeanSquaredError(Ops.Slice(output, 1, Classes, Quantities), quantities));

    // On a copy: the gradients of training are not to be touched.
    static double CosineOf(Module model, Module backbone, Dataset looked, Quantified.Part quantities)
    {
        float[] Gradient(bool ofClasses)
        {
            Module copy = model.Clone();
            using Tape tape = Tape.Start();
            (Tensor kind, Tensor quantity) = LossesOf(
                copy.Forward(new Tensor([looked.Count, .. looked.FeatureShape], looked.Features)), looked.Labels.ToArray(),
                quantities.Rows([.. Enumerable.Range(0, looked.Count)]));
            tape.Backward(ofClasses ? kind : quantity);
            return [.. copy.NamedParameters().Take(backbone.NamedParameters().Count()).SelectMany(parameter => parameter.Value.Gradient.ToArray())];
        }
        float[] a = Gradient(ofClasses: true), b = Gradient(ofClasses: false);
        double product = 0, ofA = 0, ofB = 0;
        for (int i = 0; i < a.Length; i++)
            (product, ofA, ofB) = (product + (double)a[i] * b[i], ofA + (double)a[i] * a[i], ofB + (double)b[i] * b[i]);
        return ofA * ofB > 0 ? product / Math.Sqrt(ofA * ofB) : 0;
    }

    static (double ClassLoss, double Accuracy, double Error) Judge(Module model, Dataset images, Quantified.Part quantities)
    {
        const int Part = 500;
        double classLoss = 0, right = 0, error = 0;
        for (int first = 0; first < images.Count; first += Part)
        {
            int count = Math.Min(Part, images.Count - first);
            Tensor x = new(
                [count, .. images.FeatureShape], images.Features.Slice(first * images.FeatureCount, count * images.FeatureCount));
            int[] labels = images.Labels.Slice(first, count).ToArray();
            using Tape tape = Tape.StartWithoutGradients();
            Tensor output = model.Forward(x);
            (Tensor kind, Tensor quantity) = LossesOf(output, labels, quantities.Rows([.. Enumerable.Range(first, count)]));
            classLoss += kind.ToScalar() * count;
            error += quantity.ToScalar() * count;
            for (int row = 0; row < count; row++)
                right += IndexOfLargest(output.Values.Slice(row * (Classes + Quantities), Classes)) == labels[row] ? 1 : 0;
        }
        return (classLoss / images.Count, right / images.Count, error / images.Count / quantities.Variance);
    }

    static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
            largest = values[i] > values[largest] ? i : largest;
        return largest;
    }

    /// <summary>Total ink and centre of mass of all images, in deviations over the training images.</summary>
    sealed record Quantified(Quantified.Part Train, Quantified.Part Validation, Quantified.Part Test)
    {
        public static Quantified Of(DataSplit pixels)
        {
            float[] train = Measure(pixels.Train);
            double[] means = new double[Quantities], deviations = new double[Quantities];
            for (int i = 0; i < train.Length; i++)
                means[i % Quantities] += train[i] / (double)pixels.Train.Count;
            for (int i = 0; i < train.Length; i++)
                deviations[i % Quantities] += (train[i] - means[i % Quantities]) * (train[i] - means[i % Quantities]) / pixels.Train.Count;
            Part Scaled(float[] numbers) => new(
                [.. numbers.Select((number, i) => (float)((number - means[i % Quantities]) / Math.Sqrt(deviations[i % Quantities])))]);
            return new(Scaled(train), Scaled(Measure(pixels.Validation!)), Scaled(Measure(pixels.Test)));
        }

        static float[] Measure(Dataset images)
        {
            int side = (int)Math.Sqrt(images.FeatureCount);
            float[] numbers = new float[images.Count * Quantities];
            for (int image = 0; image < images.Count; image++)
            {
                ReadOnlySpan<float> pixels = images.Features.Slice(image * images.FeatureCount, images.FeatureCount);
                double ink = 0, across = 0, down = 0;
                for (int i = 0; i < pixels.Length; i++)
                    (ink, across, down) = (ink + pixels[i], across + pixels[i] * (i % side), down + pixels[i] * (i / side));
                // Without ink the centre is the middle.
                double middle = (side - 1) / 2.0;
                ((ReadOnlySpan<float>)[(float)ink, (float)(ink > 0 ? across / ink : middle), (float)(ink > 0 ? down / ink : middle)])
                    .CopyTo(numbers.AsSpan(image * Quantities));
            }
            return numbers;
        }

        /// <summary>The quantities of some images, three a row.</summary>
        public sealed class Part(float[] numbers)
        {
            /// <summary>The mean square around the mean of each, over all three.</summary>
            public double Variance { get; } = Enumerable.Range(0, Quantities).Average(quantity =>
            {
                double[] own = [.. numbers.Where((_, i) => i % Quantities == quantity).Select(number => (double)number)];
                double mean = own.Average();
                return own.Average(number => (number - mean) * (number - mean));
            });

            public Tensor Rows(ReadOnlySpan<int> rows)
            {
                float[] chosen = new float[rows.Length * Quantities];
                for (int i = 0; i < rows.Length; i++)
                    numbers.AsSpan(rows[i] * Quantities, Quantities).CopyTo(chosen.AsSpan(i * Quantities));
                return new Tensor([rows.Length, Quantities], chosen);
            }
        }
    }
}
