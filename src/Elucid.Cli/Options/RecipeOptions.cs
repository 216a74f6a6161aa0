using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say how a network is built and trained.</summary>
internal sealed class RecipeOptions
{
    static readonly Recipe Default = new();

    const string ModelName = "--model";

    readonly Option<string?> _model = new(ModelName)
    {
        Description = $"The network; {Default.Model} by default, {RecipeDefaults.Model(LearningTask.Text)} for texts, "
            + $"{RecipeDefaults.Model(default, isProse: true)} for columns of prose. "
            + string.Join(". ", NetworkKind.All.Select(kind => $"{kind.Name}: {kind.Description}")) + ".",
        HelpName = "MODEL",
    };
    readonly Option<string?> _hidden = new("--hidden")
    {
        Description =
            "Sizes of the network's parts; by default "
                + string.Join(", ", NetworkKind.All.Select(kind => $"{string.Join(',', kind.DefaultHidden)} for {kind.Name}")) + ".",
        HelpName = "UNITS,…",
    };
    readonly Option<int?> _depth = NumberOption.CreateOptional<int>(
        "--depth", $"How many hidden layers {Kinds(kind => kind.IsStack)} has, all as wide as the first of --hidden; by default as many as --hidden "
            + "names.");
    readonly Option<int?> _blocks =
        NumberOption.CreateOptional<int>(
            "--blocks", $"Blocks of a resnet's stage or of a transformer; by default "
                + $"{string.Join(", ", NetworkKind.All.Where(kind => kind.DefaultBlocks > 0).Select(kind => $"{kind.DefaultBlocks} for {kind.Name}"))}.");
    readonly Option<int?> _latent = NumberOption.CreateOptional<int>(
        "--latent", "Numbers of a code: the one that --task reconstruct brings each row through, by default a quarter of its features, 32 "
            + "at most; or "
            + "the one that new rows are made of, by default "
            + $"{string.Join(", ", NetworkKind.All.Where(kind => kind.DefaultLatent > 0).Select(kind => $"{kind.DefaultLatent} for {kind.Name}"))}.");
    readonly Option<int?> _epochs = NumberOption.CreateOptional<int>("--epochs", $"Passes over the training data; {BySize(RecipeDefaults.Epochs)}.");
    readonly Option<int?> _batch = NumberOption.CreateOptional<int>("--batch", $"Examples per step; {BySize(RecipeDefaults.Batch)}.");
    readonly Option<string> _optimizer =
        Text("--optimizer", Default.Optimizer,
            $"One of {string.Join(", ", OptimizerCatalog.All.Select(optimizer => $"{optimizer.Name} ({optimizer.Description})"))}.", "NAME");
    readonly Option<double?> _rate =
        NumberOption.CreateOptional<double>(
            "--lr", $"The learning rate per step; by default {By(Choices.Optimizers.Names, name => OptimizerCatalog.Find(name).LearningRate)}, and "
                + "three times that for texts.");
    readonly Option<double?> _dropout =
        NumberOption.CreateOptional<double>(
            "--dropout",
            $"Share of hidden outputs dropped in training; by default "
                    + $"{By(NetworkKind.All.Where(kind => kind.HasDropout).Select(kind => kind.Name), name => NetworkKind.Find(name).DefaultDropout)}; {Kinds(kind => !kind.HasDropout)} has none.");
    readonly Option<string> _augment =
        Text("--augment", Default.Augment,
            "Random changes to training images: crop:PIXELS, shift:PIXELS, flip, noise:DEVIATION, joined by commas, such as crop:4,flip.",
            "CHANGE,…");
    readonly Option<string> _init = Text("--init", Default.Init,
        "Initial weights: he, glorot, lecun, unit (keeps the variance for each activation) or auto (what each activation's paper recommends). "
        + "Except for unit and auto all activations start from the same weights.", "NAME");
    readonly Option<string?> _norm = new("--norm")
    {
        Description = $"What normalises the sums before activations: {Kinds(NetworkRecipe.Norms)}. By default "
            + $"{By(NetworkKind.All.Select(kind => kind.Name), name => NetworkKind.Find(name).Norms[0])}.",
        HelpName = "NORM",
    };
    readonly Option<string?> _schedule = new("--schedule")
    {
        Description = $"How the rate changes: constant, cosine (falls to 0) or step (a tenth after each third); {Default.Schedule} by "
            + "default, cosine for texts.",
        HelpName = "NAME",
    };
    readonly Option<long> _warmup = NumberOption.Create<long>("--warmup", "Steps over which the rate rises from 0.", Default.Warmup);
    readonly Option<double?> _clip = NumberOption.CreateOptional<double>(
        "--clip-norm", $"Scale gradients down to this norm; 0 for never. {Default.ClipNorm} by default, 1 for texts.");
    readonly Option<double?> _decay =
        NumberOption.CreateOptional<double>(
            "--weight-decay", $"Weight decay; by default {By(Choices.Optimizers.Names, name => OptimizerCatalog.Find(name).WeightDecay)}.");
    readonly Option<int> _patience =
        NumberOption.Create<int>(
            "--patience", "Stop after this many epochs without a better validation loss and keep the best; 0 for never.", Default.Patience);

