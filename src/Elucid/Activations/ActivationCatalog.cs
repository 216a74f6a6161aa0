using System.Globalization;

namespace Elucid;

/// <summary>Every activation function by name. Adding one is its file and one line here.</summary>
public static class ActivationCatalog
{
    /// <summary>All functions, in the order in which tables show them.</summary>
    public static IReadOnlyList<ActivationInfo> All { get; } =
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

    /// <summary>The entry of a name or alias. Case, hyphens and underscores do not matter: <c>leaky-relu</c>, <c>LeakyReLU</c>, <c>leaky_relu</c>.</summary>
    /// <exception cref="ArgumentException">No activation has the name.</exception>
    public static ActivationInfo Find(string name)
    {
        string key = Key(name);
        return All.FirstOrDefault(info => Key(info.Name) == key || info.Aliases.Any(alias => Key(alias) == key))
            ?? throw new ArgumentException(
                $"There is no activation named '{name}'.{Suggestion.DidYouMean(name, All.SelectMany(info => info.Aliases.Prepend(info.Name)))} "
                + $"The names are {string.Join(", ", All.Select(info => info.Name))}.");
    }

    /// <summary>Reads a name with parameters, as <see cref="Activation.Name"/> writes it: <c>elu</c>, <c>elu:alpha=0.5</c>, <c>pelu:a=1:b=2</c>.</summary>
    /// <exception cref="ArgumentException">The name or a parameter is unknown, or a value is no number or out of range.</exception>
    public static Activation Parse(string text)
    {
        string[] parts = text.Split(':');
        return Create(parts[0], [.. parts[1..].Select(part => ParseParameter(text, part))]);
    }

    /// <summary>An activation by its name and the parameters that differ from their defaults: <c>Create("elu", ("alpha", 0.5f))</c>.</summary>
    /// <exception cref="ArgumentException">The name or a parameter is unknown, given twice, or out of range.</exception>
    public static Activation Create(string name, params ReadOnlySpan<(string Name, double Value)> parameters)
    {
        ActivationInfo info = Find(name);
        var values = info.Parameters.ToDictionary(p => p.Name, p => p.Default);
        var given = new HashSet<string>();
        foreach ((string parameterName, double value) in parameters)
        {
            ActivationParameter parameter = FindParameter(info, parameterName);
            if (!given.Add(parameter.Name))
                throw new ArgumentException($"Parameter '{parameter.Name}' of {info.Name} is given twice.");
            values[parameter.Name] = parameter.Checked(value, info.Name);
        }
        return info.Make(values);
    }

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    /// <exception cref="ArgumentException">The name or a parameter is unknown, given twice, or out of range.</exception>
    public static Activation Create(string name, params (string Name, double Value)[] parameters) => Create(name, parameters.AsSpan());

    static string Key(string name) => name.Trim().Replace("-", "").Replace("_", "").ToLowerInvariant();

    static (string Name, double Value) ParseParameter(string text, string part)
    {
        string[] sides = part.Split('=');
        if (sides.Length == 2 && double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return (sides[0], value);
        throw new ArgumentException($"'{part}' in '{text}' is no parameter with a number. Write name:parameter=number, such as elu:alpha=0.5.");
    }

    static ActivationParameter FindParameter(ActivationInfo info, string name)
    {
        string key = Key(name);
        return info.Parameters.FirstOrDefault(p => Key(p.Name) == key)
            ?? throw new ArgumentException(
                info.Parameters.Count == 0
                    ? $"Activation {info.Name} has no parameter '{name}': it has none at all."
                    : $"Activation {info.Name} has no parameter '{name}'.{Suggestion.DidYouMean(name, info.Parameters.Select(p => p.Name))} "
                        + $"Its parameters are {string.Join(", ", info.Parameters.Select(p => $"{p.Name} (default {p.Default})"))}.");
    }
}
