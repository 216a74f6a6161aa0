using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public sealed class StudyReportTests
{
    static string Report(Recipe recipe)
    {
        using TemporaryDirectory directory = new();
        StudySettings settings = Tiny.Settings with { Recipe = recipe };
        StudySummary summary = StudySummary.Of(new Study(settings, Tiny.Classes).Run(2))!;
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        return File.ReadAllText(StudyFiles.Write(summary, output, "elucid compare"));
    }

    [Fact]
    public void Cells_without_activation_layers_are_not_said_to_have_no_dead_units()
    {
        string report = Report(Tiny.Recipe with { Model = "lstm" });
        Assert.Contains("lstm 8", report);
        Assert.DoesNotContain("2-8-3", report);
        Assert.DoesNotContain("Do units die?", report);
        Assert.DoesNotContain("Are the activations centred?", report);
        Assert.Contains("Does the gradient reach the first layer?", report);
    }

    [Fact]
    public void A_transformer_is_named_with_its_width_and_blocks()
    {
        string report = Report(Tiny.Recipe with { Model = "transformer", Hidden = [16], Blocks = 1 });
        Assert.Contains("transformer 16, blocks 1", report);
        Assert.Contains("Do units die?", report);
    }

    [Fact]
    public void A_chain_is_named_by_its_sizes() => Assert.Contains("2-8-3", Report(Tiny.Recipe));
}