    readonly Option<string?> _weights = new("--class-weights")
    {
        Description = "balanced: an example of a rare class counts as much more as the class is rarer, in training only. All count alike by default.",
        HelpName = "balanced|none",
    };

    readonly Option<string?> _balance = new("--balance")
    {
        Description = "What the losses of several targets count. uncertainty: learned with the network, less for a target that stays hard; equal, "
            + "the default: 1 each.",
        HelpName = "equal|uncertainty",
    };

    readonly Option<int?> _members = NumberOption.CreateOptional<int>(
        "--members",
        "How many networks answer together: a committee, whose answer is the mean of theirs. They differ in initial weights and the order "
            + "of examples; 1 by default.");
    readonly Option<bool> _bagging = new("--bagging")
    {
        Description = "Each member learns from rows of its own, drawn with replacement.",
    };
    readonly Option<bool> _boosting = new("--boosting")
    {
        Description = "Each member learns most from the rows that those before it are wrong on, and they vote, the better ones counting more: for "
            + "classes.",
    };

    readonly FineTuneOptions _body = new();

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All =>
        [_model, _hidden, _depth, _blocks, _latent, _epochs, _batch, _optimizer, _rate, _dropout, _augment, _init, _norm, _schedule, _warmup, _clip,
            _decay, _patience, _weights, _balance, _members, _bagging, _boosting, .. _body.All];

