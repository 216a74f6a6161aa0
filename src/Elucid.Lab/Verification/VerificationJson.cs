using System.Text.Json;

namespace Elucid.Lab.Verification;

/// <summary>A verification as JSON.</summary>
public static class VerificationJson
{
    /// <summary>The whole report, on many lines.</summary>
    public static string Of(VerificationReport report) => JsonSerializer.Serialize(report, LabJson.Indented.VerificationReport);
}
