using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elucid.Verification;

/// <summary>How reports are written as JSON, on many lines: camel case, enumerations by name, NaN and infinity as strings. Source-generated, so it
/// trims and compiles ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(ActivationBenchReport))]
internal sealed partial class VerificationJson : JsonSerializerContext
{
    public static VerificationJson Indented =>
        field ??= new(
            new JsonSerializerOptions(
                Default.GeneratedSerializerOptions!)
            { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