    /// <summary>A value as it stands behind its option. In a list of values those that are lists themselves have other signs than commas.</summary>
    public string TextOf(Option option, string value) =>
        option == _hidden ? value.Replace('-', ',') : option == _augment ? value == "none" ? "" : value.Replace('+', ',') : value;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All.Except(_body.All))
            command.Options.Add(option);
        _body.AddTo(command);
    }

    /// <summary>Adds those that describe the network and its steps; how long is trained, and with which changes of images, rate and gradient, is
    /// another's.</summary>
    public void AddNetworkTo(Command command)
    {
        foreach (Option option in new Option[] { _model, _hidden, _depth, _blocks, _latent, _batch, _optimizer, _rate, _dropout, _init, _norm,
            _decay })
            command.Options.Add(option);
    }

    /// <summary>The kind of network that a command line names; null where it names none.</summary>
    /// <exception cref="ArgumentException">There is none of the name.</exception>
    public static NetworkKind? KindOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == ModelName) is Option<string?> model
            && parsed.GetValue(model) is { } name ? NetworkKind.Find(name) : null;

    /// <summary>Whether the user fixed the learning rate.</summary>
    public bool NamesRate(ParseResult parsed) => parsed.GetValue(_rate) is not null;

    /// <summary>The body that the user names; null where all weights are drawn.</summary>
    public PretrainedBody? ReadBody(ParseResult parsed) => _body.Read(parsed);

    /// <summary>The recipe that the options describe, checked.</summary>
    public Recipe Read(ParseResult parsed, StudyData data)
    {
        if (data.Body is not null && parsed.GetValue(_model) is { } named)
            throw new ArgumentException(
                $"--model {named} and --from contradict each other: the network is that of --from, with a new head. Use one.");
        string model = data.Body is not null ? RecipeDefaults.Model(default) : parsed.GetValue(_model)
            ?? RecipeDefaults.Model(data.Task, data.ProseNames is not null);
        Dataset examples = data.Split(seed: 0, withValidation: false).Train;
        Recipe defaults = RecipeDefaults.For(model, parsed.GetValue(_optimizer)!, examples.Count, data.Task, data.ProseNames is not null);
        if (data.Body is not null)
            defaults = defaults with { Hidden = [RecipeDefaults.HeadUnits] };
        NetworkKind kind = NetworkKind.Find(model);
        if (parsed.GetValue(_blocks) is not null && kind.DefaultBlocks == 0)
            throw new ArgumentException($"--blocks is for {Kinds(k => k.DefaultBlocks > 0)}, but --model is {model}: omit it.");
        if (parsed.GetValue(_dropout) is not null && !kind.HasDropout)
            throw new ArgumentException($"--dropout is for {Kinds(k => k.HasDropout)}, but --model is {model}: omit it.");
        if (parsed.GetValue(_latent) is { } numbers && ((data.Task != LearningTask.Reconstruct && kind.DefaultLatent == 0) || numbers < 1))
            throw new ArgumentException(
                numbers < 1 ? $"--latent must be a positive number, but got {numbers}."
                    : $"--latent is for --task reconstruct and for {Kinds(k => k.DefaultLatent > 0)}: omit it.");
        if (data.Environment is not null && parsed.GetValue(_augment) is { Length: > 0 })
            throw new ArgumentException($"--augment changes examples, but --data {data.Name} is an environment, which is played: omit it.");
        Recipe recipe = defaults with
        {
            Hidden = HiddenOf(parsed, kind, defaults),
            Blocks = parsed.GetValue(_blocks) ?? defaults.Blocks,
            Latent = data.Task == LearningTask.Reconstruct ? parsed.GetValue(_latent) ?? NetworkRecipe.DefaultLatent(examples.FeatureCount)
                : parsed.GetValue(_latent) ?? defaults.Latent,
            Epochs = parsed.GetValue(_epochs) ?? defaults.Epochs,
            Batch = parsed.GetValue(_batch) ?? defaults.Batch,
            LearningRate = parsed.GetValue(_rate) ?? defaults.LearningRate,
            Dropout = parsed.GetValue(_dropout) ?? defaults.Dropout,
            Augment = parsed.GetValue(_augment)!,
            Init = parsed.GetValue(_init)!,
            // What a network has anyway is no setting: its trials are those of studies that did not know of norms.
            Norm = parsed.GetValue(_norm) is { } norm && norm != kind.Norms[0] ? norm : null,
            Schedule = parsed.GetValue(_schedule) ?? defaults.Schedule,
            Warmup = parsed.GetValue(_warmup),
            ClipNorm = parsed.GetValue(_clip) ?? defaults.ClipNorm,
            WeightDecay = parsed.GetValue(_decay) ?? defaults.WeightDecay,
            Patience = parsed.GetValue(_patience),
            ClassWeights = parsed.GetValue(_weights) is { } weights ? ClassWeightsOf(weights, data) : null,
            Balance = parsed.GetValue(_balance) is { } balance ? BalanceOf(balance, data) : null,
            // One member is a single network, whose trials are those of studies that did not know of committees.
            Members = parsed.GetValue(_members) is { } members and not 1 ? members : null,
            Bagging = parsed.GetValue(_bagging),
            Boosting = parsed.GetValue(_boosting),
        };
        if (data.Body is { } body)
        {
            recipe = _body.Apply(parsed, recipe, body);
            recipe.Check();
            BodyFit.Check(recipe, data);
            return recipe;
        }
        recipe.Check();
        data.Profile.Check(recipe);
        kind.Check(recipe, data.Task);
        kind.CheckTokens(data.Task == LearningTask.Text ? data.OutputCount : examples.VocabularySize);
        kind.Check(recipe, new Shape(examples.FeatureShape));
        return recipe;
    }

    IReadOnlyList<int> HiddenOf(ParseResult parsed, NetworkKind kind, Recipe defaults)
    {
        int[]? named = parsed.GetValue(_hidden) is { } hidden ? ParseHidden(hidden) : null;
        if (parsed.GetValue(_depth) is not { } depth)
            return named ?? defaults.Hidden;
        if (!kind.IsStack)
            throw new ArgumentException($"--depth is for {Kinds(k => k.IsStack)}, but --model is {kind.Name}: omit it.");
        if (depth < 1)
            throw new ArgumentException($"--depth must be a positive number of layers, but got {depth}.");
        if (named is { Length: > 1 })
            throw new ArgumentException(
                $"--depth makes all hidden layers alike, but --hidden names {named.Length} sizes: give one of them, or omit --depth.");
        return [.. Enumerable.Repeat((named ?? defaults.Hidden)[0], depth)];
    }

    string? ClassWeightsOf(string weights, StudyData data) => weights == "none" ? null
        : data.Task == LearningTask.Classification ? weights
        : throw new ArgumentException($"{_weights.Name} is for classes, but --data {data.Name} is for {data.Task.Word()}: omit it.");

    string? BalanceOf(string balance, StudyData data) => balance == "equal" ? null
        : data.Task == LearningTask.Several ? balance
        : throw new ArgumentException(
            $"{_balance.Name} is for several targets, but --data {data.Name} is for {data.Task.Word()}: omit it, or name several with --target A,B.");

    // none for mlp, cnn; layer for mlp.
    static string Kinds(IReadOnlyList<string> norms) =>
        string.Join("; ", norms.Select(norm => $"{norm} for {Kinds(kind => kind.Norms.Contains(norm))}"));

    static string Kinds(Func<NetworkKind, bool> have) => string.Join(", ", NetworkKind.All.Where(have).Select(kind => kind.Name));

    static string BySize(Func<int, LearningTask, int> value) =>
        $"{value(0, default)} by default, {value(int.MaxValue, default)} for more than {RecipeDefaults.ManyExamples:N0} examples, "
            + $"{value(0, LearningTask.Text)} for texts";

    // 0.001 for adam and adamw, 0.05 for sgd.
    static string By<T>(IEnumerable<string> names, Func<string, T> value) =>
        string.Join(", ", names.GroupBy(value).Select(group => $"{group.Key} for {Listed([.. group])}"));

    static string Listed(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";

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
