namespace Elucid.Lab.Tests.Trials;

[AnyWidth]
public sealed class ArmNameTests
{
    [Fact]
    public void A_function_named_twice_gives_two_arms() => Assert.Equal(
        ["elu", "relu", "elu#2", "elu:alpha=0.5", "elu#3"],
        ArmName.Of(new[] { "elu", "relu", "ELU", "elu:alpha=0.5", "elu:alpha=1" }.Select(ActivationCatalog.Parse)));

    [Theory]
    [InlineData("elu")]
    [InlineData("elu#2")]
    public void Both_have_the_same_function(string arm) => Assert.Equal("elu", ArmName.FunctionOf(arm).Name);
}
