using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Elucid.Tests.Autograd;

/// <summary>What the compiler refuses: a tape's scope that leaves its thread or its method.</summary>
[AnyWidth]
public sealed class TapeScopeTests
{
    [Fact]
    public void An_await_inside_the_scope_does_not_compile() => Assert.Equal(
        ["CS4007: Instance of type 'Elucid.Tape' cannot be preserved across 'await' or 'yield' boundary."],
        ErrorsOf("async Task Step() { using Tape tape = Tape.Start(); Tensor loss = Ops.Sum(X); await Task.Yield(); tape.Backward(loss); }"));

    [Fact]
    public void A_yield_inside_the_scope_does_not_compile() => Assert.Equal(
        ["CS4007: Instance of type 'Elucid.Tape' cannot be preserved across 'await' or 'yield' boundary."],
        ErrorsOf("IEnumerable<float> Steps() { using Tape tape = Tape.Start(); yield return Ops.Sum(X).ToScalar(); }"));

    [Fact]
    public void A_tape_in_a_field_or_a_task_does_not_compile()
    {
        Assert.StartsWith("CS8345", Assert.Single(ErrorsOf("Tape _tape;")), StringComparison.Ordinal);
        Assert.StartsWith("CS9108", Assert.Single(ErrorsOf("void Step(Tape tape) => Task.Run(() => tape.Backward(X));")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_between_two_awaits_compiles() => Assert.Empty(
        ErrorsOf("async Task Step() { await Task.Yield(); using (Tape tape = Tape.Start()) tape.Backward(Ops.Sum(X)); await Task.Yield(); }"));

    static string[] ErrorsOf(string member)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($$"""
            using System.Collections.Generic;
            using System.Threading.Tasks;
            using Elucid;
            sealed class Program { static readonly Tensor X = new([3], requiresGradient: true); {{member}} }
            """, new(LanguageVersion.Latest));
        CSharpCompilation program = CSharpCompilation.Create("program", [tree], CompilerReferences.All, new(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream stream = new();
        return [.. program.Emit(stream).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => $"{d.Id}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}").Distinct()];
    }
}
