using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Elucid.Cli;

/// <summary>The help of a command. What may be omitted stands in brackets, as in <c>[NAME]</c>; the library under it writes &lt;NAME&gt; in lists, as
/// if it were required.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    /// <summary>The help name of an argument that may be omitted.</summary>
    public static string Optional(string name) => $"[{name}]";

    /// <summary>Who asks for help does not know yet what a command requires.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration configuration = parseResult.InvocationConfiguration;
        TextWriter output = configuration.Output;
        using StringWriter text = new();
        configuration.Output = text;
        int exitCode = new HelpAction().Invoke(parseResult);
        configuration.Output = output;

        // Blanks take the place of the signs that go, so that columns stay below each other.
        output.Write(text.ToString().Replace("[<", "[", StringComparison.Ordinal).Replace(">]", "]", StringComparison.Ordinal)
            .Replace("<[", "[", StringComparison.Ordinal).Replace("]>", "]  ", StringComparison.Ordinal));
        return exitCode;
    }
}
