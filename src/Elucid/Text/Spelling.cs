using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>
/// How sentences name what their reader can set or call. The library means its own members, and says so in C#: <c>CsvOptions.Keep = ["COLUMN"]</c>. A
/// program that is not used from C# spells them as its users know them: the command line writes <c>--keep COLUMN</c>, a page could write the label of
/// a field.
/// </summary>
public abstract class Spelling
{
    static readonly AsyncLocal<Spelling?> Chosen = new();

    /// <summary>As in C#; the default.</summary>
    public static Spelling CSharp { get; } = new CSharpSpelling();

    /// <summary>
    /// The spelling of the sentences that are written from here on. As <see cref="System.Globalization.CultureInfo.CurrentCulture"/> it goes with the
    /// flow of execution, into tasks and threads that are started from here.
    /// </summary>
    public static Spelling Current
    {
        get => Chosen.Value ?? CSharp;
        set => Chosen.Value = value;
    }

    /// <summary>A member in the current spelling, with a value if there is one.</summary>
    /// <param name="member"><c>nameof(CsvOptions.Keep)</c>, of which the type's name is taken, too; or a text such as
    /// <c>"CsvOptions.Keep"</c>.</param>
    /// <param name="value">What to set it to: a text, a character, a number, a truth value, one of an enumeration, or a list of these; null names the
    /// member alone.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public static string Of(string member, object? value = null, [CallerArgumentExpression(nameof(member))] string expression = "")
    {
        string name = NameOf(member, expression);
        return value is null ? Current.Name(name) : Current.Setting(name, value);
    }

    /// <summary>A member with a list of texts in the current spelling.</summary>
    /// <param name="member">As for one value.</param>
    /// <param name="values">What to set it to.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public static string OfList(string member, ReadOnlySpan<string> values, [CallerArgumentExpression(nameof(member))] string expression = "") =>
        Current.Setting(NameOf(member, expression), (IReadOnlyList<string>)values.ToArray());

    /// <summary>A member alone.</summary>
    /// <param name="member">A type's name with the member's, such as <c>CsvOptions.Keep</c>; a type alone; or a parameter of what was called.</param>
    public abstract string Name(string member);

    /// <summary>A member that is set to a value.</summary>
    /// <param name="member">As for <see cref="Name"/>.</param>
    /// <param name="value">A text, a character, a number, a truth value, one of an enumeration, or a list of these.</param>
    public abstract string Setting(string member, object value);

    static string NameOf(string member, string expression)
    {
        string name = expression.StartsWith("nameof(", StringComparison.Ordinal) ? expression["nameof(".Length..^1] : member;
        return name.Split('.') is [.., var type, var own] ? $"{type}.{own}" : name;
    }
}
