using System.Collections;
using System.Globalization;

namespace Elucid;

/// <summary>Names and values as they stand in C#.</summary>
internal sealed class CSharpSpelling : Spelling
{
    public override string Name(string member) => member;

    // A parameter has no type before its name.
    public override string Setting(string member, object value) =>
        $"{member}{(member.Contains('.', StringComparison.Ordinal) ? " =" : ":")} {Literal(value)}";

    static string Literal(object value) => value switch
    {
        string text => $"\"{text}\"",
        char mark => $"'{mark}'",
        bool truth => truth ? "true" : "false",
        Enum choice => $"{choice.GetType().Name}.{choice}",
        IEnumerable values => $"[{string.Join(", ", values.Cast<object>().Select(Literal))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
