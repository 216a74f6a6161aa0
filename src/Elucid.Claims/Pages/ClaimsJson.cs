using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elucid.Claims;

/// <summary>The form of <c>claims.json</c>. Source-generated, so it trims and compiles ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false,
    AllowOutOfOrderMetadataProperties = true,       // other tools sort an object's fields
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(SettingsConverter)])]
[JsonSerializable(typeof(LedgerDocument))]
[JsonSerializable(typeof(ReplicationReport))]
[JsonSerializable(typeof(Dictionary<string, LedgerVerdict>))]
internal sealed partial class ClaimsJson : JsonSerializerContext
{
    /// <summary>For people to read: on many lines, Greek letters as they are. Never put into a page.</summary>
    public static ClaimsJson Indented =>
        field ??= new(
            new JsonSerializerOptions(
                Default.GeneratedSerializerOptions!)
            { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
