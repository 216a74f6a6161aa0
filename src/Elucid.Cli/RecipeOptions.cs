using System.CommandLine;
using Elucid.Lab.Recipes;
using Elucid.Lab.Trials;
using Elucid.Tensors;

namespace Elucid.Cli;

/// <summary>The options that say how a network is built and trained.</summary>
internal sealed class RecipeOptions
{
    const int LargeData = 10_000;

    readonly Option<string> _model = Text("--model", "mlp", "The network. " + string.Join(". ", NetworkKind.All.Select(kind => $"{kind.Name}: {kind.Description}")) + ".", "MODEL");
    readonly Option<string?> _hidden = new("--hidden")
    {
        Description = "Sizes of the network's parts; by default " + string.Join(", ", NetworkKind.All.Select(kind => $"{string.Join(',', kind.DefaultHidden)} for {kind.Name}")) + ".",
        HelpName = "UNITS,…",
    };
    readonly Option<int?> _blocks = NumberOption.CreateOptional<int>("--blocks", $"Blocks of a resnet's stage or of a transformer; by default {string.Join(", ", NetworkKind.All.Where(kind => kind.DefaultBlocks > 0).Select(kind => $"{kind.DefaultBlocks} for {kind.Name}"))}.");
    readonly Option<int?> _epochs = NumberOption.CreateOptional<int>("--epochs", "Passes over the training data; 40 by default, 10 for more than 10,000 examples.");
    readonly Option<int?> _batch = NumberOption.CreateOptional<int>("--batch", "Examples per step; 32 by default, 128 for more than 10,000 examples.");
    readonly Option<string> _optimizer = Text("--optimizer", "adam", $"One of {string.Join(", ", Choices.Optimizers.Names)}.", "NAME");
    readonly Option<double?> _rate = NumberOption.CreateOptional<double>("--lr", "The learning rate per step; by default 0.001 for adam, adamw and rmsprop, 0.01 with momentum, 0.05 for sgd.");
    readonly Option<double?> _dropout = NumberOption.CreateOptional<double>("--dropout", "Share of hidden outputs dropped in training; 0.2 by default for cnn, 0 for the others; a resnet has none.");
    readonly Option<string> _augment = Text("--augment", "", "Random changes to training images: crop:PIXELS, shift:PIXELS, flip, noise:DEVIATION, joined by commas, such as crop:4,flip.", "CHANGE,…");
    readonly Option<string> _init = Text("--init", "he",
        "Initial weights: he, glorot, lecun, unit (keeps the variance for each activation) or auto (what each activation's paper recommends). "
        + "Except for unit and auto all activations start from the same weights.", "NAME");
    readonly Option<string> _schedule = Text("--schedule", "constant", "How the rate changes: constant, cosine (falls to 0) or step (a tenth after each third).", "NAME");
    readonly Option<long> _warmup = NumberOption.Create<long>("--warmup", "Steps over which the rate rises from 0.");
    readonly Option<double> _clip = NumberOption.Create<double>("--clip-norm", "Scale gradients down to this norm; 0 for never.");
    readonly Option<double?> _decay = NumberOption.CreateOptional<double>("--weight-decay", "Weight decay: L2 in the gradient, 0 by default; decoupled for adamw, 0.01 by default.");
    readonly Option<int> _patience = NumberOption.Create<int>("--patience", "Stop after this many epochs without a better validation loss and keep the best; 0 for never.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
            { _model, _hidden, _blocks, _epochs, _batch, _optimizer, _rate, _dropout, _augment, _init, _schedule, _warmup, _clip, _decay, _patience })
            command.Options.Add(option);
    }

    /// <summary>Whether the user fixed the learning rate.</summary>
    public bool NamesRate(ParseResult parsed) => parsed.GetValue(_rate) is not null;

    /// <summary>The recipe that the options describe, checked.</summary>
    public Recipe Read(ParseResult parsed, StudyData data)
    {
        string optimizer = parsed.GetValue(_optimizer)!;
        Choices.Optimizers.Check(optimizer);
        string model = parsed.GetValue(_model)!;
        Choices.Models.Check(model);
        NetworkKind kind = NetworkKind.Of(model);
        if (parsed.GetValue(_blocks) is not null && kind.DefaultBlocks == 0)
            throw new ArgumentException($"--blocks is for {Kinds(k => k.DefaultBlocks > 0)}, but --model is {model}: omit it.");
        if (parsed.GetValue(_dropout) is not null && !kind.HasDropout)
            throw new ArgumentException($"--dropout is for {Kinds(k => k.HasDropout)}, but --model is {model}: omit it.");
        bool isLarge = data.Split(seed: 0, withValidation: false).Train.Count > LargeData;
        Recipe recipe = new()
        {
            Model = model,
            Hidden = parsed.GetValue(_hidden) is { } hidden ? ParseHidden(hidden) : kind.DefaultHidden,
            Blocks = parsed.GetValue(_blocks) ?? kind.DefaultBlocks,
            Epochs = parsed.GetValue(_epochs) ?? (isLarge ? 10 : 40),
            Batch = parsed.GetValue(_batch) ?? (isLarge ? 128 : 32),
            Optimizer = optimizer,
            LearningRate = parsed.GetValue(_rate) ?? Choices.DefaultLearningRate(optimizer),
            Dropout = parsed.GetValue(_dropout) ?? kind.DefaultDropout,
            Augment = parsed.GetValue(_augment)!,
            Init = parsed.GetValue(_init)!,
            Schedule = parsed.GetValue(_schedule)!,
            Warmup = parsed.GetValue(_warmup),
            ClipNorm = parsed.GetValue(_clip),
            WeightDecay = parsed.GetValue(_decay) ?? (optimizer == "adamw" ? 0.01 : 0),
            Patience = parsed.GetValue(_patience),
        };
        recipe.Check();
        kind.Check(recipe, new Shape(data.Split(seed: 0, withValidation: false).Train.FeatureShape));
        return recipe;
    }

    static string Kinds(Func<NetworkKind, bool> have) => string.Join(", ", NetworkKind.All.Where(have).Select(kind => kind.Name));

    static int[] ParseHidden(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && parts.All(part => int.TryParse(part, out int units) && units > 0)
            ? [.. parts.Select(int.Parse)]
            : throw new ArgumentException($"--hidden must be positive numbers of units such as 128,128, but got '{text}'.");
    }

    static Option<string> Text(string name, string value, string description, string helpName) =>
        new(name) { Description = description, DefaultValueFactory = _ => value, HelpName = helpName };
}
