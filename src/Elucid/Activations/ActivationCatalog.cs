using System.Globalization;

namespace Elucid;

/// <summary>Every activation function by name. Adding one to the library is its file and one line here; a program adds its own with
/// <see cref="Add"/>.</summary>
public static class ActivationCatalog
{
    // A clip that is none, as it is by default.
    const string None = "none";

    static readonly Lock Adding = new();

    /// <summary>All functions, in the order in which tables show them; those that a program has added come last.</summary>
    public static IReadOnlyList<ActivationInfo> All { get; private set; } =
    [
        Elu.Info,
        Celu.Info,
        Selu.Info,
        Pelu.Info,
        Relu.Info,
        ShiftedRelu.Info,
        LeakyRelu.Info,
        Prelu.Info,
        Gelu.Info,
        GeluTanh.Info,
        Swish.Info,
        Mish.Info,
        Softplus.Info,
        Sigmoid.Info,
        Tanh.Info,
        Softsign.Info,
        HardSwish.Info,
        Identity.Info,
    ];

    /// <summary>
    /// Adds a function of your own: its name is understood from then on wherever those of the library are, in this process: by <see cref="Parse"/>,
    /// studies, recipes and model files, which name it.
    /// </summary>
    /// <exception cref="ArgumentException">A name or alias is another function's, or could not be told from parameters.</exception>
    public static void Add(ActivationInfo info)
    {
        lock (Adding)
        {
            foreach (string name in info.Aliases.Prepend(info.Name))
            {
                if (Key(name).Length == 0 || name.AsSpan().IndexOfAny(":=, ") >= 0)
                    throw new ArgumentException(
                        $"'{name}' cannot be the name of an activation: names have no ':', '=', ',' or space, which separate them from parameters "
                            + $"and from each other.");
                if (All.FirstOrDefault(other => other.Aliases.Prepend(other.Name).Any(known => Key(known) == Key(name))) is { } taken)
                    throw new ArgumentException(
                        $"The catalog has an activation called '{name}' already: {taken.Name}, {taken.Formula}. Give yours another name.");
            }
            All = [.. All, info];
        }
    }

    /// <summary>The entry of a name or alias. Case, hyphens and underscores do not matter: <c>leaky-relu</c>, <c>LeakyReLU</c>,
    /// <c>leaky_relu</c>.</summary>
    /// <exception cref="ArgumentException">No activation has the name.</exception>
    public static ActivationInfo Find(string name)
    {
        string key = Key(name);
        return All.FirstOrDefault(info => Key(info.Name) == key || info.Aliases.Any(alias => Key(alias) == key))
            ?? throw new ArgumentException(
                $"There is no activation named '{name}'.{Suggestion.DidYouMean(name, All.SelectMany(info => info.Aliases.Prepend(info.Name)))} "
                + $"The names are {string.Join(", ", All.Select(info => info.Name))}.");
    }

    /// <summary>Reads a name with parameters, as <see cref="Activation.Name"/> writes it: <c>elu</c>, <c>elu:alpha=0.5</c>, <c>elu:alpha=learn</c>,
    /// <c>pelu:a=1:b=2</c>, <c>elu:clip=-20</c> (<see cref="Activation.WithClip"/>).</summary>
    /// <exception cref="ArgumentException">The name or a parameter is unknown, a value is no number or out of range, or a parameter cannot be
    /// learned.</exception>
    public static Activation Parse(string text)
    {
        string[] parts = text.Split(':');
        ActivationInfo info = Find(parts[0]);
        bool learns = false;
        List<(string Name, double Value)> parameters = [];
        foreach (string part in parts[1..])
        {
            string[] sides = part.Split('=');
            if (sides.Length != 2)
                throw Unreadable(text, part);
            string[] start = sides[1].Split('@');
            bool isLearned = start[0] == Activation.Learn;
            if (start[0] is Activation.Learn or None && info.FindParameter(sides[0]) == ActivationInfo.ClipParameter)
            {
                if (isLearned)
                    throw new ArgumentException(
                        $"'{part}' in '{text}' would train the least input, which gets no gradient: give it a number, such as clip=-20.");
                continue;
            }
            learns |= isLearned;
            if (isLearned && start.Length == 1)
                parameters.Add((sides[0], info.FindParameter(sides[0]).Default));
            else if (start.Length == (isLearned ? 2 : 1)
                && double.TryParse(start[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                parameters.Add((sides[0], value));
            else
                throw Unreadable(text, part);
        }
        Activation f = info.Create(parameters.ToArray());
        return learns ? f.WithLearnedParameter() : f;
    }

    /// <summary>An activation by its name and the parameters that differ from their defaults: <c>Create("elu", ("alpha", 0.5f))</c>.</summary>
    /// <exception cref="ArgumentException">The name or a parameter is unknown, given twice, or out of range.</exception>
    public static Activation Create(string name, params ReadOnlySpan<(string Name, double Value)> parameters) => Find(name).Create(parameters);

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    /// <exception cref="ArgumentException">The name or a parameter is unknown, given twice, or out of range.</exception>
    public static Activation Create(string name, params (string Name, double Value)[] parameters) => Create(name, parameters.AsSpan());

    internal static string Key(string name) => name.Trim().Replace("-", "").Replace("_", "").ToLowerInvariant();

    static ArgumentException Unreadable(string text, string part) =>
        new($"'{part}' in '{text}' is not a parameter with a number. Write name:parameter=number, such as elu:alpha=0.5, or elu:alpha=learn for one "
            + "that is trained.");
}
