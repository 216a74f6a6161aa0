using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>How results are written as JSON: camel case, enumerations by name, NaN and infinity as strings. Source-generated, so it trims and
/// compiles ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EarlierTrial))]
[JsonSerializable(typeof(Recipe))]
[JsonSerializable(typeof(StudyDocument))]
[JsonSerializable(typeof(ScoredDocument))]
[JsonSerializable(typeof(RunSettings))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(FederatedSettings))]
[JsonSerializable(typeof(FederatedRoundResult[]))]
[JsonSerializable(typeof(FederatedDocument))]
[JsonSerializable(typeof(SmallerDocument))]
[JsonSerializable(typeof(SmallerWorkDocument))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(EpochSample[]))]
[JsonSerializable(typeof(OnnxTarget[]))]
internal sealed partial class LabJson : JsonSerializerContext
{
    /// <summary>On one line.</summary>
    public static LabJson Compact => Default;

    /// <summary>For people to read: on many lines, apostrophes and Greek letters as they are. Never put into a page.</summary>
    public static LabJson Indented =>
        field ??= new(
            new JsonSerializerOptions(
                Default.GeneratedSerializerOptions!)
            { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
