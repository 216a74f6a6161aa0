using Elucid.Lab;

namespace Elucid.Samples;

/// <summary>Compares activations in a network of one's own, with the statistics and the report of <c>elucid compare</c>.</summary>
static class OwnStudy
{
    public static void Run(TextWriter output)
    {
        StudySettings settings = new()
        {
            Network = new("my-network", (activation, random) => new Sequential(
                new Flatten(), new Linear(64, 48, random), activation, new Dropout(0.1, random), new Linear(48, 10, random))),
            Activations = ["elu", "relu"],
            Seeds = 6,
            Recipe = new() { Epochs = 5, LearningRate = 2e-3 },
        };
        StudySummary summary = StudySummary.Of(new Study(settings, StudyData.Of(Digits.Load())).Run())!;
        using OutputDirectory directory = OutputDirectory.Open("my-study");
        output.WriteLine(summary.Conclusion);
        output.WriteLine(StudyFiles.Write(summary, directory, "dotnet run"));
    }
}
