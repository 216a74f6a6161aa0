using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class NC1EluAgainstItself : Control
{
    const string ExperimentId = "NC1";

    public override string Sentence => "ELU against itself on the same seeds gives the same bits, and so no difference at all.";

    public override string Expected => "every difference exactly 0";

    // The setting tells the arms apart, so that both really run; nothing reads it.
    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [SmallDigits.Of(ExperimentId, Of("elu", 0), Of("elu again", 1))];

    public override bool Trains => false;

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        bool isEqual = result.Of("elu").Zip(result.Of("elu again"))
            .All(pair => pair.First.Measured.Series["loss"].SequenceEqual(pair.Second.Measured.Series["loss"]));
        return new Finding(isEqual ? ClaimVerdict.Supported : ClaimVerdict.Refuted,
            $"On {result.Seeds.Count} seeds all losses of all steps are {(isEqual ? "equal, bit for bit" : "not equal")}.")
        {
            Against = "ELU",
            Conditions = [new Superiority("elu again", "elu", SmallDigits.Loss.Name, Math.Log(1.03)).Evaluate(result)],
        };
    }

    static Arm Of(string name, int repeat) => new(name, Settings.Of(("activation", "elu"), ("repeat", repeat)));
}
