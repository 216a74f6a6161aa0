namespace Elucid.Verification.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void A_setting_out_of_range_is_refused_by_its_name_in_code()
    {
        Refused.With<ArgumentException>(
            "VerificationSettings.Stride must be between 1 (all floats) and 4294967296, but got 0.", () =>
                new Verifier(new VerificationSettings { Stride = 0 }));
        Refused.With<ArgumentException>("ActivationBenchSettings.Functions must name at least one activation; ActivationCatalog.All lists them.",
            () => new ActivationBench(new ActivationBenchSettings { Functions = [] }));
    }
}
