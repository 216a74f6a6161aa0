using Elucid.Lab.Measuring;
using Elucid.Lab.Verification;

namespace Elucid.Lab.Tests.Recipes;

public sealed class RecipeTests
{
    [Fact]
    public void A_setting_out_of_range_is_refused_by_its_name_in_code()
    {
        Refused.With<ArgumentException>("Recipe.Epochs must be a positive number, but got 0.", () => new Recipe { Epochs = 0 }.Check());
        Refused.With<ArgumentException>("Recipe.LearningRate must be a positive number such as 0.001, but got -1.", () => new Recipe { LearningRate = -1 }.Check());
        Refused.With<ArgumentException>("Recipe.Optimizer must be one of adam, adamw, sgd, momentum, nesterov, rmsprop, but got 'adm'. Did you mean 'adam'?",
            () => new Recipe { Optimizer = "adm" }.Check());
        Refused.With<ArgumentException>("VerificationSettings.Stride must be between 1 (all floats) and 4294967296, but got 0.", () => new Verifier(new VerificationSettings { Stride = 0 }));
        Refused.With<ArgumentException>("ActivationBenchSettings.Functions must name at least one activation; ActivationCatalog.All lists them.",
            () => new ActivationBench(new ActivationBenchSettings { Functions = [] }));
    }
}
