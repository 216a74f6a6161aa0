using System.Reflection;
using System.Runtime.CompilerServices;

namespace Elucid.Tests;

/// <summary>What other languages than C# can call.</summary>
public sealed class LanguagesTests
{
    // F# passes no list of arguments as a span, and Visual Basic knows no spans at all.
    [Fact]
    public void Whatever_takes_a_list_of_arguments_as_a_span_takes_an_array_of_them_too()
    {
        MethodBase[] members = [.. typeof(Tensor).Assembly.GetExportedTypes().SelectMany(type => type.GetMembers()).OfType<MethodBase>()];
        MethodBase[] ofSpans =
            [.. members.Where(
                member => Last(member) is { } last && last.IsDefined(typeof(ParamCollectionAttribute)) && last.ParameterType.IsByRefLike)];
        Assert.NotEmpty(ofSpans);
        Assert.Empty(ofSpans.Where(member => !members.Any(other => IsOfArrays(other, member))).Select(member => $"{member.DeclaringType}: {member}"));
    }

    static bool IsOfArrays(MethodBase other, MethodBase ofSpans) =>
        other.DeclaringType == ofSpans.DeclaringType && other.Name == ofSpans.Name
        && Last(other) is { } last && last.IsDefined(typeof(ParamArrayAttribute))
        && last.ParameterType.GetElementType() == Last(ofSpans)!.ParameterType.GenericTypeArguments[0];

    // A property that is set has its value behind the indices.
    static ParameterInfo? Last(MethodBase member)
    {
        ParameterInfo[] parameters = member.GetParameters();
        return member.Name.StartsWith("set_", StringComparison.Ordinal) ? parameters.ElementAtOrDefault(parameters.Length - 2)
            : parameters.LastOrDefault();
    }
}
